import { expect, test } from 'vitest';
import { checkFiles } from './check.ts';
import { finds, silent } from './facts.ts';

finds('a pattern splits an axis by what does not divide it', `
  from einops import rearrange
  rearrange(torch.zeros(2, 10), 'b (h d) -> b h d', h=3)
`, 'Einops/divides@2');

finds('a pattern names another number of axes', `
  from einops.layers.torch import Rearrange
  Rearrange('b c h w -> b (h w) c')(torch.zeros(3, 8, 8))
`, 'Einops/axes@2');

finds('what a pattern gives is known', `
  from einops import rearrange, repeat
  x = rearrange(torch.zeros(2, 3, 8, 8), 'b c (h p) (w q) -> b (h w) (p q c)', p=4, q=4)
  y = repeat(torch.zeros(1, 48), '1 d -> b n d', b=2, n=4)
  (x + y).view(2, 191)
`, 'Reshape/count@4');

silent('layers are attributes of a ModuleDict', `
  class Net(nn.Module):
      def __init__(self):
          super().__init__()
          self.parts = nn.ModuleDict(dict(first=nn.Linear(4, 3)))
      def forward(self, x):
          return self.parts.first(x)
  Net()(torch.zeros(2, 4)) @ torch.zeros(3, 1)
`);

finds('a module that nobody makes fails for every rank of its input', `
  class Net(nn.Module):
      def __init__(self, dim):
          super().__init__()
          self.a = nn.Linear(dim, 8)
          self.b = nn.Linear(9, dim)
      def forward(self, x):
          return self.b(self.a(x))
`, 'Linear/in_features@7');

silent('a module that nobody makes may be meant for inputs of one rank', `
  class Net(nn.Module):
      def __init__(self, dim, heads):
          super().__init__()
          self.a = nn.Linear(dim, dim)
      def forward(self, x):
          b, n, d = x.shape
          return self.a(x).transpose(1, 2).view(b, d, n)
`);

finds('an annotation of jaxtyping says what comes in', `
  from jaxtyping import Float
  from torch import Tensor
  def scores(q: Float[Tensor, "b t 8"], k: Float[Tensor, "b s 7"]):
      return q @ k.transpose(1, 2)
`, 'MatMul/inner@4');

silent('names of sizes are shared within an annotation', `
  from jaxtyping import Float
  from torch import Tensor
  def scores(q: Float[Tensor, "b t d"], k: Float[Tensor, "b s d"]):
      return q @ k.transpose(1, 2)
`);

test('what nobody calls has a signature, from how it uses its inputs', async () => {
  const { contracts } = await checkFiles([{ path: 'a.py', text: `import torch.nn as nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b, self.fc = nn.Conv2d(3, 8, 5), nn.Conv2d(8, 16, 5, stride=2), nn.Linear(16, 10)
    def forward(self, x):
        return self.fc(self.b(self.a(x)).mean((2, 3)))
` }]);
  expect(contracts.map(({ text, line }) => `${line}: ${text}`)).toEqual(['6: Net.forward(x: float32[N, 3, H≥9, W≥9]) → float32[N, 10]']);
});

silent('an argument that is multiplied by a number may be a tensor', `
  import math
  def gelu(x):
      return x * 0.5 * (1.0 + torch.erf(x / math.sqrt(2.0)))`);

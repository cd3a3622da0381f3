// What `dimwright check` says of functions that nobody calls: their signatures, in the words of the code.

import { describe, expect, test } from 'vitest';
import { checkFiles } from './check.ts';
import { finds, silent } from './facts.ts';

const IMPORTS = 'import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\nfrom torch import Tensor\n';
const program = (text: string): string => `${IMPORTS}${text.replace(/^\n/, '').replaceAll(/^ {4}/gm, '')}`;

function signature(fact: string, text: string, ...expected: readonly string[]): void {
  test(fact, async () => {
    const { contracts } = await checkFiles([{ path: 'program.py', text: program(text) }]);
    expect(contracts.map((contract) => contract.text)).toEqual(expected);
  });
}

describe('signatures', () => {
  signature('what the code calls sizes, and the element types that layers need', `
    class Gate(nn.Module):
        def __init__(self, dim):
            super().__init__()
            self.net = nn.Linear(dim, 2 * dim)
            self.kind = nn.Embedding(8, dim)
        def forward(self, x, kinds):
            b, n, _ = x.shape
            h = self.net(x + self.kind(kinds))
            return h.view(b, n, h.shape[-1])`,
  'Gate.forward(x: tensor[b, n, dim], kinds: int64[b, n]) → float32[b, n, 2*dim]');
  signature('inputs of which nothing is known, results that are no tensors, and results under names', `
    def report(x: Tensor, names):
        n, c = x.shape
        return {'mean': x.mean(0), 'names': names, 'count': n}, None, 'done'`,
  'report(x: tensor[n, c], names) → ({mean: tensor[c], names: ?, count: n}, None, str)');
  signature('names of annotations', `
    from jaxtyping import Float, Int
    def pick(x: Float[Tensor, "batch seq dim"], at: Int[Tensor, "batch"]) -> Float[Tensor, "batch dim"]:
        return x[torch.arange(x.shape[0]), at]`,
  'pick(x: float[batch, seq, dim], at: int[batch]) → tensor[batch, dim]');
});

describe('sizes that a class has names for', () => {
  const mixer = (of: string): string => program(`
    class Mixer[D, T](nn.Module):
        def __init__(self, dim: Dim[D], tokens: Dim[T]):
            super().__init__()
            self.norm = nn.LayerNorm(dim)
            self.mix = nn.Linear(tokens, tokens)
        def forward[B](self, x: Tensor[B, T, D]) -> Tensor[B, T, D]:
            return x + ${of}`);
  silent('are those that it was made with', mixer('self.mix(self.norm(x).mT).mT'));
  finds('are not those of another axis', mixer('self.norm(x.mT).mT'), 'LayerNormalization/normalized@11');
  finds('are what its result has', mixer('self.mix(self.norm(x).mT)'), 'Add/broadcast@11');
});

describe('numbers that only the makers of modules give', () => {
  silent('are whole in grids of indices that are looked up', program(`
    class Bias(nn.Module):
        def __init__(self, window_size, num_heads):
            super().__init__()
            self.table = nn.Parameter(torch.zeros((2 * window_size[0] - 1) * (2 * window_size[1] - 1), num_heads))
            grid = torch.stack(torch.meshgrid([torch.arange(window_size[0]), torch.arange(window_size[1])], indexing='ij')).flatten(1)
            self.register_buffer('index', (grid[:, :, None] - grid[:, None, :]).sum(0))
        def forward(self, x):
            return x + self.table[self.index.view(-1)].sum()`));
});

describe('element types', () => {
  const jax = 'from jaxtyping import Float, Int\n';
  finds('that annotations leave open and no choice of them mends', program(`${jax}    def looked_up(table: Float[Tensor, "v d"], ids: Int[Tensor, "n"]):
        return F.embedding(table, ids)
    def counted(ids: Int[Tensor, "n 8"]):
        return nn.Linear(8, 2)(ids)`), 'Linear/dtype@9', 'Gather/dtype@7');
  silent('that one choice mends', program(`${jax}    class Double(nn.Module):
        def __init__(self):
            super().__init__()
            self.net = nn.Linear(8, 2).double()
        def forward(self, x: Float[Tensor, "n 8"], at: Int[Tensor, "n"]):
            return self.net(x), self.net.weight.gather(0, at[:, None].expand(-1, 8))`));
  finds('of what was cast, whatever it was', program(`
    def hot(target):
        return F.one_hot(target.float(), 8)
    def looked_up(table, ids):
        return F.embedding(ids.float(), table)`), 'Gather/dtype@8', 'OneHot/dtype@6');
});

describe('a module that is not called', () => {
  const block = (short: string, more = ''): string => program(`
    class Block(nn.Module):
        def __init__(self, a, b):
            super().__init__()
            self.short = nn.Identity() if a == b else nn.Conv2d(a, b, 1)
            self.conv = nn.Conv2d(a, b, 3, padding=1)${more}
        def forward(self, x):
            return self.conv(x) + ${short}`);
  finds('is no tensor', block('self.short'), 'Operator/types@11');
  silent('may say itself what is added to it', block('self', `
        def __radd__(self, x):
            return x + 1`));
});

describe('calls', () => {
  finds('of a parameter, where the layer was meant', program(`
    class Gate(nn.Module):
        def __init__(self, dim):
            super().__init__()
            self.gate = nn.Linear(dim, 4).weight
        def forward(self, x):
            return self.gate(x)`), 'Call/callable@10');
  finds('of a layer with more than it takes', program(`
    class Gate(nn.Module):
        def __init__(self, dim):
            super().__init__()
            self.norm = nn.LayerNorm(dim)
        def forward(self, x, y):
            return self.norm(x + y, y)`), 'Call/surplus@10');
  finds('of a function that an embedding of the program stands on', program(`
    class Places(nn.Embedding):
        def forward(self, ids):
            places = torch.cumsum(ids.ne(self.padding_idx).int(), dim=1) + self.padding_idx
            return F.embedding(places.float(), self.weight, self.padding_idx)
    class Net(nn.Module):
        def __init__(self, words):
            super().__init__()
            self.places = Places(words, 16, 1)
        def forward(self, ids):
            return self.places(ids)`), 'Gather/dtype@8');
});

describe('tables', () => {
  const iou = (side: number): string => `
    def area(boxes):
        return (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    def iou(a, b):
        areas = area(a)[:, None] + area(b)
        wh = torch.min(a[:, None, 2:], b[:, 2:]) - torch.max(a[:, None, :2], b[:, :2])
        inter = wh[:, :, 0] * wh[:, :, ${side}]
        return inter / (areas - inter)`;
  signature('have as many axes as their columns say', iou(1), 'iou(a: tensor[N, 4], b: tensor[N1, 4]) → tensor[N, N1]');
  finds('fail where they fail with any number of axes', program(iou(2)), 'Index/range@10');
});

describe('sizes that are alike or 1', () => {
  signature('have one name', `
    class Residual(nn.Module):
        def __init__(self, channels, out):
            super().__init__()
            self.net = nn.Conv2d(channels, out, 3, padding=1)
        def forward(self, x):
            return x + self.net(x)`,
  'Residual.forward(x: float32[N, channels, H, W]) → tensor[N, channels, H, W]');
});

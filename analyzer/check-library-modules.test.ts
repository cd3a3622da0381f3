// Modules, functions and classes that nobody calls: what fails whatever they are given, and what is needed of it.

import { describe, expect, test } from 'vitest';
import { checkFiles } from './check.ts';
import { finds, silent } from './facts.ts';

describe('inputs of any number of axes', () => {
  finds('a last size that fails however many axes there are', `
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.a, self.b = nn.Linear(16, 8), nn.Linear(9, 2)
        def forward(self, x):
            return self.b(torch.relu(self.a(x)) * 2 + 1)`, 'Linear/in_features@6');
  finds('last sizes of two inputs that meet', `
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.a, self.b = nn.Linear(16, 8), nn.Linear(16, 9)
        def forward(self, x, y):
            return self.a(x) + self.b(y)`, 'Add/broadcast@6');
  silent('parts and axes in another order have other last sizes', `
    class Gated(nn.Module):
        def __init__(self):
            super().__init__()
            self.up, self.down, self.mix = nn.Linear(96, 512), nn.Linear(256, 96), nn.Linear(50, 9)
        def forward(self, x):
            a, b = self.up(x).chunk(2, dim=-1)
            return self.mix(self.down(a * b).transpose(-1, -2))`);
  finds('two inputs that no numbers of axes fit together', `
    def overlap(a, b):
        low = torch.max(a[:, None, :2], b[None, :, :2])
        high = torch.min(a[:, None, 2:4], b[None, :, 2:4])
        wide = (high - low).clamp(min=0)
        return wide[:, :, 0] + torch.zeros(3, 4) @ torch.zeros(3, 4)`, 'MatMul/inner@5');
});

describe('functions with gradients of their own', () => {
  const twice = (forward: string, gradients: string): string => `
    class Twice(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x, w):
            ctx.save_for_backward(x, w)
            return ${forward}
        @staticmethod
        def backward(ctx, grad):
            x, w = ctx.saved_tensors
            return ${gradients}
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.w = nn.Parameter(torch.zeros(8, 4))
        def forward(self, x):
            return Twice.apply(x.view(-1, 4), self.w)`;
  silent('forward and backward', twice('x @ w.t()', 'grad @ w, grad.t() @ x'));
  finds('a product in forward', twice('x @ w', 'grad @ w, grad.t() @ x'), 'MatMul/inner@5');
  finds('a product in backward', twice('x @ w.t()', 'grad @ w.t(), grad.t() @ x'), 'MatMul/inner@9');
  finds('a gradient of another shape', twice('x @ w.t()', 'grad @ w, x.t() @ grad'), 'Gradient/shape@15');
});

describe('classes that are no modules', () => {
  finds('a method that nobody calls', `
    class Buffer:
        def __init__(self, capacity):
            self.seen = torch.zeros(capacity, 17)
            self.done = torch.zeros(capacity, 6)
        def sample(self, n):
            i = torch.randint(0, 9, (n,))
            return torch.cat([self.seen[i], self.done[i]], dim=0)`, 'Concat/extents@7');
});

test('a signature says the smallest size that goes through, and leaves open how many axes there are', async () => {
  const text = `import torch.nn as nn
class Pyramid(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Conv2d(3, 8, 4, stride=4), nn.Conv2d(8, 8, 2, stride=2), nn.Conv2d(8, 8, 2, stride=2))
    def forward(self, x):
        return self.net(x)
class Head(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Linear(16, 3)
    def forward(self, x):
        return self.net(x)
`;
  const { contracts } = await checkFiles([{ path: 'program.py', text }]);
  expect(contracts.map((contract) => contract.text).toSorted()).toEqual([
    'Head.forward(x: float32[..., 16]) → float32[..., 3]',
    'Pyramid.forward(x: float32[N, 3, H≥16, W≥16]) → float32[N, 8, floor(H/16), floor(W/16)]',
  ]);
});

describe('what a library gives to its users', () => {
  const net = (classes: string): string => `
    class Net(nn.Module):
        def __init__(self, width, classes):
            super().__init__()
            self.stem, self.head = nn.Conv2d(3, width, 3), nn.Linear(${classes}, classes)
        def forward(self, x):
            return self.head(self.stem(x).mean((2, 3)))`;
  finds('a module is run that a function makes', `${net('32')}
    def net(**options):
        return Net(16, 10, **options)`, 'Linear/in_features@6');
  finds('options that nobody gives are none', `${net('32')}
    SIZES = {'small': dict(width=16, classes=10)}
    def net(name='small', **options):
        return Net(**{**SIZES[name], **options})`, 'Linear/in_features@6');
  silent('a function may need options that it does not name', `
    def call(f, *args, **options):
        return f(*args, **options)
    def scale(**options):
        return torch.zeros(2, 3) * options['factor']`);
  finds('what need not be given is', `
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.head = nn.Linear(8, 10)
        def forward(self, x, targets=None):
            logits = self.head(x.view(-1, 4, 8))
            return logits if targets is None else F.cross_entropy(logits, targets.view(-1))`, 'NegativeLogLikelihoodLoss/target@7');
  const options = (vocabulary: string): string => `
    @dataclasses.dataclass
    class Options:
        width: int = 16
        length: int = 32
        vocabulary: int = ${vocabulary}
    class Net(nn.Module):
        def __init__(self, options: Options):
            super().__init__()
            self.words = nn.Embedding(options.vocabulary, options.width)
            self.places = nn.Embedding(options.length, options.${vocabulary === '-1' ? 'width' : 'length'})
        def forward(self, x):
            b, t = x.shape
            return self.words(x) + self.places(torch.arange(t))`;
  finds('options are what they are by default', `\n    import dataclasses${options('100')}`, 'Add/broadcast@14');
  finds('the one class of options of a file stands for its config', `
    class NetConfig:
        def __init__(self, width=16, inner=32, **others):
            self.width, self.inner = width, inner
    class Net(nn.Module):
        def __init__(self, config):
            super().__init__()
            self.a, self.b = nn.Linear(config.width, config.inner), nn.Linear(config.width, config.inner)
        def forward(self, x):
            return x + self.b(F.gelu(self.a(x)))`, 'Linear/in_features@9');
  silent('a default that is no size is not known', `\n    import dataclasses${options('-1')}`);
});

describe('sizes that are alike by chance', () => {
  finds('one size is counted from another', `
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.conv = nn.Conv1d(8, 8, 3, padding=2)
        def forward(self, x):
            return x + self.conv(x)`, 'Add/broadcast@6');
  silent('what is pooled is meant to be one', `
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.pool, self.fc = nn.AvgPool2d(7), nn.Conv2d(8, 8, 1)
        def forward(self, x):
            return x * self.fc(self.pool(x))`);
  finds('queries meet keys that are not transposed', `
    class Attention(nn.Module):
        def __init__(self, dim, heads=4):
            super().__init__()
            self.heads, self.qkv = heads, nn.Linear(dim, 2 * dim)
        def forward(self, x):
            B, T, C = x.shape
            q, k = self.qkv(x).split(C, dim=-1)
            q, k = (t.view(B, T, self.heads, C // self.heads).transpose(1, 2) for t in (q, k))
            return q @ k`, 'MatMul/inner@9');
  silent('coordinates over the last of them', `
    def project(points):
        return points[..., :2] / points[..., 2:3] + points[:, 1:] * points[:, :1]`);
  silent('a matrix of transitions by itself', `
    def power(p):
        p = p / p.sum(-1, keepdim=True)
        return p @ p`);
});

finds('a size that a layer has settled splits into as many parts', `
  class Net(nn.Module):
      def __init__(self):
          super().__init__()
          self.qkv = nn.Linear(64, 128)
      def forward(self, x):
          b, t, c = x.shape
          q, k, v = self.qkv(x).split(c, dim=2)
          return q`, 'Unpack/count@7');
finds('a tuple to the power of a number', `
  def flow(x):
      return x * 2, x.sum(1)
  def density(x):
      z = flow(x)
      return (z ** 2).sum(1)`, 'Operator/types@5');
silent('where attention lies in memory depends on who computes it', `
  q = torch.zeros(2, 4, 5, 8)
  F.scaled_dot_product_attention(q, q, q).transpose(1, 2).view(2, 5, 32)`);

finds('values with their indices are joined', `
  class Pool(nn.Module):
      def forward(self, x):
          top = torch.max(x, dim=1, keepdim=True)
          return torch.cat([x.mean(1, keepdim=True), top], dim=1)`, 'Tensor/expected@4');
silent('what a module that is given gives is no number', `
  class Regularised(nn.Module):
      def __init__(self, critic):
          super().__init__()
          self.critic = critic
      def loss(self, z):
          real = torch.sigmoid(self.critic(z))
          return -torch.log(real + 1e-9).mean()`);
finds('an axis in front is left open', `
  def spread(x, n=None):
      x = x.view(-1, 4)
      return x if n is None else x.expand(-1, n, -1, -1)`, 'Expand/leading@3');
silent('names of numpy, and numbers written to where they are put', `
  x = torch.zeros(2, 3)
  x / x.sum(dim=-1, keepdims=True)
  torch.arange(1, 4, out=torch.empty(3)).mul_(0.5)`);

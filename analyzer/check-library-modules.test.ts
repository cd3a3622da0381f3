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
    'Head.forward(x: tensor[..., 16]) → tensor[..., 3]',
    'Pyramid.forward(x: tensor[N, 3, H≥16, W≥16]) → tensor[N, 8, floor(H/16), floor(W/16)]',
  ]);
});

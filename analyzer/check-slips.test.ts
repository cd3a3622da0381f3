// Slips that change what a program calls: names that a library has elsewhere, arguments that changed places, values of another
// kind. Every mistake in the smallest program that has it, and what looks like it and is right.

import { describe } from 'vitest';
import { finds, silent } from './facts.ts';

describe('names of libraries', () => {
  finds('in other letters', 'nn.Conv2D(3, 8, 3)', 'Module/name@1');
  finds('with a letter too few', 'F.cross_entrpy(torch.randn(3, 4), torch.zeros(3).long())', 'Module/name@1');
  finds('that stand in another module', 'import numpy as np\nnp.random.ones(4)', 'Module/name@2');
  finds('of a method', 'torch.zeros(3, 4).unsqueze(0)', 'Tensor/method@1');
  silent('that were there once, and what programs write on tensors', `
    import numpy as np
    x = np.zeros(3, dtype=np.float)
    w = nn.Parameter(torch.zeros(3))
    w.no_weight_decay = True
    print(w.no_weight_decay, torch.rfft, np.product([2, 3]))
  `);
});

describe('arguments in each other\'s places', () => {
  const shuffle = (args: string): string => `
    def shuffle(x, r):
        b, c, h, w = x.shape
        return x.view(b, c // (r * r), h * r, w * r)
    class Up(nn.Module):
        def __init__(self, factor=2):
            super().__init__()
            self.factor = factor
        def forward(self, x):
            return shuffle(${args})
    Up()(torch.randn(2, 8, 4, 4))`;
  finds('a number for a tensor', shuffle('self.factor, x'), 'Tensor/attribute@2', 'Tensor/attribute@3');
  silent('each in its own', shuffle('x, self.factor'));
  const test = (args: string): string => `
    def test(model, device, x):
        model.eval()
        return model(x.to(device))
    test(${args}, torch.zeros(3, 4))`;
  finds('a device for a model', test("torch.device('cpu'), nn.Linear(4, 2)"), 'Attribute/missing@2');
  silent('a model for a model', test("nn.Linear(4, 2), torch.device('cpu')"));
  finds('the fields of a named tuple before its name', "from collections import namedtuple\nT = namedtuple(('state', 'action'), 'T')", 'Call/text@2');
  finds('no number for randint', 'torch.randint((3, 4))', 'Call/missing@1');
});

describe('values of another kind', () => {
  finds('a tuple of arrays for an array', `
    import numpy as np
    xs, ys = zip(*[(np.zeros((3, 2)), np.zeros(3)) for _ in range(4)])
    ys.astype(np.float32)`, 'Tensor/attribute@3');
  finds('a draw that may be past the end', `
    import random
    rows = torch.eye(4).repeat(1, 3, 1)
    rows[random.randint(0, 2)]`, 'Index/range@3');
  silent('a draw below the end', `
    import random
    rows = torch.eye(4).repeat(3, 1, 1)
    rows[random.randint(0, 2)]`);
  finds('truth of many values in a branch', `
    h = torch.randn(3)
    if torch.rand(1) > 0.5:
        pass
    elif h > 0:
        pass`, 'Truth/several@4');
  silent('truth of one', `
    h = torch.randn(3)
    if h.sum() > 0 or torch.rand(1, 1) > 0.5 or torch.rand(()):
        pass`);
});

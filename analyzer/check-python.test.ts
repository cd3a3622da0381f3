// Every mistake that the checker knows, in the smallest program that has it, and its right twin.

import { describe } from 'vitest';
import { finds, says, silent } from './facts.ts';

describe('operators', () => {
  finds('matmul inner dimension', `
    a = torch.zeros(4, 5)
    b = torch.zeros(6, 7)
    c = a @ b`, 'MatMul/inner@3');
  silent('matmul that fits', 'torch.zeros(4, 5) @ torch.zeros(5, 7)');
  finds('view to another number of elements', 'torch.zeros(4, 6).view(5, 5)', 'Reshape/count@1');
  silent('view with -1', 'assert torch.zeros(4, 6).view(-1, 8).shape == (3, 8)');
  finds('incompatible broadcast', 'torch.zeros(4, 5) + torch.zeros(4, 6)', 'Add/broadcast@1');
  finds('cat of unequal tensors', 'torch.cat([torch.zeros(2, 3), torch.zeros(2, 4)], 0)', 'Concat/extents@1');
  silent('cat along the axis that differs', 'torch.cat([torch.zeros(2, 3), torch.zeros(2, 4)], dim=1) @ torch.zeros(7, 1)');
  finds('index out of range', 'torch.zeros(3)[3]', 'Index/range@1');
  finds('too many indices', 'torch.zeros(3, 4)[0, 0, 0]', 'Index/axes@1');
  silent('indexing with None, Ellipsis, slices and ints', 'torch.zeros(2, 3, 4)[:, None, ..., 1:3, 0] @ torch.zeros(2, 5)');
  silent('a mask selects a number of rows', `
    x = torch.zeros(8, 4)
    x[x[:, 0] > 0] @ torch.zeros(4, 2)`);
  finds('softmax over an axis that is not there', 'F.softmax(torch.zeros(2, 3), dim=2)', 'Softmax/axis@1');
  finds('split into pieces of the wrong total', 'torch.zeros(10, 2).split([4, 5])', 'Split/total@1');
  finds('expand of an axis that is not one', 'torch.zeros(3, 4).expand(3, 5)', 'Expand/broadcast@1');
  finds('einsum letters disagree', "torch.einsum('ij,jk->ik', torch.zeros(2, 4), torch.zeros(5, 3))", 'Einsum/size@1');
  finds('backward on a vector', 'torch.zeros(4).backward()', 'Backward/scalar@1');
  finds('in-place addition that would grow', `
    a = torch.zeros(3)
    a += torch.zeros(4, 3)`, 'InPlace/grows@2');
  finds('an integer matrix times a float matrix', 'torch.zeros(2, 3).long() @ torch.zeros(3, 2)', 'MatMul/dtype@1');
  silent('promotion of integers and floats', 'torch.arange(3) * 0.5 + torch.zeros(2, 3)');
});

describe('layers', () => {
  finds('Linear after Linear', `
    net = nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Linear(80, 10))
    net(torch.randn(2, 784))`, 'Linear/in_features@2');
  says('the finding names both shapes and the edit that would fit', `
    net = nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Linear(80, 10))
    net(torch.randn(2, 784))`, /128 features.*in_features=80.*\[2, 128\].*in_features=128/);
  finds('channels of an image', 'nn.Conv2d(1, 8, 3)(torch.zeros(2, 3, 32, 32))', 'Conv/channels@1');
  silent('an image without a batch axis', 'assert nn.Conv2d(3, 8, 3)(torch.zeros(3, 32, 32)).shape == (8, 30, 30)');
  finds('poolings that shrink an image away', `
    x = torch.zeros(1, 1, 8, 8)
    for _ in range(4):
        x = F.max_pool2d(x, 2)`, 'MaxPool/window@3');
  finds('batch norm of another width', 'nn.BatchNorm2d(32)(torch.zeros(2, 16, 4, 4))', 'BatchNormalization/scale@1');
  finds('batch norm of another rank', 'nn.BatchNorm2d(32)(torch.zeros(2, 32))', 'BatchNormalization/rank@1');
  finds('layer norm of another width', 'nn.LayerNorm(16)(torch.zeros(2, 8))', 'LayerNormalization/normalized@1');
  finds('an embedding of floats', 'nn.Embedding(10, 4)(torch.zeros(3))', 'Gather/dtype@1');
  finds('an LSTM of another input size', 'nn.LSTM(10, 20)(torch.zeros(5, 3, 11))', 'RNN/input@1');
  finds('a hidden state for another batch', 'nn.GRU(10, 20)(torch.zeros(5, 3, 10), torch.zeros(1, 4, 20))', 'RNN/hidden@1');
  silent('an LSTM unpacked', `
    out, (h, c) = nn.LSTM(10, 20, num_layers=2, batch_first=True)(torch.zeros(5, 3, 10))
    assert out.shape == (5, 3, 20) and h.shape == (2, 5, 20)
    nn.Linear(20, 1)(out[:, -1])`);
  finds('filters that do not split into groups, where the layer is made', `
    net = nn.Conv2d(12, 32, 1, groups=12)
    net(torch.zeros(1, 12, 8, 8))`, 'Conv/groups@1');
  finds('the pair that a recurrent layer returns, given to a linear layer', 'nn.Linear(20, 2)(nn.LSTM(10, 20)(torch.zeros(5, 3, 10)))', 'Layer/tensor@1');
  finds('bytes given to a linear layer', 'nn.Linear(4, 2)(torch.zeros(3, 4, dtype=torch.uint8))', 'Linear/dtype@1');
  finds('a vector of indices that picks from a matrix', 'torch.zeros(8, 3).gather(1, torch.zeros(8).long())', 'Gather/rank@1');
  silent('a column of indices that picks from a matrix', 'assert torch.zeros(8, 3).gather(1, torch.zeros(8, 1).long()).shape == (8, 1)');
  finds('layers by their longer names', `
    from torch.nn.modules.module import Module
    from torch.nn.parameter import Parameter
    class Mine(Module):
        def __init__(self):
            super().__init__()
            self.weight = Parameter(torch.zeros(6, 4))
        def forward(self, x): return x @ self.weight
    Mine()(torch.zeros(2, 5))`, 'MatMul/inner@7');
  finds('heads that do not divide the width', 'nn.MultiheadAttention(10, 3)', 'Attention/heads@1');
  finds('class indices as a column', 'F.cross_entropy(torch.zeros(8, 10), torch.zeros(8, 1).long())', 'NegativeLogLikelihoodLoss/target@1');
  finds('class indices as floats', 'F.nll_loss(torch.zeros(8, 10), torch.zeros(8))', 'NegativeLogLikelihoodLoss/dtype@1');
  silent('class probabilities', 'F.cross_entropy(torch.zeros(8, 10), torch.zeros(8, 10)).backward()');
  finds('binary cross entropy of unequal shapes', 'nn.BCELoss()(torch.zeros(8, 1), torch.zeros(8))', 'BinaryCrossEntropy/target@1');
  finds('a loss that broadcasts, as a warning', 'nn.MSELoss()(torch.zeros(8, 1), torch.zeros(8))', 'Loss/broadcast@1');
});

describe('the language', () => {
  silent('classes with several bases and super()', `
    class A(nn.Module):
        def __init__(self, width):
            super().__init__()
            self.width = width
    class B:
        def twice(self): return self.width * 2
    class C(A, B):
        def __init__(self):
            super(C, self).__init__(8)
            self.fc = nn.Linear(self.width, self.twice())
        def forward(self, x): return self.fc(x)
    assert C()(torch.zeros(1, 8)).shape == (1, 16)`);
  finds('closures, defaults, *args and **kwargs', `
    def make(*sizes, bias=True, **rest):
        def build():
            return nn.Sequential(*[nn.Linear(a, b, bias=bias) for a, b in zip(sizes, sizes[1:])])
        return build()
    make(4, 5, 6, name='x')(torch.zeros(2, 5))`, 'Linear/in_features@5');
  silent('dictionaries, f-strings and getattr', `
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            sizes = {'a': 3, 'b': 4}
            for name, n in sizes.items():
                setattr(self, f'fc_{name}', nn.Linear(n, n + 1))
        def forward(self, x):
            for name in 'ab':
                x = getattr(self, f'fc_{name}')(x)
            return x
    assert Net()(torch.zeros(2, 3)).shape == (2, 5)`);
  silent('a generator', `
    def batches(n):
        for i in range(n):
            yield torch.zeros(i + 1, 3)
    for x in batches(3):
        x @ torch.zeros(3, 2)`);
  silent('dataclasses', `
    from dataclasses import dataclass
    @dataclass
    class Config:
        width: int
        depth: int = 2
    c = Config(8)
    nn.Linear(c.width, c.depth)(torch.zeros(1, 8)) @ torch.zeros(2, 1)`);
  silent('properties, class methods and static methods', `
    class Shape:
        n = 3
        @property
        def size(self): return self.n * 2
        @classmethod
        def make(cls): return cls()
        @staticmethod
        def double(x): return x * 2
    s = Shape.make()
    torch.zeros(s.size, s.double(4)) @ torch.zeros(8, 1)`);
  silent('for-else, while, walrus, match', `
    n = 1
    while (m := n * 2) < 100:
        n = m
    for k in range(5):
        if k == 9:
            break
    else:
        n = 64
    match n:
        case 64: w = 64
        case _: w = 1
    torch.zeros(2, n) @ torch.zeros(w, 3)`);
  finds('a mistake behind chained comparison and del', `
    d = {'a': 1, 'b': 2}
    del d['a']
    if 0 < len(d) <= 1:
        torch.zeros(2, 3) @ torch.zeros(2, 3)`, 'MatMul/inner@4');
  silent('what is not understood stays silent', `
    import strange
    x = strange.load()
    if x.flag:
        y = torch.zeros(2, 3)
    else:
        y = torch.zeros(2, 4)
    y @ strange.weights(y)
    torch.zeros(2, x.size) @ torch.zeros(x.size, 4)`);
});

describe('paths', () => {
  finds('a mistake on one side of a branch that chance decides', `
    import random
    w = 5 if random.random() > 0.5 else 4
    torch.zeros(2, 4) @ torch.zeros(w, 3)`, 'MatMul/inner@3');
  silent('two branches on the same condition stay together', `
    wide = torch.cuda.is_available()
    x = torch.zeros(2, 8 if wide else 4)
    if wide:
        fc = nn.Linear(8, 1)
    else:
        fc = nn.Linear(4, 1)
    fc(x)`);
  finds('a mistake inside one branch', `
    if torch.cuda.is_available():
        torch.zeros(2, 3) @ torch.zeros(2, 3)`, 'MatMul/inner@2');
  silent('an option that is None or a layer', `
    class Block(nn.Module):
        def __init__(self, project):
            super().__init__()
            self.project = nn.Linear(4, 8) if project else None
        def forward(self, x):
            return x if self.project is None else self.project(x)
    assert Block(True)(torch.zeros(1, 4)).shape == (1, 8)
    assert Block(False)(torch.zeros(1, 4)).shape == (1, 4)`);
  silent('a path that raises is over', `
    def check(x):
        if x.shape[1] != 3:
            raise ValueError('channels')
        return nn.Conv2d(3, 8, 3)(x)
    try:
        check(torch.zeros(1, 4, 8, 8))
    except ValueError:
        pass`);
  finds('early returns merge', `
    def pick(x, deep):
        if deep:
            return x.view(4, 2)
        return x
    import random
    pick(torch.zeros(2, 4), random.random() > 0.5) @ torch.zeros(4, 1)`, 'MatMul/inner@6');
});

describe('data', () => {
  finds('the last batch is smaller', `
    from torch.utils.data import DataLoader, TensorDataset
    loader = DataLoader(TensorDataset(torch.zeros(100, 4)), batch_size=32)
    for (x,) in loader:
        x.view(32, 2, 2)`, 'Reshape/count@4');
  silent('the last batch is dropped', `
    from torch.utils.data import DataLoader, TensorDataset
    loader = DataLoader(TensorDataset(torch.zeros(100, 4)), batch_size=32, drop_last=True)
    for (x,) in loader:
        x.view(32, 2, 2)`);
  finds('images of a dataset after a transform', `
    from torchvision import datasets, transforms
    t = transforms.Compose([transforms.Resize((16, 16)), transforms.ToTensor()])
    x, y = next(iter(torch.utils.data.DataLoader(datasets.MNIST('.', transform=t), batch_size=4)))
    nn.Linear(784, 10)(x.flatten(1))`, 'Linear/in_features@4');
  finds('the default of an option', `
    import argparse
    p = argparse.ArgumentParser()
    p.add_argument('--hidden-size', '-H', type=int, default=20)
    args = p.parse_args()
    nn.Linear(30, 1)(torch.zeros(2, args.hidden_size))`, 'Linear/in_features@5');
});

describe('what nobody calls', () => {
  finds('layers of a module that is never made', `
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.conv = nn.Conv2d(3, 8, 3)
            self.norm = nn.BatchNorm2d(16)
        def forward(self, x):
            return self.norm(self.conv(x))`, 'BatchNormalization/scale@7');
  silent('inputs of unknown size are contracts', `
    class Net(nn.Module):
        def __init__(self, width):
            super().__init__()
            self.fc = nn.Linear(width, 10)
        def forward(self, x):
            return self.fc(x.view(x.size(0), -1))
    def helper(a, b):
        return a @ b`);
});

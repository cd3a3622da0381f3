// What Python itself refuses in tensor code, whatever the shapes: names that nothing defines, calls of what is no function,
// attributes that nothing has, operands that do not go together. One fact each; the silent ones are look-alikes that run.
import { describe } from 'vitest';
import { finds, silent } from './facts.ts';

describe('names', () => {
  finds('a name that nothing defines', 'x = torch.zeros(2) + bias', 'Name/undefined@1');
  finds('a parameter of one method that another one uses', `
    class Net(nn.Module):
        def __init__(self, hidden):
            super().__init__()
            self.fc = nn.Linear(2, hidden)
        def forward(self, x):
            return self.fc(x).view(-1, hidden)
    Net(3)(torch.zeros(2, 2))
  `, 'Name/undefined@6');
  finds('a counter of the module that a function counts on', `
    count = 0
    def add():
        count += 1
    add()
  `, 'Name/unbound@3');
  finds('a local name before it is given', `
    def run():
        print(total)
        total = 1
    run()
  `, 'Name/unbound@2');
  silent('names that are given somewhere, in every way there is', `
    import os.path as where, math
    from functools import partial as part
    global_one = 1
    def late():
        return defined_later(where, math, part)
    def defined_later(*args, **kwargs):
        return args, kwargs, global_one
    for i, (a, *b) in enumerate([(1, 2, 3)]):
        c = i, a, b
    with torch.no_grad() as ctx, torch.enable_grad():
        pass
    try:
        d = 1
    except (ValueError, TypeError) as e:
        print(e)
    print([w for w in range(3) if (last := w) is not None], last)
    match (1, {'k': 2}):
        case (one, {'k': two, **others}):
            print(one, two, others)
    class Inner:
        size = 3
        sizes = [size]
        def get(self):
            return __class__, self.size
    def counter():
        n = 0
        def step():
            nonlocal n
            n += 1
            return n
        return step
    def sets():
        global from_inside
        from_inside = 4
    sets()
    print(from_inside, late(), counter()(), Inner().get(), c, d, __name__, (lambda q, *r: q)(1))
    while True:
        try:
            seen += 1
        except NameError:
            seen = 0
            break
  `);
  silent('what turns of a loop left behind', `
    def run():
        for i in range(3):
            if i > 0:
                print(before)
            before = i
    run()
  `);
});

describe('what is no function, no sequence and no number', () => {
  finds('a shape is called', 'torch.zeros(2, 3).shape(0)', 'Call/callable@1');
  finds('a property is called', `
    class A:
        @property
        def size(self):
            return 3
    A().size()
  `, 'Call/callable@5');
  finds('a method is indexed', 'torch.zeros(2, 3).size[0]', 'Index/type@1');
  finds('a method is added', 'x = torch.zeros(2, 3)\nx + x.mean', 'Operator/kinds@2');
  finds('a method is added in place', `
    total = torch.zeros(())
    for x in (torch.zeros(3), torch.zeros(3)):
        total += x.sum().detach
  `, 'Operator/kinds@3');
  finds('a list is divided', 'sizes = [4, 2]\nsizes / 2', 'Operator/kinds@2');
  finds('a text and a number', "name = 'layer' + 1", 'Operator/kinds@1');
  finds('a list is indexed by a text', "sizes = [4, 2]\nsizes['a']", 'Index/number@2');
  finds('a generator has no items', 'pairs = zip([1], [2])\npairs[0]', 'Index/type@2');
  finds('what nothing returns', `
    def scaled(x):
        x * 2
    scaled(torch.zeros(3)).sum()
  `, 'None/attribute@3');
  finds('a range of a quotient', 'for i in range(8 / 2):\n    pass', 'Call/whole@1');
  finds('a loop over a number', 'for i in 8:\n    pass', 'Loop/items@1');
  finds('several numbers for one', 'int(torch.zeros(3))', 'Tensor/item@1');
  silent('what looks alike and runs', `
    import numpy as np
    x = torch.zeros(2, 3)
    x.shape[0], x.size()[0], [x] * 2, (1, 2) + tuple(x.shape), 'ab' * 2, '%d' % 3, [1] + [2], x.size, 'n' in {'n': 1}
    len({1: 2}.keys()), list(zip([1], [2]))[0], np.float32(3).item(), np.zeros(2) * [1, 2], x * np.ones(3, dtype=np.float32)
    best = None
    for loss in (1.0, 2.0):
        if best is None or loss < best:
            best = loss
    print(best + 1)
    def word(text):
        pieces = tuple(text)
        while len(pieces) > 1:
            pieces = tuple([a + b for a, b in zip(pieces[::2], pieces[1::2])])
            print(pieces[0], len(pieces))
    word(input())
  `);
  silent('a way that nobody takes', `
    from unheard import isfunction
    def default(value, other):
        return value if value is not None else other() if isfunction(other) else other
    nn.Linear(default(None, 3), 2)(torch.zeros(2, 3)).sum()
  `);
});

describe('attributes', () => {
  finds('of tensors, asked of an array', 'import numpy as np\nnp.zeros((2, 3)).unsqueeze(0)', 'Attribute/of@2');
  finds('misspelt, of a layer', 'nn.Linear(2, 3).weights', 'Attribute/spelling@1');
  finds('of another model, asked of a container', 'nn.Sequential(nn.Linear(2, 3)).fc', 'Attribute/of@1');
  finds('of losses, asked of an optimizer', 'opt = torch.optim.Adam(nn.Linear(2, 3).parameters())\nopt.backward()', 'Attribute/of@2');
  finds('that only a local name and an argument are called', `
    class Trainer:
        def __init__(self, **parts):
            self.optimizer = parts['optimizer']
            self.sched = parts['scheduler']
        def step(self):
            self.scheduler.step()
    scheduler = None
    Trainer(optimizer=None, scheduler=scheduler).step()
  `, 'Attribute/missing@6');
  finds('of a named tuple', `
    from collections import namedtuple
    Step = namedtuple('Step', 'state action')
    Step(1, 2).states
  `, 'Attribute/of@3');
  finds('an item too few for a named tuple', `
    from collections import namedtuple
    Step = namedtuple('Step', 'state action')
    Step(1)
  `, 'Call/missing@3');
  silent('that classes are given in every way there is', `
    from dataclasses import dataclass, field
    from typing import NamedTuple
    @dataclass
    class Config:
        width: int = 4
        names: list = field(default_factory=list)
    class Point(NamedTuple):
        x: int
        y: int = 0
        def far(self):
            return self.x + self.y
    class Table(dict):
        def __getattr__(self, name):
            return self[name]
    class Net(nn.Module):
        kind = 'net'
        def __init__(self):
            super().__init__()
            self.fc = nn.Linear(2, 3)
            self.register_buffer('mask', torch.ones(3))
            setattr(self, 'extra', 1)
    net = Net()
    net.later = 2
    t = Table(rate=0.1)
    t['size'] = 3
    c = Config()
    print(c.width, c.names, Point(1).far(), Point(1)._asdict(), t.rate, t.size, len(t), net.kind, net.mask, net.extra, net.later, net.fc.weight.grad, isinstance(t, dict))
    for name, value in t.items():
        print(name, value)
  `);
});

describe('modules and optimizers', () => {
  finds('parts that come before the base', `
    class Net(nn.Module):
        def __init__(self):
            self.fc = nn.Linear(2, 3)
            super().__init__()
    Net()
  `, 'Module/init@3');
  finds('layers in a plain list are not found by the optimizer', `
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = [nn.Linear(2, 2) for _ in range(3)]
        def forward(self, x):
            return self.layers[0](x)
    torch.optim.SGD(Net().parameters(), lr=0.1)
  `, 'Optimizer/parameters@7', 'Module/unregistered@7');
  finds('an argument that an optimizer does not take', 'torch.optim.Adam(nn.Linear(2, 3).parameters(), beta=(0.5, 0.9))', 'Call/unexpected@1');
  finds('a schedule by a measure without it', `
    opt = torch.optim.SGD(nn.Linear(2, 3).parameters(), lr=0.1)
    torch.optim.lr_scheduler.ReduceLROnPlateau(opt, 'min').step()
  `, 'Call/missing@2');
  silent('optimizers and modules as they are', `
    class Layer(nn.Linear):
        def __init__(self, a, b):
            super().__init__(a, b)
            self.act = nn.ReLU()
            self.opt = torch.optim.Adam(self.parameters(), 1e-3, (0.9, 0.99), weight_decay=1e-4)
    class Mixed(nn.Module):
        def __init__(self, inner):
            super(Mixed, self).__init__()
            self.inner, self.act = inner, nn.ReLU()
    from unheard import Backbone
    torch.optim.SGD(Mixed(Backbone()).parameters(), lr=0.1)
    torch.optim.lr_scheduler.StepLR(Layer(2, 3).opt, 3)
  `);
  finds('a class that derives from dict is one', `
    class Registry(dict):
        def register(self, name):
            def wrap(cls):
                self[name] = cls
                return cls
            return wrap
    MODELS = Registry()
    @MODELS.register('linear')
    class Linear(nn.Linear):
        pass
    for name in MODELS:
        MODELS[name](2, 3)(torch.zeros(2, 3))
  `, 'Linear/in_features@12');
  finds('what a name of its own suppresses goes on', `
    import contextlib
    class Stop(Exception):
        pass
    with contextlib.suppress(Stop):
        for i in range(3):
            torch.zeros(2) + torch.zeros(3)
            if i > 1:
                raise Stop()
  `, 'Add/broadcast@6');
});

describe('tensors', () => {
  finds('made of sizes by their class, where nothing else was made before', 'x = torch.Tensor(2, 3)\nx @ x', 'MatMul/inner@2');
  finds('packed sequences and a state for one direction', `
    from torch.nn.utils.rnn import pack_padded_sequence
    packed = pack_padded_sequence(torch.zeros(3, 5, 4), torch.tensor([5, 4, 2]), batch_first=True)
    nn.GRU(4, 6, 2, batch_first=True, bidirectional=True)(packed, torch.zeros(2, 3, 6))
  `, 'RNN/hidden@3');
});

// Python as a language: each fact is a program whose sizes follow from it, and one where they do not fit.

import { describe } from 'vitest';
import { finds, silent } from './facts.ts';

/** The size that an expression gives, and no other. */
function gives(fact: string, before: string, size: string, expected: number): void {
  silent(fact, `${before}\ntorch.zeros(2, ${size}) @ torch.zeros(${expected}, 1)\n`);
  finds(`${fact}: another size is found`, `${before}\ntorch.zeros(2, ${size}) @ torch.zeros(${expected + 1}, 1)\n`, `MatMul/inner@${before.split('\n').length + 1}`);
}

describe('texts', () => {
  gives('a text is cut at most so often', "a, b = 'x-y-z'.split('-', 1)", 'len(b)', 3);
  gives('cuts count from the right', "a, b = 'x-y-zz'.rsplit('-', 1)", 'len(b)', 2);
  gives('a text is parted at a separator', "head, _, tail = 'conv_64'.partition('_')", 'int(tail)', 64);
  gives('numbers are written with zeros', "n = f'{7:03d}'", 'len(n) + int(n)', 10);
  gives('numbers are written with zeros by format()', "n = '{:02d}x{:>3}'.format(7, 'a')", 'len(n)', 6);
  gives('numbers are written with zeros by %', "n = '%03d' % 7", 'len(n)', 3);
  gives('truth is a word', "n = str(True) + f'{None}'", 'len(n)', 8);
  gives('an extension is taken off', "n = 'resnet_18.pth'.removesuffix('.pth').rsplit('_')[-1]", 'int(n)', 18);
  gives('one of several beginnings', "n = 3 if 'resnet'.startswith(('vgg', 'res')) else 4", 'n', 3);
  gives('a letter is found', "n = 'abc'.find('c')", 'n + 1', 3);
});

describe('order', () => {
  gives('items are sorted by what a function says', "first = sorted(['bbb', 'a', 'cc'], key=len)[0]", 'len(first)', 1);
  gives('pairs are sorted by their second part', "best = sorted({'a': 3, 'b': 1}.items(), key=lambda kv: kv[1])[0]", 'best[1]', 1);
  gives('a list is sorted backwards', 'sizes = [3, 5, 4]\nsizes.sort(key=lambda n: -n)', 'sizes[0]', 5);
  gives('the largest by what a function says', 'n = max([2, 7, 4], key=lambda n: abs(n - 4))', 'n', 7);
  gives('a filter keeps what it keeps', 'sizes = list(filter(lambda n: n % 2, range(7)))', 'len(sizes)', 3);
});

describe('classes', () => {
  gives('a class learns of its subclasses', 'class Base:\n    known = {}\n    def __init_subclass__(cls, width=3, **kw):\n        super().__init_subclass__(**kw)\n        Base.known[cls.__name__] = width\nclass A(Base, width=5): pass', "Base.known['A']", 5);
  gives('a singleton is made once', 'class One:\n    it = None\n    def __new__(cls, *args):\n        if cls.it is None:\n            cls.it = super().__new__(cls)\n        return cls.it\n    def __init__(self, n=0):\n        self.n = n\nOne(4)', 'One(6).n', 6);
  gives('a class may be indexed', 'class Registry:\n    sizes = {"a": 4}\n    def __class_getitem__(cls, name): return cls.sizes[name]', "Registry['a']", 4);
});

describe('enumerations', () => {
  const size = 'import enum\nclass Size(enum.Enum):\n    SMALL = 4\n    LARGE = 8\n    def twice(self): return self.value * 2';
  gives('a member has its value', size, 'Size.LARGE.value', 8);
  gives('a member is found by its value', size, 'Size(4).twice()', 8);
  gives('a member is found by its name', size, "Size['LARGE'].value", 8);
  gives('members come in order', size, '[s.value for s in Size][-1]', 8);
  gives('a member is itself', `${size}\nn = 3 if Size.SMALL is Size(4) and Size.SMALL != Size.LARGE else 5`, 'n', 3);
  gives('a member is a key', `${size}\nn = {Size.SMALL: 3, Size.LARGE: 5}[Size(8)]`, 'n', 5);
  gives('members may count themselves', 'from enum import Enum, auto\nclass Mode(Enum):\n    A = auto()\n    B = auto()', 'Mode.B.value', 2);
  gives('an integer member is a number', 'from enum import IntEnum\nclass Part(IntEnum):\n    A = 3\n    B = 4', 'Part.A + Part.B', 7);
  gives('a text member equals its text', "from enum import Enum\nclass Act(str, Enum):\n    RELU = 'relu'\nn = 3 if Act.RELU == 'relu' else 5", 'n', 3);
});

describe('iteration', () => {
  const three = 'class Three:\n    def __init__(self): self.i = 0\n    def __iter__(self): return self\n    def __next__(self):\n        if self.i >= 3:\n            raise StopIteration\n        self.i += 1\n        return torch.zeros(2, self.i)';
  gives('an object says when it stops', `${three}\nx = torch.cat(list(Three()), 1)`, 'x.shape[1]', 6);
  gives('its state is as after the last item', `${three}\nt = Three()\nfor x in t: pass`, 't.i + x.shape[1]', 6);
  silent('an object that never stops goes on', 'class Ever:\n    def __iter__(self): return self\n    def __next__(self): return torch.zeros(2, 3)\nfor i, x in enumerate(Ever()):\n    if i > 5:\n        break\n    x @ torch.zeros(3, 4)\n');
  finds('an object that never stops gives wrong items', 'class Ever:\n    def __iter__(self): return self\n    def __next__(self): return torch.zeros(2, 3)\nfor x in Ever():\n    x @ torch.zeros(4, 4)\n', 'MatMul/inner@5');
});

describe('modules of the language', () => {
  gives('a namespace has what it is made of', 'from types import SimpleNamespace\ncfg = SimpleNamespace(**{"a": 2}, b=3)', 'cfg.a + cfg.b', 5);
  gives('operators are functions', 'import functools, operator\nn = functools.reduce(operator.mul, (2, 3, 4))', 'n', 24);
  gives('an item is got by a function', 'from operator import itemgetter\nn = max([(1, 5), (2, 3)], key=itemgetter(1))', 'n[0]', 1);
  gives('abstract classes are classes', 'from abc import ABC, abstractmethod\nclass Base(ABC):\n    @abstractmethod\n    def width(self): ...\n    def double(self): return 2 * self.width()\nclass A(Base):\n    def width(self): return 3', 'A().double()', 6);
});

describe('exceptions', () => {
  gives('a missing entry is caught', "cfg = {'a': 3}\ntry:\n    n = cfg['b']\nexcept KeyError:\n    n = 7", 'n', 7);
  finds('a missing entry that nobody catches', "cfg = {'a': 3}\ntry:\n    n = cfg['b']\nexcept AttributeError:\n    n = 7\n", 'Index/key@3');
  finds('a missing entry that is raised again', "cfg = {'a': 3}\ntry:\n    n = cfg['b']\nexcept KeyError:\n    raise\n", 'Index/key@3');
  gives('a missing attribute is caught', 'class A(nn.Module):\n    def forward(self, x):\n        try:\n            return self.head(x)\n        except AttributeError:\n            return x\ny = A()(torch.zeros(2, 4))', 'y.shape[1]', 4);
  gives('what is raised goes to the handler that names it', "def f(): raise ValueError('no')\ntry:\n    f()\nexcept KeyError:\n    n = 3\nexcept (TypeError, ValueError):\n    n = 4", 'n', 4);
  gives('what is raised goes out to who catches it', "try:\n    try:\n        raise KeyError('k')\n    except IndexError:\n        n = 3\nexcept LookupError:\n    n = 4", 'n', 4);
  gives('exceptions of the program are caught by their bases', 'class Own(Exception): pass\nclass Small(Own): pass\ntry:\n    raise Small(1)\nexcept KeyError:\n    n = 3\nexcept Own:\n    n = 4', 'n', 4);
});

describe('what libraries give objects', () => {
  silent('a traced module has its graph', 'import torch.fx\nclass M(nn.Module):\n    def forward(self, x): return x\ntraced = torch.fx.symbolic_trace(M())\ntraced.graph.print_tabular()\ntraced.recompile()\n');
});

describe('what others fill in', () => {
  silent('an optimizer of the program gives its base the defaults', 'class LARS(torch.optim.Optimizer):\n    def __init__(self, params, lr=0.1):\n        super().__init__(params, dict(lr=lr))\nLARS(nn.Linear(2, 3).parameters())\n');
  finds('a rate that is no number', "torch.optim.SGD(nn.Linear(2, 3).parameters(), 'fast')\n", 'Call/number@1');
  silent('a sequence that is empty in a base class', 'class Base:\n    names = []\n    def first(self): return self.names[0]\n');
  silent('a named tuple by the names of its arguments', "from collections import namedtuple\nP = namedtuple('P', field_names=['a', 'b'])\nassert torch.zeros(P(2, 3)).shape == (2, 3)\n");
  silent('a place before the beginning', 'sizes = []\nsizes[-1] = 3\n');
  silent('one of several classes, and the arguments for another', `
    class A:
        def __init__(self, n_steps=1): pass
    class B:
        def __init__(self, train_freq=1): pass
    def run(name):
        options = {}
        if name == 'a':
            options['n_steps'] = 1
        else:
            options['train_freq'] = 1
        return {'a': A, 'b': B}[name](**options)
    import sys
    run(sys.argv[1])`);
  silent('bytes as a mask', 'torch.zeros(3)[torch.tensor([1, 0, 1]).to(torch.uint8)]\n');
  silent('pretrained networks in the old spelling', 'import torchvision.models as tv\ntv.squeezenet1_1(pretrained=True).features\n');
});

describe('several mistakes in a file', () => {
  finds('the same sizes clash in functions that have nothing to do with each other', 'def f(): return torch.zeros(3) + torch.zeros(2)\ndef g(): return torch.zeros(3) + torch.zeros(2)\n', 'Add/broadcast@2', 'Add/broadcast@1');
  finds('the same sizes clash twice in one run', 'a = torch.zeros(3) + torch.zeros(2)\nb = torch.zeros(3) + torch.zeros(2)\n', 'Add/broadcast@1');
});

# operator: operators as functions


def add(a, b): return a + b
def sub(a, b): return a - b
def mul(a, b): return a * b
def truediv(a, b): return a / b
def floordiv(a, b): return a // b
def mod(a, b): return a % b
def pow(a, b): return a ** b
def matmul(a, b): return a @ b
def neg(a): return -a
def and_(a, b): return a & b
def or_(a, b): return a | b
def not_(a): return not a
def eq(a, b): return a == b
def ne(a, b): return a != b
def lt(a, b): return a < b
def le(a, b): return a <= b
def gt(a, b): return a > b
def ge(a, b): return a >= b
def getitem(a, i): return a[i]
def contains(a, b): return b in a
concat, iadd, isub, imul = add, add, sub, mul


def _part(x, path):
    for name in path.split('.'):
        x = getattr(x, name)
    return x


class itemgetter:
    def __init__(self, *items): self._items = items
    def __call__(self, x): return x[self._items[0]] if len(self._items) == 1 else tuple([x[i] for i in self._items])


class attrgetter:
    def __init__(self, *names): self._names = names
    def __call__(self, x): return _part(x, self._names[0]) if len(self._names) == 1 else tuple([_part(x, name) for name in self._names])


class methodcaller:
    def __init__(self, name, *args, **kwargs): self._name, self._args, self._kwargs = name, args, kwargs
    def __call__(self, x): return getattr(x, self._name)(*self._args, **self._kwargs)

# Making tensors: of sizes, numbers, other tensors, chance.
import math as _math
from dimwright import (
    tensor as _make, unknown_tensor, dtype_of, with_dtype, is_tensor, kind, fresh, must, root, unknown, known, with_range, leaf, outside, without_graph, made, as_tensor as _plain)
from torch._certain import is_minus_infinity
from torch._data import _from_data
from torch._support import _is_real, _same, _flat, _placed, _kept, _at_default, default_dtype, int64


inf = float('inf')


def _created(size, kwargs, t=None):
    size = kwargs.get('size', size)
    d = kwargs.get('dtype')
    return _placed(_make(_flat(size), (t if t is not None else default_dtype()) if d is None else d), kwargs)


def zeros(*size, **kwargs): return with_range(_created(size, kwargs), 0, 0)
def ones(*size, **kwargs): return with_range(_created(size, kwargs), 1, 1)
def empty(*size, **kwargs): return _created(size, kwargs)
def rand(*size, **kwargs): return _random('rand', size, kwargs)
def randn(*size, **kwargs): return _random('randn', size, kwargs)


def _random(name, size, kwargs):
    x = _created(size, kwargs)
    return x if _is_real(name, x) else unknown_tensor('a mistake before')


def full(size, fill_value, **kwargs):
    t = kwargs.get('dtype')
    if t is None:
        t = dtype_of(_from_data(fill_value))
    x = with_range(_placed(_make(size, t), kwargs), fill_value, fill_value)
    return made(x, 'minus infinity') if is_minus_infinity(fill_value) else x


def randint(*args, **kwargs):
    size = kwargs.get('size')
    if size is None and (len(args) == 0 or kind(args[-1]) == 'int'):
        must('Call/missing', False, function='randint', argument='size')
        return unknown_tensor('a mistake before', int64)
    if size is None:
        size = args[-1]
        args = args[:-1]
    if len(args) == 0 and 'high' not in kwargs:
        must('Call/missing', False, function='randint', argument='high')
        return unknown_tensor('a mistake before', int64)
    for n in args:
        if kind(n) == 'tuple' or kind(n) == 'list':
            must('Call/number', False, function='randint()', kind='a ' + kind(n))
            return unknown_tensor('a mistake before', int64)
    low = args[0] if len(args) > 1 else kwargs.get('low', 0)
    high = kwargs.get('high', args[-1] if len(args) > 0 else None)
    if known(low) and known(high) and not must('Randint/bounds', low < high, low=low, high=high):
        return unknown_tensor('a mistake before', int64)
    x = _placed(_make(size, kwargs.get('dtype', int64)), kwargs)
    return with_range(x, low, high - 1, True) if kind(low) == 'int' and kind(high) == 'int' else x


def randperm(n, **kwargs): return with_range(_placed(_make((n,), int64), kwargs), 0, n - 1, True) if kind(n) == 'int' else _make((fresh('permutation'),), int64)


def normal(mean=0.0, std=1.0, size=None, **kwargs):
    if size is not None:
        return _placed(_make(size, default_dtype()), kwargs)
    return _same(mean) if is_tensor(mean) else _same(std)


def bernoulli(x: Tensor, *args, **kwargs): return _same(x)
def arange(*args, **kwargs):
    if is_tensor(kwargs.get('out')):
        return kwargs['out']
    t = kwargs.get('dtype')
    start = 0
    end = kwargs.get('end')
    step = kwargs.get('step', 1)
    if len(args) == 1:
        end = args[0]
    if len(args) >= 2:
        start = args[0]
        end = args[1]
    if len(args) >= 3:
        step = args[2]
    if known(start) and known(end) and known(step):
        must('Arange/step', step != 0 and (end - start) * step >= 0, start=start, end=end, step=step)
    if kind(start) == 'int' and kind(end) == 'int' and kind(step) == 'int':
        if t is None:
            t = int64
        if known(step) and step > 0:
            x = _placed(_make(((end - start + step - 1) // step,), t), kwargs)
            return with_range(x, start, end - 1) if step == 1 else x
        if known(step) and step < 0:
            return _placed(_make(((start - end - step - 1) // -step,), t), kwargs)
        return _placed(_make((fresh('arange'),), t), kwargs)
    if t is None:
        # A number that an input gives may be an integer.
        t = default_dtype() if _is_fraction(start) or _is_fraction(end) or _is_fraction(step) else unknown('the element type of arange')
    if known(start) and known(end) and known(step):
        return _placed(_make((_ceil((end - start) / step),), t), kwargs)
    return _placed(_make((fresh('arange'),), t), kwargs)


def _is_fraction(x): return kind(x) == 'float' and known(x)
def _ceil(x): return _math.ceil(x)


def linspace(start, end, steps=100, **kwargs): return _placed(_make((steps,), kwargs.get('dtype', default_dtype())), kwargs)
logspace = linspace


def eye(n, m=None, **kwargs):
    x = _placed(_make((n, n if m is None else m), kwargs.get('dtype', default_dtype())), kwargs)
    return with_range(x, 0, 1) if known(n) and n > 1 else x


def tensor(data, dtype=None, device=None, requires_grad=False, pin_memory=False):
    r = _from_data(data)
    r = _placed(r, {'device': device}) if device is not None or not is_tensor(data) else r
    r = r if dtype is None else with_dtype(r, dtype)
    if requires_grad is True:
        _can_learn(r)
        return leaf(r)
    return outside(r) if requires_grad is False else r


def _can_learn(x):
    t = dtype_of(x)
    if kind(t) == 'dtype':
        must('Gradient/dtype', t.is_floating_point(), dtype=t, x=x)


def as_tensor(data, dtype=None, device=None): return tensor(data, dtype, device)
asarray = as_tensor


def from_numpy(array): return _plain(array) if is_tensor(array) else unknown_tensor('data of numpy', None, array)
def load(*args, **kwargs): return root('what a file holds')
def save(*args, **kwargs): return None
def _like(x, **kwargs): return _kept(without_graph(_same(x, kwargs.get('dtype'))), kwargs)
def zeros_like(x: Tensor, **kwargs): return with_range(_like(x, **kwargs), 0, 0)
def ones_like(x: Tensor, **kwargs): return with_range(_like(x, **kwargs), 1, 1)
def empty_like(x: Tensor, **kwargs): return _like(x, **kwargs)
def rand_like(x: Tensor, **kwargs): return _like(x, **kwargs)
def randn_like(x: Tensor, **kwargs): return _like(x, **kwargs)
def full_like(x, value, **kwargs): return _like(x, **kwargs)
def randint_like(x: Tensor, *args, **kwargs): return _like(x, **kwargs)

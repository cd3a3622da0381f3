# An array of numpy: a tensor with the methods of class ndarray, so that operators' rules serve both. What is made of
# Python's numbers is float64.
from dimwright import (op, tensor, unknown_tensor, dtype_of, dtype_name, dims, rank, is_tensor, kind, known, fresh, unknown, some_number,
    some_bool, arith, index, index_check, with_dtype, same, turns, as_array, as_tensor, is_array, must, in_rows)
from torch._data import _from_data
from numpy._types import float64, float32, int64, bool_, _as, _averaged, _common, _real, _summed, _type, _group


def _size(n): return tuple(n) if isinstance(n, (tuple, list)) else () if n is None else (n,)


def _t(x):
    # the tensor in an array, a number or nested lists
    if is_array(x):
        return as_tensor(x)
    if is_tensor(x):
        return as_tensor(x.numpy())
    if kind(x) in ('int', 'float', 'bool', 'condition'):
        return x
    return _data(x)


def _count(parts):
    n = len(parts)
    return n if kind(n) == 'int' else fresh('data', 1)


def _data(x):
    if isinstance(x, (list, tuple)) and (not known(len(x)) or len(x) > 0) and (is_array(x[0]) or is_tensor(x[0])):
        first = _t(x[0])
        if dims(first) is None:
            return unknown_tensor('data', dtype_of(first))
        if not known(len(x)) or len(x) > 64:
            return tensor((_count(x),) + dims(first), dtype_of(first), first)
        rows = [_t(y) for y in x]
        t = _common(*rows)
        return _as(op.Concat(*[op.Unsqueeze(with_dtype(y, float32) if is_tensor(y) else y, axes=[0]) for y in rows], axis=0), t)
    if kind(x) == 'unknown':
        return unknown_tensor('data', None, x)
    if kind(x) == 'instance' and hasattr(x, '__array__'):
        return as_tensor(x.__array__())
    t = _from_data(x)
    return with_dtype(t, float64) if dtype_name(t) == 'float32' else t


def _shaped(name, a, b, t):
    # operands are spread over each other; of which type the result is, numpy says
    if is_tensor(a) and is_tensor(b):
        if name == 'Sub' and dtype_name(a) == 'bool' and dtype_name(b) == 'bool' and not must('Sub/mask', False, x=a):
            return as_array(unknown_tensor('a mistake before'))
        a, b = with_dtype(a, float32), with_dtype(b, float32)
    return as_array(_as(arith(name, a, b), t))


def _two(name, a, b):
    a, b = _t(a), _t(b)
    if not is_tensor(a) and not is_tensor(b):
        # numbers, of which numpy makes numbers
        return some_number()
    t = _common(a, b)
    if name == 'Div' and dtype_name(t) is not None and _group(dtype_name(t)) in ('b', 'i', 'u'):
        t = float64
    return _shaped(name, a, b, t)


def _whole(a, b): return _shaped('Mul', _t(a), _t(b), _common(_t(a), _t(b)))
def _compared(a, b): return _shaped('Mul', _t(a), _t(b), bool_)


def _axes(axis): return tuple(axis) if isinstance(axis, (tuple, list)) else (axis,)


def _reduced(name, x, axis, keepdims, t):
    x = _t(x)
    if not is_tensor(x):
        return some_number()
    if axis is None and keepdims is not True:
        return as_array(_as(tensor((), dtype_of(x), x), t))
    if rank(x) is None:
        return as_array(unknown_tensor('a reduction'))
    x = with_dtype(x, float32)
    return as_array(_as(getattr(op, name)(x, keepdims=keepdims) if axis is None else getattr(op, name)(x, axes=_axes(axis), keepdims=keepdims), t))


def _in_place(name, a, b):
    # the result goes where the first operand is
    r = as_tensor(_two(name, a, b))
    x = _t(a)
    t, u = dtype_name(x), dtype_name(r)
    if t is not None and u is not None and _group(t) in ('b', 'i', 'u') and _group(u) in ('f', 'c') and not must('InPlace/dtype', False, dtype=dtype_of(x), result=dtype_of(r), x=x):
        return a
    d, e = dims(x), dims(r)
    if d is not None and e is not None and not (must('InPlace/grows', len(d) == len(e), shape=d, result=e, x=x) and all([must('InPlace/grows', n == k, shape=d, result=e, x=x) for n, k in zip(d, e)])):
        return a
    return as_array(_as(r, dtype_of(x)))


class ndarray:
    @property
    def shape(self):
        # no torch.Size
        n = _t(self).shape
        return tuple(n) if kind(n) == 'tuple' else n

    @property
    def ndim(self): return _t(self).ndim

    @property
    def dtype(self): return dtype_of(_t(self))

    @property
    def size(self): return _t(self).numel()

    @property
    def T(self): return as_array(_t(self).T)

    @property
    def real(self): return as_array(unknown_tensor('a part of complex numbers', None, _t(self)) if dtype_name(self) in ('complex64', 'complex128') else same(_t(self)))

    imag = real

    @property
    def flat(self): return self.flatten()

    def __len__(self): return len(_t(self))
    def __iter__(self): return turns(as_array(_t(self)[0])) if rank(_t(self)) is None or not known(_t(self).size(0)) or _t(self).size(0) > 64 else tuple([self[i] for i in range(_t(self).size(0))])
    def __getitem__(self, where): return as_array(index(_t(self), _place(where)))
    def __setitem__(self, where, value): index_check(_t(self), _place(where), _t(value) if is_array(value) else value)
    def __add__(self, other): return _two('Add', self, other)
    def __radd__(self, other): return _two('Add', other, self)
    def __sub__(self, other): return _two('Sub', self, other)
    def __rsub__(self, other): return _two('Sub', other, self)
    def __mul__(self, other): return _two('Mul', self, other)
    def __rmul__(self, other): return _two('Mul', other, self)
    def __truediv__(self, other): return _two('Div', self, other)
    def __rtruediv__(self, other): return _two('Div', other, self)
    def __floordiv__(self, other): return _whole(self, other)
    def __rfloordiv__(self, other): return _whole(other, self)
    def __mod__(self, other): return _whole(self, other)
    def __rmod__(self, other): return _whole(other, self)
    def __pow__(self, other): return _whole(self, other)
    def __rpow__(self, other): return _whole(other, self)
    def __matmul__(self, other): return matmul(self, other)
    def __rmatmul__(self, other): return matmul(other, self)
    def __iadd__(self, other): return _in_place('Add', self, other)
    def __isub__(self, other): return _in_place('Sub', self, other)
    def __imul__(self, other): return _in_place('Mul', self, other)
    def __itruediv__(self, other): return _in_place('Div', self, other)
    def __neg__(self): return as_array(same(_t(self)))
    def __abs__(self): return as_array(same(_t(self)))
    def __invert__(self): return as_array(same(_t(self)))
    def __and__(self, other): return _whole(self, other)
    def __or__(self, other): return _whole(self, other)
    def __xor__(self, other): return _whole(self, other)
    def __rand__(self, other): return _whole(self, other)
    def __ror__(self, other): return _whole(self, other)
    def __lshift__(self, other): return _whole(self, other)
    def __rshift__(self, other): return _whole(self, other)
    def __eq__(self, other): return _compared(self, other) if kind(other) not in ('string', 'none') else some_bool('')
    def __ne__(self, other): return _compared(self, other) if kind(other) not in ('string', 'none') else some_bool('')
    def __lt__(self, other): return _compared(self, other)
    def __le__(self, other): return _compared(self, other)
    def __gt__(self, other): return _compared(self, other)
    def __ge__(self, other): return _compared(self, other)
    def __contains__(self, x): return some_bool('')
    def __bool__(self): return some_bool('')
    def __float__(self): return some_number()
    def __int__(self): return fresh('number', -9007199254740991)
    def __index__(self): return fresh('number')

    def astype(self, t, *args, **kwargs): return as_array(with_dtype(_t(self), _type(t)))
    def view(self, t=None): return as_array(unknown_tensor('bits seen as another type', _type(t)))
    def copy(self, *args, **kwargs): return as_array(in_rows(same(_t(self))))
    def reshape(self, *shape, **kwargs):
        shape = kwargs['shape'] if len(shape) == 0 and 'shape' in kwargs else shape
        return as_array(unknown_tensor('columns first', dtype_of(self))) if 'order' in kwargs and kwargs['order'] != 'C' and rank(_t(self)) is None else as_array(_t(self).reshape(*shape))
    def flatten(self, *args): return as_array(_t(self).reshape(-1))
    ravel = flatten
    def transpose(self, *axes): return self.T if len(axes) == 0 or axes[0] is None else as_array(_t(self).permute(*axes))
    def swapaxes(self, a, b): return as_array(_t(self).transpose(a, b))
    def squeeze(self, axis=None):
        # an axis that is named has to have one entry
        d = dims(_t(self))
        for a in () if axis is None or d is None else _axes(axis):
            if known(a) and a < len(d) and a >= -len(d) and not must('Squeeze/extent', d[a] == 1, axis=a, extent=d[a], x=_t(self)):
                return as_array(unknown_tensor('a mistake before'))
        return as_array(_t(self).squeeze() if axis is None else _t(self).squeeze(axis))

    def repeat(self, repeats, axis=None):
        x = self.flatten() if axis is None else self
        return as_array(_t(x).repeat_interleave(_t(repeats) if is_array(repeats) else repeats, 0 if axis is None else axis))

    def dot(self, other): return dot(self, other)
    def clip(self, min=None, max=None, **kwargs):
        r = self
        for bound in (min, max):
            r = r if bound is None else _whole(r, bound)
        return r
    def round(self, *args, **kwargs): return as_array(same(_t(self)))
    def conj(self): return as_array(same(_t(self)))
    def sum(self, axis=None, dtype=None, out=None, keepdims=False): return _reduced('ReduceSum', self, axis, keepdims, _summed(self) if dtype is None else _type(dtype))
    prod = sum
    def max(self, axis=None, out=None, keepdims=False, **kwargs): return _reduced('ReduceMax', self, axis, keepdims, dtype_of(self))
    min = max
    def ptp(self, axis=None, out=None, keepdims=False): return _reduced('ReduceSum', self, axis, keepdims, dtype_of(self))
    def mean(self, axis=None, dtype=None, out=None, keepdims=False, **kwargs): return _reduced('ReduceMean', self, axis, keepdims, _averaged(self) if dtype is None else _type(dtype))
    def std(self, axis=None, dtype=None, out=None, ddof=0, keepdims=False, **kwargs): return self.mean(axis, dtype, None, keepdims)
    var = std
    def any(self, axis=None, out=None, keepdims=False): return _reduced('ReduceMax', self, axis, keepdims, bool_)
    all = any
    def argmax(self, axis=None, out=None, keepdims=False):
        x = _t(self)
        if axis is None:
            return as_array(tensor((1,) * rank(x), int64) if keepdims is True and rank(x) is not None else tensor((), int64))
        return as_array(with_dtype(x, float32).argmax(axis, keepdims))
    argmin = argmax
    def argsort(self, axis=-1, **kwargs): return as_array(_t(self).reshape(-1).argsort(0) if axis is None else _t(self).argsort(axis))
    def argpartition(self, kth, axis=-1, **kwargs): return self.argsort(axis)
    def sort(self, axis=-1, **kwargs): return None
    def partition(self, *args, **kwargs): return None
    def cumsum(self, axis=None, dtype=None):
        x = _t(self.flatten()) if axis is None else _t(self)
        return as_array(_as(with_dtype(x, float32).cumsum(0 if axis is None else axis), _summed(self) if dtype is None else _type(dtype)))
    cumprod = cumsum
    def take(self, places, axis=None, **kwargs):
        x = self.flatten() if axis is None else self
        where = _t(places) if is_array(places) or is_tensor(places) else places if kind(places) == 'int' else _data(places)
        a = 0 if axis is None else axis
        return x[where] if a == 0 else as_array(index(_t(x), (slice(None),) * (a if a >= 0 else a + rank(_t(x))) + (where,)))
    def trace(self, *args): return as_array(unknown_tensor('a trace', _summed(self))) if rank(_t(self)) != 2 else as_array(tensor((), _summed(self)))
    def diagonal(self, offset=0, axis1=0, axis2=1): return as_array(_t(self).diagonal(offset, axis1, axis2))
    def fill(self, value): return None
    def setflags(self, *args, **kwargs): return None
    def item(self, *args): return _t(self).item() if len(args) == 0 else some_number()
    def tolist(self): return unknown('the numbers of an array')
    def tobytes(self, *args): return unknown('bytes')
    def nonzero(self):
        # one row of places for each axis
        places = as_array(tensor((fresh('nonzero'),), int64))
        return list(turns(places)) if rank(_t(self)) is None else (places,) * rank(_t(self))
    def searchsorted(self, v, side='left', sorter=None): return as_array(same(_t(v), int64)) if is_tensor(_t(v)) else fresh('place', 0)


def _place(where):
    if isinstance(where, tuple):
        return tuple([_place(x) for x in where])
    if is_array(where):
        return _t(where)
    return where


def array(x, dtype=None, copy=True, ndmin=0, **kwargs):
    if kind(x) == 'unknown':
        return x
    t = _t(x) if is_array(x) or is_tensor(x) else _data(x)
    t = t if dtype is None else with_dtype(t, _type(dtype))
    while known(ndmin) and ndmin > 0 and rank(t) is not None and rank(t) < ndmin:
        t = t.unsqueeze(0)
    return as_array(t)


def _new(shape, t): return as_array(tensor(_size(shape), float64 if t is None else _type(t)))


def dot(a, b, *args):
    # beyond two axes, all rows meet all columns
    x, y = _t(a), _t(b)
    if not is_tensor(x) or not is_tensor(y) or rank(x) == 0 or rank(y) == 0:
        return _two('Mul', a, b)
    if rank(x) is not None and rank(y) is not None and rank(y) > 2:
        d, e = dims(x), dims(y)
        must('MatMul/inner', d[-1] == e[-2], k=d[-1], l=e[-2], a=x, b=y)
        return as_array(tensor(d[:-1] + e[:-2] + e[-1:], _common(x, y)))
    return matmul(a, b)


def matmul(a, b, *args, **kwargs):
    x, y = _t(a), _t(b)
    if not is_tensor(x) or not is_tensor(y):
        return _two('Mul', a, b)
    return as_array(_as(op.MatMul(with_dtype(x, float32), with_dtype(y, float32)), _common(x, y)))

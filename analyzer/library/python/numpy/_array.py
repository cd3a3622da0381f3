# An array of numpy: a tensor with the methods of class ndarray, so that operators' rules serve both. What is made of
# Python's numbers is float64.
from dimwright import (op, tensor, unknown_tensor, dtype, dtype_of, dtype_name, dims, rank, is_tensor, kind, known, fresh, unknown, some_number,
    some_bool, arith, index, index_check, with_dtype, result_type, same, turns, as_array, as_tensor, is_array)
from torch._data import _from_data

float64 = double = float_ = dtype('float64')
float32 = single = dtype('float32')
float16 = dtype('float16')
int64 = int_ = longlong = dtype('int64')
int32 = intc = dtype('int32')
int16 = dtype('int16')
int8 = dtype('int8')
uint8 = ubyte = dtype('uint8')
bool_ = dtype('bool')
_NAMES = {'float32': float32, 'float64': float64, 'float': float64, 'f4': float32, 'f8': float64, 'int64': int64, 'int': int64, 'int32': int32, 'i4': int32, 'i8': int64, 'uint8': uint8, 'bool': bool_, 'float16': float16}


def _type(t):
    # an element type however it is said
    if t is None or kind(t) == 'dtype':
        return t
    if kind(t) == 'string':
        return _NAMES[t] if t in _NAMES else unknown('an element type')
    return float64 if t is float else int64 if t is int else bool_ if t is bool else unknown('an element type')


def _size(n): return tuple(n) if isinstance(n, (tuple, list)) else () if n is None else (n,)


def _t(x):
    # the tensor in an array, a number or nested lists
    if is_array(x):
        return as_tensor(x)
    if is_tensor(x) or kind(x) in ('int', 'float', 'bool', 'condition'):
        return x
    return _data(x)


def _count(parts):
    n = len(parts)
    return n if kind(n) == 'int' else fresh('data', 1)


def _data(x):
    if isinstance(x, (list, tuple)) and (not known(len(x)) or len(x) > 0) and is_array(x[0]):
        first = _t(x[0])
        if dims(first) is None:
            return unknown_tensor('data', dtype_of(first))
        if not known(len(x)) or len(x) > 64:
            return tensor((_count(x),) + dims(first), dtype_of(first), first)
        rows = [_t(y) for y in x]
        t = result_type(*rows)
        return with_dtype(op.Concat(*[op.Unsqueeze(with_dtype(y, float32) if is_tensor(y) else y, axes=[0]) for y in rows], axis=0), t)
    if kind(x) == 'unknown':
        return unknown_tensor('data', None, x)
    if kind(x) == 'instance' and hasattr(x, '__array__'):
        return as_tensor(x.__array__())
    t = _from_data(x)
    return with_dtype(t, float64) if dtype_name(t) == 'float32' else t


def _wide(t):
    # integers that meet real numbers become float64
    return t if dtype_name(t) in ('float32', 'float64', 'float16') or dtype_name(t) is None else with_dtype(t, float64)


def _two(name, a, b):
    a, b = _t(a), _t(b)
    if not is_tensor(a) and not is_tensor(b):
        # numbers, of which numpy makes numbers
        return some_number()
    if name == 'Div' or kind(a) == 'float' or kind(b) == 'float':
        a, b = _wide(a) if is_tensor(a) else a, _wide(b) if is_tensor(b) else b
    return as_array(arith(name, a, b))


def _reduced(name, x, axis, keepdims, t=None):
    x = _t(x)
    if t is not None:
        x = with_dtype(x, t)
    if axis is None:
        return as_array(tensor((), dtype_of(x), x))
    axes = tuple(axis) if isinstance(axis, (tuple, list)) else (axis,)
    return as_array(getattr(op, name)(x, axes=axes, keepdims=keepdims))


class ndarray:
    @property
    def shape(self): return _t(self).shape

    @property
    def ndim(self): return _t(self).ndim

    @property
    def dtype(self): return dtype_of(_t(self))

    @property
    def size(self): return _t(self).numel()

    @property
    def T(self): return as_array(_t(self).T)

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
    def __floordiv__(self, other): return as_array(arith('Div', _t(self), _t(other)))
    def __mod__(self, other): return as_array(arith('Div', _t(self), _t(other)))
    def __pow__(self, other): return _two('Pow', self, other)
    def __matmul__(self, other): return dot(self, other)
    def __neg__(self): return as_array(same(_t(self)))
    def __abs__(self): return as_array(same(_t(self)))
    def __invert__(self): return as_array(same(_t(self)))
    def __and__(self, other): return as_array(arith('Mul', _t(self), _t(other)))
    def __or__(self, other): return as_array(arith('Mul', _t(self), _t(other)))
    def __eq__(self, other): return as_array(arith('Equal', _t(self), _t(other)))
    def __ne__(self, other): return as_array(arith('Equal', _t(self), _t(other)))
    def __lt__(self, other): return as_array(arith('Less', _t(self), _t(other)))
    def __le__(self, other): return as_array(arith('Less', _t(self), _t(other)))
    def __gt__(self, other): return as_array(arith('Less', _t(self), _t(other)))
    def __ge__(self, other): return as_array(arith('Less', _t(self), _t(other)))
    def __bool__(self): return some_bool('')
    def __float__(self): return some_number()
    def __int__(self): return fresh('number', -9007199254740991)
    def __index__(self): return fresh('number')

    def astype(self, t, *args, **kwargs): return as_array(with_dtype(_t(self), _type(t)))
    def copy(self, *args): return as_array(same(_t(self)))
    def reshape(self, *shape, **kwargs): return as_array(_t(self).reshape(*shape))
    def flatten(self, *args): return as_array(_t(self).flatten())
    ravel = flatten
    def transpose(self, *axes): return self.T if len(axes) == 0 else as_array(_t(self).permute(*axes))
    def swapaxes(self, a, b): return as_array(_t(self).transpose(a, b))
    def squeeze(self, axis=None): return as_array(_t(self).squeeze(axis))
    def repeat(self, n, axis=None): return as_array(_t(self).repeat_interleave(n, axis))
    def dot(self, other): return dot(self, other)
    def clip(self, *args, **kwargs): return as_array(same(_t(self)))
    def round(self, *args): return as_array(same(_t(self)))
    def sum(self, axis=None, dtype=None, keepdims=False): return _reduced('ReduceSum', self, axis, keepdims)
    def prod(self, axis=None, keepdims=False): return _reduced('ReduceSum', self, axis, keepdims)
    def max(self, axis=None, keepdims=False): return _reduced('ReduceMax', self, axis, keepdims)
    min = max
    def mean(self, axis=None, dtype=None, keepdims=False): return _reduced('ReduceMean', as_array(_wide(_t(self))), axis, keepdims)
    def std(self, axis=None, dtype=None, ddof=0, keepdims=False): return self.mean(axis, None, keepdims)
    var = std
    def any(self, axis=None): return as_array(with_dtype(_t(_reduced('ReduceMax', self, axis, False)), bool_))
    all = any
    def argmax(self, axis=None): return as_array(_t(self).argmax(axis))
    argmin = argmax
    def argsort(self, axis=-1): return as_array(_t(self).argsort(axis))
    def sort(self, axis=-1): return None
    def cumsum(self, axis=None): return as_array(same(_t(self)))
    def fill(self, value): return None
    def item(self, *args): return _t(self).item() if len(args) == 0 else some_number()
    def tolist(self): return unknown('the numbers of an array')
    def nonzero(self):
        # one row of places for each axis
        places = as_array(tensor((fresh('nonzero'),), int64))
        return list(turns(places)) if rank(_t(self)) is None else (places,) * rank(_t(self))


def _place(where):
    if isinstance(where, tuple):
        return tuple([_place(x) for x in where])
    if is_array(where):
        return _t(where)
    return where


def array(x, dtype=None, copy=True, **kwargs):
    if kind(x) == 'unknown':
        return x
    t = _t(x) if is_array(x) or is_tensor(x) else _data(x)
    return as_array(t if dtype is None else with_dtype(t, _type(dtype)))


def _new(shape, t): return as_array(tensor(_size(shape), float64 if t is None else _type(t)))


def dot(a, b): return as_array(op.MatMul(_t(a), _t(b))) if is_tensor(_t(a)) and is_tensor(_t(b)) and rank(_t(a)) != 0 and rank(_t(b)) != 0 else _two('Mul', a, b)

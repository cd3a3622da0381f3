# numpy: constants and functions; an array is in _array.py.
import math as _math
from dimwright import (op, tensor, unknown_tensor, dtype, dtype_of, dtype_name, dims, rank, is_tensor, kind, known, fresh, unknown, some_number,
    some_bool, arith, with_dtype, with_range, result_type, same, as_array, is_array, root, most_axes)
from torch._einsum import einsum as _einsum
from numpy._array import (ndarray, array, dot, float64, double, float_, float32, single, float16, int64, int_, longlong, int32, intc, int16, int8, uint8, ubyte, bool_,
    _count, _data, _new, _reduced, _size, _t, _two, _type, _wide)
import numpy.random as random
import numpy.linalg as linalg

pi = 3.141592653589793
e = 2.718281828459045
inf = float('inf')
nan = some_number()
newaxis = None
asarray = ascontiguousarray = asanyarray = array
matmul = dot


def zeros(shape, dtype=None, **kwargs): return as_array(with_range(_t(_new(shape, dtype)), 0, 0))
def ones(shape, dtype=None, **kwargs): return as_array(with_range(_t(_new(shape, dtype)), 1, 1))
def empty(shape, dtype=None, **kwargs): return _new(shape, dtype)
def full(shape, value, dtype=None, **kwargs): return _new(shape, dtype if dtype is not None else dtype_of(_data(value)))
def zeros_like(x, dtype=None): return as_array(same(_t(x), None if dtype is None else _type(dtype)))
ones_like = empty_like = zeros_like
def full_like(x, value, dtype=None): return zeros_like(x, dtype)
def eye(n, m=None, dtype=None, **kwargs): return _new((n, n if m is None else m), dtype)
def identity(n, dtype=None): return _new((n, n), dtype)


def arange(start, stop=None, step=1, dtype=None):
    if stop is None:
        start, stop = 0, start
    if kind(start) == 'int' and kind(stop) == 'int' and kind(step) == 'int' and known(step) and step > 0:
        t = tensor(((stop - start + step - 1) // step,), int64 if dtype is None else _type(dtype))
        return as_array(with_range(t, start, stop - 1) if step == 1 else t)
    ends = [kind(x) for x in (start, stop, step)]
    if dtype is None and 'float' not in ends and ends != ['int', 'int', 'int']:
        # what is not known may be an integer
        return as_array(tensor((fresh('arange'),), unknown('an element type')))
    if dtype is None and 'float' not in ends:
        return as_array(tensor((_math.ceil((stop - start) / step) if known(start) and known(stop) and known(step) else fresh('arange'),), int64))
    n = _math.ceil((stop - start) / step) if known(start) and known(stop) and known(step) else fresh('arange')
    return as_array(tensor((n,), float64 if dtype is None else _type(dtype)))


def linspace(start, stop, num=50, endpoint=True, retstep=False, dtype=None): return _new((num,), dtype)
logspace = geomspace = linspace


matmul = dot


def _joined(parts, axis):
    parts = list(parts)
    if not known(len(parts)):
        first = _t(parts[0]) if is_array(parts[0]) else _data(parts[0])
        d = dims(first)
        if d is None or not known(axis) or len(d) == 0:
            return as_array(unknown_tensor('an unknown number of arrays', dtype_of(first)))
        a = axis + len(d) if axis < 0 else axis
        return as_array(tensor(d[:a] + (fresh('joined'),) + d[a + 1:], dtype_of(first)))
    ts = [_t(x) if is_array(x) else _data(x) for x in parts]
    t = result_type(*ts)
    return as_array(with_dtype(op.Concat(*[with_dtype(x, float32) for x in ts], axis=axis), t))


def concatenate(parts, axis=0, **kwargs): return _joined(parts, axis)


def stack(parts, axis=0, **kwargs):
    parts = list(parts)
    if not known(len(parts)):
        first = _t(parts[0]) if is_array(parts[0]) else _data(parts[0])
        d = dims(first)
        if d is None or not known(axis):
            return as_array(unknown_tensor('an unknown number of arrays', dtype_of(first)))
        a = axis + len(d) + 1 if axis < 0 else axis
        return as_array(tensor(d[:a] + (_count(parts),) + d[a:], dtype_of(first)))
    return _joined([as_array(_t(x).unsqueeze(axis)) if is_array(x) else as_array(_data(x).unsqueeze(axis)) for x in parts], axis)


def _least(x, n):
    t = _t(x) if is_array(x) else _data(x)
    while rank(t) is not None and rank(t) < n:
        t = t.unsqueeze(0)
    return as_array(t)


def vstack(parts, **kwargs): return _joined([_least(x, 2) for x in parts], 0)
def hstack(parts, **kwargs):
    parts = [_least(x, 1) for x in parts]
    return _joined(parts, 0 if parts[0].ndim == 1 else 1)


def expand_dims(x, axis): return as_array(_t(x).unsqueeze(axis))
def squeeze(x, axis=None): return as_array(_t(x).squeeze(axis))
def reshape(x, shape, **kwargs): return array(x).reshape(shape)
def transpose(x, axes=None): return array(x).T if axes is None else array(x).transpose(*axes)
def swapaxes(x, a, b): return array(x).swapaxes(a, b)
def repeat(x, n, axis=None): return array(x).repeat(n, axis)
def tile(x, times): return as_array(_t(array(x)).repeat(*_size(times)))
def flip(x, axis=None): return as_array(same(_t(x)))
fliplr = flipud = flip
def roll(x, *args, **kwargs): return as_array(same(_t(x)))
def copy(x): return array(x)
def ravel(x): return array(x).flatten()
def pad(x, width, *args, **kwargs): return as_array(unknown_tensor('np.pad', dtype_of(_t(x))))
def sum(x, axis=None, dtype=None, keepdims=False): return array(x).sum(axis, None, keepdims)
def prod(x, axis=None, **kwargs): return array(x).prod(axis)
def mean(x, axis=None, dtype=None, keepdims=False): return array(x).mean(axis, None, keepdims)
def std(x, axis=None, dtype=None, keepdims=False, **kwargs): return array(x).mean(axis, None, keepdims)
var = median = std
def max(x, axis=None, keepdims=False, **kwargs): return array(x).max(axis, keepdims)
min = amax = amin = max
def argmax(x, axis=None): return array(x).argmax(axis)
argmin = argmax
def argsort(x, axis=-1, **kwargs): return array(x).argsort(axis)
def sort(x, axis=-1): return as_array(same(_t(array(x))))
def cumsum(x, axis=None): return as_array(same(_t(array(x))))
def any(x, axis=None): return array(x).any(axis)
all = any
def unique(x, return_index=False, return_inverse=False, return_counts=False, axis=None, **kwargs):
    t = _t(array(x))
    if not is_tensor(t) or axis is not None:
        return unknown('np.unique')
    kept = fresh('unique', 1)
    # releases disagree about the axes of the inverse, unless there is one axis
    inverse = as_array(with_range(tensor(dims(t), int64), 0, kept - 1) if rank(t) == 1 else unknown_tensor('the inverse of np.unique', int64))
    parts = [as_array(tensor((kept,), dtype_of(t)))]
    for given, part in ((return_index, as_array(tensor((kept,), int64))), (return_inverse, inverse), (return_counts, as_array(tensor((kept,), int64)))):
        if given:
            parts.append(part)
    return parts[0] if len(parts) == 1 else tuple(parts)

def _places(condition):
    # a comparison with what is not known is no array
    return array(condition).nonzero() if is_array(condition) or isinstance(condition, (list, tuple)) else unknown('np.where')

def where(condition, a=None, b=None): return _places(condition) if a is None else _two('Add', _two('Mul', condition, a), b)
def clip(x, *args, **kwargs): return as_array(same(_t(array(x))))
def outer(a, b): return as_array(tensor((array(a).size, array(b).size), result_type(_t(array(a)), _t(array(b)))))


def _each(x, *args, **kwargs): return as_array(_wide(same(_t(array(x))))) if kind(x) not in ('int', 'float', 'unknown') else some_number() if kind(x) != 'unknown' else x
sin = cos = tan = exp = log = log2 = log10 = log1p = sqrt = tanh = arctan = arcsin = arccos = sinh = cosh = expm1 = radians = deg2rad = _each


def _kept(x, *args, **kwargs): return as_array(same(_t(array(x)))) if kind(x) not in ('int', 'float', 'unknown') else some_number() if kind(x) != 'unknown' else x
abs = absolute = sign = round = floor = ceil = square = _kept
def isnan(x): return as_array(same(_t(array(x)), bool_))
isfinite = isinf = isnan
def add(a, b): return _two('Add', a, b)
def subtract(a, b): return _two('Sub', a, b)
def multiply(a, b): return _two('Mul', a, b)
def divide(a, b): return _two('Div', a, b)
def power(a, b): return _two('Pow', a, b)
def maximum(a, b): return _two('Max', a, b)
def minimum(a, b): return _two('Min', a, b)
def load(*args, **kwargs): return root('what a file holds')
def loadtxt(file, dtype=float64, *args, **kwargs): return as_array(most_axes(unknown_tensor('what a file holds', _type(dtype)), 2))
genfromtxt = loadtxt
def fromfile(file, dtype=float64, *args, **kwargs): return _new((fresh('entries'),), dtype)
frombuffer = fromstring = fromiter = fromfile
def memmap(file, dtype=uint8, mode='r+', offset=0, shape=None, order='C'): return _new((fresh('entries', 1),) if shape is None else shape, dtype)


def diag(x, k=0):
    d = dims(_t(array(x)))
    return as_array(unknown_tensor('a diagonal') if d is None else tensor((d[0], d[0]) if len(d) == 1 else (fresh('diagonal', 0),), dtype_of(_t(array(x)))))


def moveaxis(x, a, b): return as_array(_t(array(x)).movedim(a, b))
def einsum(equation, *operands): return as_array(_einsum(equation, [_t(array(x)) for x in operands]))
def meshgrid(*xs, **kwargs):
    sizes = [array(x).size for x in xs]
    if kwargs.get('indexing', 'xy') == 'xy' and len(sizes) > 1:
        sizes = [sizes[1], sizes[0]] + sizes[2:]
    return [as_array(tensor(sizes, dtype_of(_t(array(x))))) for x in xs]
def histogram(x, bins=10, **kwargs): return (_new((bins,), int64), _new((bins + 1,), float64))
def bincount(x, **kwargs): return _new((fresh('bins', 1),), int64)
def isin(x, *args): return as_array(same(_t(array(x)), bool_))
def less(a, b): return as_array(arith('Less', _t(array(a)), _t(b)))
greater = less_equal = greater_equal = less
def equal(a, b): return as_array(arith('Equal', _t(array(a)), _t(b)))
not_equal = logical_and = logical_or = equal
def triu(x, k=0): return as_array(same(_t(array(x))))
tril = triu
def allclose(*args, **kwargs): return some_bool('')
array_equal = allclose
uint16 = dtype('uint16')
uint32 = dtype('uint32')
complex64 = dtype('complex64')


class finfo:
    eps = max = min = tiny = some_number()

    def __init__(self, t):
        pass


iinfo = finfo
def save(*args, **kwargs): return None
savez = savetxt = set_printoptions = save
def isscalar(x): return kind(x) in ('int', 'float', 'bool')

# numpy: constants and functions; an array is in _array.py.
import math as _math
from dimwright import (op, tensor, unknown_tensor, dtype_of, dtype_name, dims, rank, is_tensor, kind, known, fresh, unknown, some_number,
    some_bool, with_dtype, with_range, range_of, same, as_array, is_array, root, most_axes)
from torch._einsum import einsum as _einsum
from numpy._types import (float64, double, float_, float32, single, float16, half, int64, int_, longlong, intp, int32, intc, int16, short, int8, byte, uint64, uint, uint32, uint16, uint8, ubyte,
    bool_, complex64, complex128, _as, _common, _real, _type)
from numpy._array import ndarray, array, dot, matmul, _compared, _data, _new, _shaped, _t, _two, _whole
from numpy._joining import (concatenate, concat, append, stack, atleast_1d, atleast_2d, atleast_3d, vstack, row_stack, hstack, dstack, column_stack, split, array_split, vsplit, hsplit, dsplit,
    expand_dims, squeeze, reshape, transpose, permute_dims, swapaxes, moveaxis, rollaxis, repeat, tile, roll, flip, fliplr, flipud, rot90, copy, ravel, pad, broadcast_to, broadcast_arrays, take,
    take_along_axis, put_along_axis, compress, extract, delete, insert, diff, meshgrid, indices, diag, diagonal, trace, triu, tril)
import numpy.random as random
import numpy.linalg as linalg
import numpy.fft as fft

pi = 3.141592653589793
e = 2.718281828459045
euler_gamma = 0.5772156649015329
inf = float('inf')
nan = some_number()
newaxis = None
asarray = ascontiguousarray = asanyarray = asfortranarray = array


def zeros(shape, dtype=None, **kwargs): return as_array(with_range(_t(_new(shape, dtype)), 0, 0))
def ones(shape, dtype=None, **kwargs): return as_array(with_range(_t(_new(shape, dtype)), 1, 1))
def empty(shape, dtype=None, **kwargs): return _new(shape, dtype)
def full(shape, value, dtype=None, **kwargs): return _new(shape, dtype if dtype is not None else dtype_of(_t(array(value))))


def empty_like(x, dtype=None, shape=None, **kwargs):
    x = _t(array(x))
    t = dtype_of(x) if dtype is None else _type(dtype)
    return as_array(_as(same(x), t)) if shape is None else _new(shape, t)


zeros_like = ones_like = empty_like
def full_like(x, value, dtype=None, **kwargs): return empty_like(x, dtype, **kwargs)
def eye(n, m=None, k=0, dtype=None, **kwargs): return _new((n, n if m is None else m), dtype)
def identity(n, dtype=None): return _new((n, n), dtype)
def tri(n, m=None, k=0, dtype=None): return _new((n, n if m is None else m), dtype)


def arange(start, stop=None, step=1, dtype=None, **kwargs):
    if stop is None:
        start, stop = 0, start
    if kind(start) == 'int' and kind(stop) == 'int' and kind(step) == 'int' and known(step) and step > 0:
        n = (stop - start + step - 1) // step
        t = tensor((0 if known(n) and n < 0 else n,), int64 if dtype is None else _type(dtype))
        return as_array(with_range(t, start, stop - 1) if step == 1 else t)
    ends = [kind(x) for x in (start, stop, step)]
    if dtype is None and 'float' not in ends and ends != ['int', 'int', 'int']:
        # what is not known may be an integer
        return as_array(tensor((fresh('arange'),), unknown('an element type')))
    n = _math.ceil((stop - start) / step) if known(start) and known(stop) and known(step) else fresh('arange')
    t = int64 if 'float' not in ends else float64
    return as_array(tensor((0 if known(n) and n < 0 else n,), t if dtype is None else _type(dtype)))


def linspace(start, stop, num=50, endpoint=True, retstep=False, dtype=None, axis=0):
    a = _t(start) if kind(start) not in ('int', 'float') else _t(stop) if kind(stop) not in ('int', 'float', 'unknown') else None
    x = _new((num,) + (dims(a) if is_tensor(a) and dims(a) is not None else ()), dtype) if a is None or is_tensor(a) and axis == 0 else as_array(unknown_tensor('points between arrays', float64))
    return (x, some_number()) if retstep is True else x


logspace = geomspace = linspace


def sum(x, axis=None, dtype=None, out=None, keepdims=False, **kwargs): return array(x).sum(axis, dtype, None, keepdims)
prod = nansum = sum
def mean(x, axis=None, dtype=None, out=None, keepdims=False, **kwargs): return array(x).mean(axis, dtype, None, keepdims)
nanmean = mean
def std(x, axis=None, dtype=None, out=None, ddof=0, keepdims=False, **kwargs): return array(x).mean(axis, dtype, None, keepdims)
var = nanstd = nanvar = std
def median(x, axis=None, out=None, overwrite_input=False, keepdims=False): return array(x).mean(axis, None, None, keepdims)
nanmedian = median
def average(x, axis=None, weights=None, returned=False, keepdims=False): return array(x).mean(axis, None, None, keepdims) if weights is None else array(_two('Div', x, _whole(weights, 1.0) if is_array(array(weights)) and array(weights).ndim == array(x).ndim else 1.0)).mean(axis)


def quantile(x, q, axis=None, *args, keepdims=False, **kwargs):
    r = _t(array(x).mean(axis, None, None, keepdims))
    many = () if kind(q) in ('int', 'float') else dims(_t(array(q)))
    return as_array(unknown_tensor('quantiles', dtype_of(r)) if many is None or dims(r) is None else tensor(tuple(many) + dims(r), dtype_of(r)))


percentile = nanpercentile = nanquantile = quantile
def max(x, axis=None, out=None, keepdims=False, **kwargs): return array(x).max(axis, None, keepdims)
min = amax = amin = nanmax = nanmin = ptp = max
def argmax(x, axis=None, out=None, keepdims=False): return array(x).argmax(axis, None, keepdims)
argmin = nanargmax = nanargmin = argmax
def argsort(x, axis=-1, *args, **kwargs): return array(x).argsort(axis)
def argpartition(x, kth, axis=-1, **kwargs): return array(x).argsort(axis)
def sort(x, axis=-1, *args, **kwargs): return ravel(x) if axis is None else as_array(same(_t(array(x))))
def partition(x, kth, axis=-1, **kwargs): return sort(x, axis)
def lexsort(keys, axis=-1): return array(keys[-1] if isinstance(keys, (tuple, list)) else keys[0]).argsort(axis)
def cumsum(x, axis=None, dtype=None, **kwargs): return array(x).cumsum(axis, dtype)
cumprod = cumsum
def any(x, axis=None, out=None, keepdims=False, **kwargs): return array(x).any(axis, None, keepdims)
all = any
def count_nonzero(x, axis=None, keepdims=False): return fresh('counted', 0) if axis is None and keepdims is not True else array(array(x) != 0).sum(axis, None, None, keepdims)


def unique(x, return_index=False, return_inverse=False, return_counts=False, axis=None, **kwargs):
    t = _t(array(x))
    if not is_tensor(t) or (axis is not None and (rank(t) is None or not known(axis))):
        return unknown('np.unique')
    kept = fresh('unique', 1)
    # releases disagree about the axes of the inverse, unless there is one axis
    inverse = as_array(with_range(tensor(dims(t), int64), 0, kept - 1) if rank(t) == 1 else unknown_tensor('the inverse of np.unique', int64))
    d = dims(t)
    whole = (kept,) if axis is None else tuple([kept if i == (axis + len(d) if axis < 0 else axis) else n for i, n in enumerate(d)])
    parts = [as_array(tensor(whole, dtype_of(t)))]
    for given, part in ((return_index, as_array(tensor((kept,), int64))), (return_inverse, inverse), (return_counts, as_array(tensor((kept,), int64)))):
        if given:
            parts.append(part)
    return parts[0] if len(parts) == 1 else tuple(parts)


def _places(condition):
    # a comparison with what is not known is no array
    return array(condition).nonzero() if is_array(condition) or isinstance(condition, (list, tuple)) else unknown('np.where')


def nonzero(x): return _places(x)
def flatnonzero(x): return as_array(tensor((fresh('nonzero'),), int64))
def argwhere(x): return as_array(unknown_tensor('places', int64) if rank(_t(array(x))) is None else tensor((fresh('nonzero'), rank(_t(array(x)))), int64))


def where(condition, a=None, b=None):
    if a is None:
        return _places(condition)
    c = _t(condition)
    x, y = _t(a), _t(b)
    t = _common(x, y) if is_tensor(x) or is_tensor(y) else {'float': float64, 'int': int64}.get('float' if 'float' in (kind(x), kind(y)) else kind(x), None)
    parts = [part for part in (c, x, y) if is_tensor(part)]
    r = parts[0] if parts else _t(array(0))
    for part in parts[1:]:
        r = _t(_shaped('Mul', r, part, float32))
    return as_array(_as(r, t))


def select(conditions, choices, default=0): return where(conditions[0], choices[0], default)
def clip(x, a_min=None, a_max=None, **kwargs): return array(x).clip(kwargs.get('min', a_min), kwargs.get('max', a_max)) if kind(x) not in ('int', 'float') or is_array(a_min) else some_number()


def outer(a, b): return as_array(tensor((array(a).size, array(b).size), _common(_t(array(a)), _t(array(b)))))
def inner(a, b): return dot(a, array(b).T) if rank(_t(array(b))) == 2 else dot(a, b)
def vdot(a, b): return as_array(tensor((), _common(_t(array(a)), _t(array(b)))))


def kron(a, b):
    x, y = _t(array(a)), _t(array(b))
    d, n = dims(x), dims(y)
    return as_array(unknown_tensor('np.kron') if d is None or n is None or len(d) != len(n) else tensor([i * j for i, j in zip(d, n)], _common(x, y)))


def cross(a, b, **kwargs): return _whole(a, b)
def tensordot(*args, **kwargs): return as_array(unknown_tensor('np.tensordot'))
def einsum(equation, *operands, **kwargs): return as_array(_as(_einsum(equation, [with_dtype(_t(array(x)), float32) for x in operands]), _common(*[_t(array(x)) for x in operands])))


def _each(x, *args, **kwargs): return as_array(_real(same(_t(array(x))))) if kind(x) not in ('int', 'float', 'unknown') else some_number() if kind(x) != 'unknown' else x
sin = cos = tan = exp = exp2 = log = log2 = log10 = log1p = tanh = arctan = arcsin = arccos = sinh = cosh = expm1 = radians = deg2rad = degrees = rad2deg = cbrt = sinc = arcsinh = arctanh = rint = _each
def sqrt(x, *args, **kwargs): return _math.sqrt(x) if kind(x) in ('int', 'float') else _each(x)
def ceil(x, *args, **kwargs): return _kept(x) if kind(x) not in ('int', 'float') else _math.ceil(x)
def floor(x, *args, **kwargs): return _kept(x) if kind(x) not in ('int', 'float') else _math.floor(x)


def _kept(x, *args, **kwargs): return as_array(same(_t(array(x)))) if kind(x) not in ('int', 'float', 'unknown') else some_number() if kind(x) != 'unknown' else x
sign = round = around = trunc = fix = square = negative = positive = nan_to_num = invert = bitwise_not = conj = conjugate = fabs = _kept
def abs(x, *args, **kwargs): return _as(_kept(x), float32 if dtype_name(x) == 'complex64' else float64) if is_array(x) and dtype_name(x) in ('complex64', 'complex128') else _kept(x)
absolute = abs
def real(x): return array(x).real
imag = real
def angle(x, *args): return abs(x)
def _flags(x, *args, **kwargs): return as_array(same(_t(array(x)), bool_)) if kind(x) not in ('int', 'float') else some_bool('')
isnan = isfinite = isinf = logical_not = isin = in1d = signbit = iscomplex = isreal = _flags
def add(a, b, **kwargs): return _two('Add', a, b)
def subtract(a, b, **kwargs): return _two('Sub', a, b)
def multiply(a, b, **kwargs): return _two('Mul', a, b)
def divide(a, b, **kwargs): return _two('Div', a, b)
true_divide = divide
def _pairwise(a, b, **kwargs): return _whole(a, b) if is_tensor(_t(a)) or is_tensor(_t(b)) else some_number()
power = float_power = maximum = minimum = fmax = fmin = floor_divide = mod = remainder = fmod = bitwise_and = bitwise_or = bitwise_xor = left_shift = right_shift = gcd = lcm = _pairwise
def arctan2(a, b, **kwargs): return as_array(_real(_t(_whole(a, b)))) if is_tensor(_t(a)) or is_tensor(_t(b)) else some_number()
hypot = logaddexp = copysign = arctan2
def divmod(a, b): return (_whole(a, b), _whole(a, b))
def less(a, b, **kwargs): return _compared(a, b) if is_tensor(_t(a)) or is_tensor(_t(b)) else some_bool('')
greater = less_equal = greater_equal = equal = not_equal = logical_and = logical_or = logical_xor = isclose = less
def allclose(*args, **kwargs): return some_bool('')
array_equal = allclose


def load(*args, **kwargs): return root('what a file holds')
def loadtxt(file, dtype=float64, *args, **kwargs): return as_array(most_axes(unknown_tensor('what a file holds', _type(dtype)), 2))
genfromtxt = loadtxt
def fromfile(file, dtype=float64, *args, **kwargs): return _new((fresh('entries'),), dtype)
frombuffer = fromstring = fromiter = fromfile
def memmap(file, dtype=uint8, mode='r+', offset=0, shape=None, order='C'): return _new((fresh('entries', 1),) if shape is None else shape, dtype)
def fromfunction(function, shape, **kwargs): return function(*[_new(shape, float64) for _ in shape])


def _bins(x, bins):
    # how many there are
    return bins if kind(bins) == 'int' else array(bins).size - 1 if kind(bins) not in ('string', 'unknown') else fresh('bins', 1)


def histogram(x, bins=10, range=None, density=None, weights=None): return (_new((_bins(x, bins),), float64 if density is True else int64), _new((_bins(x, bins) + 1,), float64))
def bincount(x, weights=None, minlength=0):
    r = range_of(_t(array(x)))
    enough = r is not None and kind(minlength) == 'int' and known(minlength) and known(r[1]) and r[1] < minlength
    return _new((minlength if enough else fresh('bins', 1),), int64 if weights is None else float64)


def digitize(x, bins, right=False): return as_array(same(_t(array(x)), int64)) if kind(x) not in ('int', 'float') else fresh('place', 0)
def searchsorted(x, v, side='left', sorter=None): return digitize(v, x)
def interp(x, xp, fp, *args, **kwargs): return as_array(same(_t(array(x)), float64)) if kind(x) not in ('int', 'float') else some_number()


def convolve(a, v, mode='full'):
    n, k = array(a).size, array(v).size
    t = _common(_t(array(a)), _t(array(v)))
    return as_array(tensor((n + k - 1 if mode == 'full' else fresh('convolved', 1),), t))


correlate = convolve


def cov(x, y=None, rowvar=True, *args, **kwargs):
    d = dims(_t(array(x)))
    if d is None or y is not None or kind(rowvar) != 'bool':
        return as_array(tensor((2, 2), float64) if y is not None and d is not None and len(d) == 1 else unknown_tensor('np.cov', float64))
    n = d[0] if rowvar else d[-1]
    return as_array(tensor(() if len(d) == 1 else (n, n), float64))


def corrcoef(x, y=None, rowvar=True, **kwargs): return cov(x, y, rowvar)
def gradient(x, *args, **kwargs): return as_array(_real(same(_t(array(x))))) if rank(_t(array(x))) == 1 else unknown('np.gradient')
def polyfit(x, y, deg, *args, **kwargs): return _new((deg + 1,), float64)
def polyval(p, x): return _whole(array(x), 1.0) if kind(x) not in ('int', 'float') else some_number()
def trapezoid(y, *args, axis=-1, **kwargs): return array(y).mean(axis)
trapz = trapezoid
def vectorize(f, *args, **kwargs): return unknown('np.vectorize')
def apply_along_axis(*args, **kwargs): return as_array(unknown_tensor('np.apply_along_axis'))
def shape(x): return array(x).shape
def ndim(x): return array(x).ndim
def size(x, axis=None): return array(x).size if axis is None else array(x).shape[axis]
def may_share_memory(*args): return some_bool('')
def unravel_index(places, shape): return tuple([as_array(same(_t(array(places)), int64)) if kind(places) not in ('int',) else fresh('place', 0) for _ in shape])
def ravel_multi_index(places, shape, **kwargs): return as_array(same(_t(array(places[0])), int64))
def triu_indices(n, k=0, m=None): return (as_array(tensor((fresh('pairs', 0),), int64)),) * 2
tril_indices = triu_indices
def result_type(*xs): return unknown('an element type')


class finfo:
    eps = max = min = tiny = resolution = smallest_normal = some_number()

    def __init__(self, t):
        pass


class iinfo:
    max = min = bits = fresh('limit')

    def __init__(self, t):
        pass


class errstate:
    def __init__(self, **kwargs): pass
    def __enter__(self): return self
    def __exit__(self, *args): return None


def save(*args, **kwargs): return None
savez = savez_compressed = savetxt = set_printoptions = seterr = save
def isscalar(x): return kind(x) in ('int', 'float', 'bool')

# numpy: an array is a tensor with the methods of class ndarray, so that operators' rules serve both; new arrays are
# float64.
import math as _math
from dimwright import (op, tensor, unknown_tensor, dtype, dtype_of, dtype_name, dims, rank, is_tensor, kind, known, fresh, unknown, must, some_number,
    some_bool, some_text, arith, index, index_check, with_dtype, with_range, range_of, result_type, same, turns, as_array, as_tensor, is_array, root, most_axes)
from torch._data import _from_data
from torch._einsum import einsum as _einsum

float64 = double = float_ = dtype('float64')
float32 = single = dtype('float32')
float16 = dtype('float16')
int64 = int_ = longlong = dtype('int64')
int32 = intc = dtype('int32')
int16 = dtype('int16')
int8 = dtype('int8')
uint8 = ubyte = dtype('uint8')
bool_ = dtype('bool')
pi = 3.141592653589793
e = 2.718281828459045
inf = float('inf')
nan = some_number()
newaxis = None
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
        t = _t(where)
        return t
    return where


def array(x, dtype=None, copy=True, **kwargs):
    if kind(x) == 'unknown':
        return x
    t = _t(x) if is_array(x) or is_tensor(x) else _data(x)
    return as_array(t if dtype is None else with_dtype(t, _type(dtype)))


asarray = ascontiguousarray = asanyarray = array


def _new(shape, t): return as_array(tensor(_size(shape), float64 if t is None else _type(t)))
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


def dot(a, b): return as_array(op.MatMul(_t(a), _t(b))) if is_tensor(_t(a)) and is_tensor(_t(b)) and rank(_t(a)) != 0 and rank(_t(b)) != 0 else _two('Mul', a, b)
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


class random:
    def seed(*args): return None
    def rand(*size): return as_array(tensor(size, float64)) if len(size) > 0 else some_number()
    randn = rand
    def random(size=None): return some_number() if size is None else as_array(tensor(_size(size), float64))
    random_sample = ranf = random
    def uniform(low=0.0, high=1.0, size=None): return some_number() if size is None else as_array(tensor(_size(size), float64))
    def normal(loc=0.0, scale=1.0, size=None): return some_number() if size is None else as_array(tensor(_size(size), float64))
    def standard_normal(size=None): return some_number() if size is None else as_array(tensor(_size(size), float64))
    beta = gamma = laplace = normal

    def randint(low, high=None, size=None, dtype=None):
        if high is None:
            low, high = 0, low
        if size is None:
            return fresh('random', low if known(low) else 0, high - 1)
        t = tensor(_size(size), int64 if dtype is None else _type(dtype))
        return as_array(with_range(t, low, high - 1, True) if kind(low) == 'int' and kind(high) == 'int' else t)

    def permutation(x): return as_array(with_range(tensor((x,), int64), 0, x - 1, True)) if kind(x) == 'int' else as_array(same(_t(array(x))))
    def shuffle(x): return None

    def choice(x, size=None, replace=True, p=None):
        if size is None:
            return fresh('choice', 0) if kind(x) == 'int' else x[0]
        if kind(x) == 'int':
            return as_array(with_range(tensor(_size(size), int64), 0, x - 1, True))
        t = _t(array(x))
        return as_array(tensor(_size(size) + (dims(t)[1:] if dims(t) is not None else ()), dtype_of(t)))

    def RandomState(*args): return _Generator()
    def default_rng(*args): return _Generator()


class _Generator:
    def rand(self, *size): return random.rand(*size)
    randn = rand
    def random(self, size=None): return random.random(size)
    def normal(self, loc=0.0, scale=1.0, size=None): return random.normal(loc, scale, size)
    def uniform(self, low=0.0, high=1.0, size=None): return random.uniform(low, high, size)
    def standard_normal(self, size=None): return random.random(size)
    def randint(self, low, high=None, size=None, dtype=None): return random.randint(low, high, size, dtype)
    integers = randint
    def permutation(self, x): return random.permutation(x)
    def shuffle(self, x): return None
    def choice(self, x, size=None, replace=True, p=None): return random.choice(x, size, replace, p)


class linalg:
    def norm(x, ord=None, axis=None, keepdims=False): return some_number() if axis is None else _reduced('ReduceSum', as_array(_wide(_t(x))), axis, keepdims)
    def inv(x): return as_array(same(_t(x)))

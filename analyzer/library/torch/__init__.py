# The module torch: creation, and functions that are methods said another way.
from dimwright import (
    op, tensor as _make, unknown_tensor, dtype as _dtype, dtype_of, dims, rank, with_dtype, is_tensor, kind, fresh, result_type, must,
    unknown, some_bool, some_number, some_text, arith, known, same)
from torch._data import _Legacy
from torch._support import Size, _same, _axis, _floating, _where, float32, int64, bool_ as bool
from torch._tensor import Tensor
from torch._create import (
    zeros, ones, empty, rand, randn, full, randint, randperm, normal, bernoulli, multinomial, arange, linspace, eye, tensor, as_tensor,
    from_numpy, load, save, zeros_like, ones_like, empty_like, rand_like, randn_like, full_like, randint_like, logspace, asarray)
from torch._surroundings import (
    manual_seed, set_default_dtype, set_default_device, seed, get_default_dtype, is_tensor_, compile, is_grad_enabled, autocast,
    Generator, mps, accelerator, set_default_tensor_type, set_printoptions, set_num_threads, set_float32_matmul_precision,
    use_deterministic_algorithms, no_grad, enable_grad, inference_mode, set_grad_enabled, autograd, backends, device)
import torch._einsum as _einsum
import torch.nn as nn
import torch.cuda as cuda

float = float32
float64 = double = _dtype('float64')
float16 = half = _dtype('float16')
bfloat16 = _dtype('bfloat16')
long = int64
int32 = int = _dtype('int32')
int16 = short = _dtype('int16')
int8 = _dtype('int8')
uint8 = _dtype('uint8')
complex64 = cfloat = _dtype('complex64')
FloatTensor = _Legacy(float32)
DoubleTensor = _Legacy(float64)
HalfTensor = _Legacy(float16)
LongTensor = _Legacy(int64)
IntTensor = _Legacy(int32)
BoolTensor = _Legacy(bool)
ByteTensor = _Legacy(uint8)
pi = 3.141592653589793
e = 2.718281828459045
inf = some_number()
nan = some_number()
newaxis = None
strided = None
__version__ = some_text()


# products

def matmul(a, b, out=None): return op.MatMul(a, b)
def mm(a, b, out=None): return a.mm(b)
def bmm(a, b, out=None): return a.bmm(b)
def mv(a, b): return a.mv(b)
def dot(a, b): return a.dot(b)
vdot = dot
def inner(a, b): return a.inner(b)
def outer(a, b): return a.outer(b)
ger = outer
def addmm(x, a, b, beta=1, alpha=1): return x.addmm(a, b)
def baddbmm(x, a, b, beta=1, alpha=1): return x.baddbmm(a, b)
def einsum(equation, *operands):
    for x in operands:
        if kind(x) == 'string':
            must('Call/tensor', False, function='einsum', kind='str')
            return unknown_tensor('a mistake before')
    return _einsum.einsum(equation, operands[0] if len(operands) == 1 and isinstance(operands[0], (list, tuple)) else operands)


def cdist(a, b, p=2.0):
    c, d = dims(a), dims(b)
    if c is None or d is None:
        return unknown_tensor('cdist')
    must('MatMul/inner', c[-1] == d[-1], k=c[-1], l=d[-1], a=a, b=b)
    return _make(c[:-1] + (d[-2],), result_type(a, b), a)


# joining

def _dim_of(args, kwargs, default):
    d = kwargs.get('dim', kwargs.get('axis'))
    return (args[0] if len(args) > 0 else default) if d is None else d


def cat(tensors, *args, **kwargs):
    dim = _dim_of(args, kwargs, 0)
    parts = list(tensors)
    if not known(len(parts)):
        return _joined(parts, dim)
    kept = [x for x in parts if not (is_tensor(x) and rank(x) == 1 and dims(x)[0] == 0)]
    parts = kept if len(kept) > 0 else parts
    if len(parts) == 1:
        if is_tensor(parts[0]) and rank(parts[0]) is not None:
            _axis(parts[0], dim)
        return parts[0]
    t = result_type(*parts)
    return with_dtype(op.Concat(*[with_dtype(x, float32) for x in parts], axis=dim), t)


concat = concatenate = cat


def _joined(parts, dim):
    # some tensors, of which one stands for all: only the axis along which they are joined is not known
    first = parts[0]
    d = dims(first) if is_tensor(first) else None
    if d is None or len(d) == 0 or not known(dim):
        return unknown_tensor('a concatenation of an unknown number of tensors', dtype_of(first) if is_tensor(first) else None)
    a = _axis(first, dim)
    return _make(d[:a] + (fresh('joined'),) + d[a + 1:], dtype_of(first), first)


def stack(tensors, *args, **kwargs):
    dim = _dim_of(args, kwargs, 0)
    parts = list(tensors)
    if not known(len(parts)):
        first = parts[0]
        if is_tensor(first) and rank(first) is not None:
            x = first.unsqueeze(dim)
            d = dims(x)
            a = _axis(x, dim)
            return _make(d[:a] + (fresh('stacked', 1),) + d[a + 1:], dtype_of(first), first)
        return unknown_tensor('a stack of an unknown number of tensors')
    return cat([x.unsqueeze(dim) for x in parts], dim)


def _atleast(x, n):
    while rank(x) is not None and rank(x) < n:
        x = x.unsqueeze(0)
    return x


def vstack(tensors): return cat([_atleast(x, 2) for x in tensors], 0)
def hstack(tensors):
    parts = list(tensors)
    return cat(parts, 0 if rank(parts[0]) == 1 else 1)
row_stack = vstack
def dstack(tensors): return unknown_tensor('dstack')


def meshgrid(*tensors, **kwargs):
    parts = list(tensors[0]) if len(tensors) == 1 and isinstance(tensors[0], (list, tuple)) else list(tensors)
    sizes = [x.numel() for x in parts]
    if kwargs.get('indexing') == 'xy' and len(sizes) > 1:
        sizes = [sizes[1], sizes[0]] + sizes[2:]
    return tuple([_make(sizes, dtype_of(x), x) for x in parts])


def broadcast_to(x, shape): return x.expand(shape)


def broadcast_tensors(*tensors):
    r = tensors[0]
    for x in tensors[1:]:
        r = arith('Add', r, x)
    return tuple([_same(r, dtype_of(x)) for x in tensors])


def where(condition, a=None, b=None):
    if a is None:
        return tuple([_make((fresh('nonzero'),), int64)])
    return _where(condition, a, b)


def gather(x, dim, index, **kwargs): return x.gather(dim, index)
def index_select(x, dim, index): return x.index_select(dim, index)
def take_along_dim(x, index, dim=None): return unknown_tensor('take_along_dim', dtype_of(x)) if dim is None else x.gather(dim, index)
def masked_select(x, mask): return x.masked_select(mask)
def scatter(x, *args, **kwargs): return x.scatter(*args, **kwargs)
scatter_add = scatter
def tril_indices(*args, **kwargs): return _make((2, fresh('indices')), int64)
triu_indices = tril_indices
def combinations(*args, **kwargs): return unknown_tensor('combinations')


# methods said as functions

def reshape(x, shape): return x.reshape(shape)
def flatten(x, start_dim=0, end_dim=-1): return x.flatten(start_dim, end_dim)
def unflatten(x, dim, sizes): return x.unflatten(dim, sizes)
def squeeze(x, dim=None): return x.squeeze(dim)
def unsqueeze(x, dim): return x.unsqueeze(dim)
def transpose(x, a, b): return x.transpose(a, b)
swapaxes = swapdims = transpose
def permute(x, dims): return x.permute(dims)
def movedim(x, a, b): return x.movedim(a, b)
def t(x): return x.T
def split(x, size, dim=0): return x.split(size, dim)
def chunk(x, chunks, dim=0): return x.chunk(chunks, dim)
def tensor_split(x, n, dim=0): return unknown('tensor_split')
def unbind(x, dim=0): return x.unbind(dim)
def narrow(x, dim, start, length): return x.narrow(dim, start, length)
def tile(x, times): return x.repeat(times)
def repeat_interleave(x, times, dim=None): return x.repeat_interleave(times, dim)
def sum(x, *args, **kwargs): return x.sum(*args, **kwargs)
def mean(x, *args, **kwargs): return x.mean(*args, **kwargs)
def std(x, *args, **kwargs): return x.std(*args, **kwargs)
def var(x, *args, **kwargs): return x.var(*args, **kwargs)
def prod(x, *args, **kwargs): return x.prod(*args, **kwargs)
def norm(x, *args, **kwargs): return x.norm(*args, **kwargs)
def max(x, *args, **kwargs): return x.max(*args, **kwargs)
def min(x, *args, **kwargs): return x.min(*args, **kwargs)
def amax(x, *args, **kwargs): return x.amax(*args, **kwargs)
def amin(x, *args, **kwargs): return x.amin(*args, **kwargs)
def median(x, *args, **kwargs): return x.median(*args, **kwargs)
def any(x, *args, **kwargs): return x.any(*args, **kwargs)
def all(x, *args, **kwargs): return x.all(*args, **kwargs)
def logsumexp(x, *args, **kwargs): return x.logsumexp(*args, **kwargs)
def argmax(x, *args, **kwargs): return x.argmax(*args, **kwargs)
def argmin(x, *args, **kwargs): return x.argmin(*args, **kwargs)
def argsort(x, *args, **kwargs): return x.argsort(*args, **kwargs)
def sort(x, *args, **kwargs): return x.sort(*args, **kwargs)
def topk(x, *args, **kwargs): return x.topk(*args, **kwargs)
def unique(x, *args, **kwargs): return x.unique()
def nonzero(x, *args, **kwargs): return x.nonzero()
def bincount(x, *args, **kwargs): return x.bincount()
def histc(x, *args, **kwargs): return x.histc(*args, **kwargs)
def softmax(x, dim=None, dtype=None): return x.softmax(dim)
def log_softmax(x, dim=None, dtype=None): return x.log_softmax(dim)
def numel(x): return x.numel()
def add(a, b, alpha=1, out=None): return arith('Add', a, b)
def sub(a, b, alpha=1): return a - b
subtract = sub
def mul(a, b): return arith('Mul', a, b)
multiply = mul
def div(a, b, rounding_mode=None): return _floating(arith('Div', a, b))
divide = true_divide = div
def floor_divide(a, b): return arith('Div', a, b)
def remainder(a, b): return arith('Div', a, b)
fmod = remainder
def pow(a, b): return arith('Pow', a, b)
def maximum(a, b): return arith('Max', a, b)
def minimum(a, b): return arith('Min', a, b)
def eq(a, b): return arith('Equal', a, b)
ne = logical_and = logical_or = logical_xor = eq
def lt(a, b): return arith('Less', a, b)
le = gt = ge = greater = less = lt
def atan2(a, b): return arith('Div', a, b)
def lerp(a, b, w): return arith('Add', a, b)
def allclose(*args, **kwargs): return some_bool('')
equal = isclose_all = allclose
def isclose(a, b, **kwargs): return arith('Equal', a, b)


def _each(x, *args, **kwargs): return same(x, None, True)
def _each_float(x, *args, **kwargs): return _floating(same(x, None, True))
def _moved(x, *args, **kwargs): return same(x)
def sigmoid(x, out=None): return x.sigmoid()
exp = log = sqrt = tanh = sin = cos = tan = log2 = log10 = log1p = expm1 = rsqrt = reciprocal = erf = asin = acos = atan = sinh = cosh = lgamma = digamma = _each_float
relu = abs = absolute = neg = negative = clamp = clip = round = floor = ceil = sign = square = nan_to_num = frac = trunc = bitwise_not = _each
clone = detach = lambda x, *args, **kwargs: x.clone()
tril = triu = cumsum = cumprod = flip = roll = rot90 = fliplr = flipud = _moved
relu_ = exp_ = _each


def isnan(x): return _same(x, bool)
isinf = isfinite = logical_not = isnan


def diag(x, diagonal=0):
    d = dims(x)
    if d is None or not known(diagonal):
        return unknown_tensor('diag')
    if len(d) == 1:
        n = d[0] + (diagonal if diagonal >= 0 else -diagonal)
        return _make((n, n), dtype_of(x), x)
    rows, columns = (d[0], d[1] - diagonal) if diagonal >= 0 else (d[0] + diagonal, d[1])
    return _make((rows if rows <= columns else columns,), dtype_of(x), x)


diagonal = diag
def cross(a, b, dim=None): return arith('Mul', a, b)
def inverse(x): return _same(x)
def det(x): return unknown_tensor('det') if dims(x) is None else _make(dims(x)[:-2], dtype_of(x), x)
def dropout(x, p=0.5, train=True): return _same(x)
def conv2d(*args, **kwargs): return nn.functional.conv2d(*args, **kwargs)
def conv1d(*args, **kwargs): return nn.functional.conv1d(*args, **kwargs)
def embedding(weight, x): return nn.functional.embedding(x, weight)
def cosine_similarity(a, b, dim=1, eps=1e-8): return nn.functional.cosine_similarity(a, b, dim)


def sparse_coo_tensor(indices, values=None, size=None, dtype=None, **kwargs):
    if size is not None:
        return _make(tuple(size), dtype if dtype is not None else dtype_of(values) if is_tensor(values) else float32)
    return unknown_tensor('a sparse tensor without a size')


sparse_csr_tensor = sparse_csc_tensor = sparse_coo_tensor


def view_as_complex(x):
    d = dims(x)
    return unknown_tensor('view_as_complex') if d is None else _make(d[:-1], complex64, x)


def view_as_real(x):
    d = dims(x)
    return unknown_tensor('view_as_real') if d is None else _make(d + (2,), float32, x)


def polar(a, angle): return with_dtype(arith('Mul', a, angle), complex64)
def complex(a, b): return with_dtype(arith('Add', a, b), complex64)
def erfinv(x): return _same(x)
def bucketize(x, boundaries, **kwargs): return _same(x, int64) if is_tensor(x) else _make((), int64)
searchsorted = bucketize
def is_floating_point(x): return x.is_floating_point()

# Tensors: what methods, properties and operators do to shapes and element types. Shapes are computed by the
# operators' own rules (op.*); sizes are ints that may be symbolic.
from dimwright import (op, tensor, unknown_tensor, dtype, dtype_of, dims, rank, tail, with_tail, with_shape, with_dtype,
    parameter, is_parameter, is_tensor, kind, fresh, result_type, must, unknown, some_bool, some_number, choose,
    arith, index, index_check, sizes_of, with_sizes, turns)

float32 = dtype('float32')
int64 = dtype('int64')
bool_ = dtype('bool')


def _flat(args):
    # view(2, 3), view((2, 3)) and view([2, 3]) are the same
    if len(args) == 1 and isinstance(args[0], (tuple, list)):
        return tuple(args[0])
    return args


def _axes(x, dim):
    if dim is None:
        return None
    if isinstance(dim, (tuple, list)):
        return tuple(dim) if len(dim) > 0 else None
    return (dim,)


def _is_float(t):
    return t.is_floating_point()


def _floating(x):
    t = dtype_of(x)
    if t is None or kind(t) != 'dtype':
        return x
    return x if t.is_floating_point() else with_dtype(x, float32)


def _same(x, t=None):
    # a new tensor of the same shape
    d = dims(x)
    if d is None:
        k = tail(x)
        if k is not None:
            return with_tail(k, t if t is not None else dtype_of(x))
        return unknown_tensor('a tensor of unknown shape', t if t is not None else dtype_of(x))
    return tensor(d, t if t is not None else dtype_of(x))


def _axis(x, dim):
    # a checked axis counted from 0, or None where the rank is not known
    r = rank(x)
    if r is None:
        return None
    if r == 0:
        return 0
    must('View/axes', dim >= -r and dim < r, axis=dim, rank=r, x=x)
    return dim + r if dim < 0 else dim


def _reduce(name, x, dim, keepdim):
    axes = _axes(x, dim)
    if rank(x) == 0:
        return _same(x)
    if axes is None:
        if rank(x) is None and not keepdim:
            return tensor((), dtype_of(x))
        return getattr(op, name)(x, keepdims=keepdim)
    return getattr(op, name)(x, axes=axes, keepdims=keepdim)


def Size(*args): return _flat(args)


class _Pair:
    # what max(dim), sort, topk give: a pair with names
    def __init__(self, values, indices):
        self.values = values
        self.indices = indices

    def __getitem__(self, i):
        return (self.values, self.indices)[i]

    def __iter__(self):
        return (self.values, self.indices)

    def __len__(self):
        return 2


class Tensor:
    def __new__(cls, *args, **kwargs):
        if len(args) == 1 and is_tensor(args[0]):
            return args[0]
        if len(args) == 1 and isinstance(args[0], (list, tuple)):
            return with_dtype(_from_data(args[0]), float32)
        return tensor(args, float32)

    @property
    def shape(self):
        d = dims(self)
        return unknown('the shape of a tensor of unknown rank') if d is None else d

    @property
    def dtype(self):
        return dtype_of(self)

    @property
    def ndim(self):
        r = rank(self)
        return unknown('a rank') if r is None else r

    @property
    def T(self):
        d = dims(self)
        return unknown_tensor('a transpose', dtype_of(self)) if d is None else with_shape(self, d[::-1])

    @property
    def mT(self):
        return self.transpose(-2, -1)

    H = mT

    @property
    def device(self):
        return unknown_device

    @property
    def grad(self):
        return _same(self)

    @property
    def data(self):
        return self

    @property
    def is_cuda(self):
        return some_bool('a tensor is on a GPU')

    @property
    def requires_grad(self):
        return some_bool('a tensor requires a gradient')

    @property
    def grad_fn(self):
        return unknown('grad_fn')

    @property
    def is_leaf(self):
        return some_bool('a tensor is a leaf')

    @property
    def real(self):
        return self

    def size(self, dim=None):
        d = dims(self)
        if d is None:
            k = tail(self)
            if dim is not None and k is not None and dim < 0 and -dim <= len(k):
                return k[dim]
            return unknown('a size of a tensor of unknown rank')
        if dim is None:
            return d
        must('View/axes', dim >= -len(d) and dim < len(d), axis=dim, rank=len(d), x=self)
        return d[dim]

    def dim(self):
        return self.ndim

    ndimension = dim

    def numel(self):
        d = dims(self)
        if d is None:
            return unknown('the number of elements')
        n = 1
        for k in d:
            n = n * k
        return n

    nelement = numel

    def element_size(self):
        return 4

    def stride(self, dim=None):
        return unknown('strides')

    def __len__(self):
        d = dims(self)
        return unknown('the length of a tensor') if d is None else d[0]

    def __iter__(self):
        d = dims(self)
        if d is None:
            return turns(unknown_tensor('a row', dtype_of(self)))
        if known_int(d[0]) and d[0] <= 64:
            return tuple([self[i] for i in range(d[0])])
        return turns(tensor(d[1:], dtype_of(self)))

    def __bool__(self):
        return some_bool('')

    def __int__(self):
        s = sizes_of(self)
        return s[0] if s is not None and len(s) == 1 else fresh('number', -9007199254740991)

    def __float__(self):
        return some_number()

    def __index__(self):
        return fresh('number')

    def __contains__(self, other):
        return some_bool('')

    # arithmetic

    def __add__(self, other): return arith('Add', self, other)
    def __radd__(self, other): return arith('Add', other, self)
    def __sub__(self, other): return arith('Sub', self, other)
    def __rsub__(self, other): return arith('Sub', other, self)
    def __mul__(self, other): return arith('Mul', self, other)
    def __rmul__(self, other): return arith('Mul', other, self)
    def __truediv__(self, other): return _floating(arith('Div', self, other))
    def __rtruediv__(self, other): return _floating(arith('Div', other, self))
    def __floordiv__(self, other): return arith('Div', self, other)
    def __rfloordiv__(self, other): return arith('Div', other, self)
    def __mod__(self, other): return arith('Div', self, other)
    def __pow__(self, other): return arith('Pow', self, other)
    def __rpow__(self, other): return arith('Pow', other, self)
    def __matmul__(self, other): return op.MatMul(self, other)
    def __rmatmul__(self, other): return op.MatMul(other, self)
    def __neg__(self): return _same(self)
    def __pos__(self): return self
    def __abs__(self): return _same(self)
    def __invert__(self): return _same(self)
    def __and__(self, other): return arith('Mul', self, other)
    def __rand__(self, other): return arith('Mul', self, other)
    def __or__(self, other): return arith('Add', self, other)
    def __ror__(self, other): return arith('Add', self, other)
    def __xor__(self, other): return arith('Add', self, other)
    def __lshift__(self, other): return arith('Mul', self, other)
    def __rshift__(self, other): return arith('Mul', self, other)
    def __eq__(self, other): return arith('Equal', self, other)
    def __ne__(self, other): return arith('Equal', self, other)
    def __lt__(self, other): return arith('Less', self, other)
    def __le__(self, other): return arith('Less', self, other)
    def __gt__(self, other): return arith('Less', self, other)
    def __ge__(self, other): return arith('Less', self, other)

    def __iadd__(self, other): return self._in_place(arith('Add', self, other))
    def __isub__(self, other): return self._in_place(arith('Sub', self, other))
    def __imul__(self, other): return self._in_place(arith('Mul', self, other))
    def __itruediv__(self, other): return self._in_place(arith('Div', self, other))

    def _in_place(self, result):
        a = dims(self)
        b = dims(result)
        if a is not None and b is not None:
            if len(a) != len(b):
                must('InPlace/grows', False, shape=a, result=b, x=self)
            else:
                for i in range(len(a)):
                    must('InPlace/grows', a[i] == b[i], shape=a, result=b, x=self)
        return self

    def add(self, other, alpha=1): return arith('Add', self, other)
    def sub(self, other, alpha=1): return arith('Sub', self, other)
    subtract = sub
    def mul(self, other): return arith('Mul', self, other)
    multiply = mul
    def div(self, other, rounding_mode=None): return _floating(arith('Div', self, other))
    divide = div
    true_divide = div
    def pow(self, exponent): return arith('Pow', self, exponent)
    def remainder(self, other): return arith('Div', self, other)
    def fmod(self, other): return arith('Div', self, other)
    def maximum(self, other): return arith('Max', self, other)
    def minimum(self, other): return arith('Min', self, other)
    def eq(self, other): return arith('Equal', self, other)
    def ne(self, other): return arith('Equal', self, other)
    def lt(self, other): return arith('Less', self, other)
    def le(self, other): return arith('Less', self, other)
    def gt(self, other): return arith('Less', self, other)
    def ge(self, other): return arith('Less', self, other)
    def logical_and(self, other): return arith('Equal', self, other)
    def logical_or(self, other): return arith('Equal', self, other)
    def logical_not(self): return _same(self, bool_)
    def add_(self, *args, **kwargs): return self._in_place(arith('Add', self, args[-1]))
    def sub_(self, other, alpha=1): return self._in_place(arith('Sub', self, other))
    def mul_(self, other): return self._in_place(arith('Mul', self, other))
    def div_(self, other): return self._in_place(arith('Div', self, other))
    def addmm(self, a, b, beta=1, alpha=1): return arith('Add', self, op.MatMul(a, b))
    def addcmul(self, a, b, value=1): return arith('Add', self, arith('Mul', a, b))
    def addcdiv(self, a, b, value=1): return arith('Add', self, arith('Div', a, b))
    def lerp(self, end, weight): return arith('Add', self, arith('Mul', end, weight))

    def matmul(self, other): return op.MatMul(self, other)
    mm = matmul
    bmm = matmul
    mv = matmul
    def dot(self, other): return op.MatMul(self, other)
    inner = dot

    def outer(self, other):
        a, b = dims(self), dims(other)
        return unknown_tensor('an outer product') if a is None or b is None else tensor((a[0], b[0]), result_type(self, other))

    # one element at a time

    def _unary(self, *args, **kwargs): return _same(self)
    def _float_unary(self, *args, **kwargs): return _floating(_same(self))
    exp = log = sqrt = tanh = sigmoid = sin = cos = tan = log2 = log10 = log1p = expm1 = rsqrt = reciprocal = erf = _float_unary
    exp_ = log_ = sqrt_ = tanh_ = sigmoid_ = _float_unary
    relu = abs = neg = negative = clamp = clip = round = floor = ceil = sign = square = contiguous = clone = detach = trunc = frac = positive = _unary
    relu_ = abs_ = neg_ = clamp_ = clip_ = detach_ = zero_ = fill_ = normal_ = uniform_ = random_ = bernoulli_ = zeros_ = ones_ = copy_ = requires_grad_ = pow_ = floor_ = round_ = _unary
    cuda = cpu = pin_memory = share_memory_ = retain_grad = coalesce = resolve_conj = data_ptr = clamp_min = clamp_max = masked_fill_ = dropout = bitwise_not = flip = fliplr = flipud = roll = nan_to_num = tril = triu = cumsum = cumprod = logcumsumexp = erfinv = hardtanh = gelu = to_dense = __copy__ = _unary
    def isnan(self): return _same(self, bool_)
    isinf = isfinite = isnan
    def bernoulli(self, p=None): return _same(self)

    def __deepcopy__(self, memo=None): return self

    # element types

    def to(self, *args, **kwargs):
        t = kwargs.get('dtype')
        for a in args:
            if kind(a) == 'dtype':
                t = a
            elif is_tensor(a):
                t = dtype_of(a)
        return self if t is None else with_dtype(self, t)

    def type(self, t=None, non_blocking=False):
        if t is None:
            return some_text()
        if kind(t) == 'dtype':
            return with_dtype(self, t)
        if isinstance(t, str):
            for name in ('Float', 'Double', 'Long', 'Int', 'Half', 'Byte', 'Bool'):
                if name in t:
                    return with_dtype(self, {'Float': 'float32', 'Double': 'float64', 'Long': 'int64', 'Int': 'int32', 'Half': 'float16', 'Byte': 'uint8', 'Bool': 'bool'}[name])
        if isinstance(t, _Legacy):
            return with_dtype(self, t.dtype)
        return with_dtype(self, unknown('an element type'))

    def type_as(self, other): return with_dtype(self, dtype_of(other)) if is_tensor(other) else self
    def float(self): return with_dtype(self, float32)
    def double(self): return with_dtype(self, 'float64')
    def half(self): return with_dtype(self, 'float16')
    def bfloat16(self): return with_dtype(self, 'bfloat16')
    def long(self): return with_dtype(self, int64)
    def int(self): return with_dtype(self, 'int32')
    def short(self): return with_dtype(self, 'int16')
    def byte(self): return with_dtype(self, 'uint8')
    def char(self): return with_dtype(self, 'int8')
    def bool(self): return with_dtype(self, bool_)
    def is_floating_point(self): return _is_float(dtype_of(self))
    def is_contiguous(self): return some_bool('a tensor is contiguous')

    # new tensors

    def new_zeros(self, *size, **kwargs): return tensor(_flat(size), kwargs.get('dtype', dtype_of(self)))
    new_ones = new_empty = new_zeros
    def new_full(self, size, value, **kwargs): return tensor(size, kwargs.get('dtype', dtype_of(self)))
    def new_tensor(self, data, **kwargs): return with_dtype(_from_data(data), dtype_of(self))
    def new(self, *size): return tensor(_flat(size), dtype_of(self))

    # moving elements

    def view(self, *shape):
        if len(shape) == 1 and kind(shape[0]) == 'dtype':
            return with_dtype(self, shape[0])
        return self._reshape(_flat(shape))

    def reshape(self, *shape, **kwargs):
        return self._reshape(_flat(shape) if len(shape) > 0 else tuple(kwargs['shape']))

    def _reshape(self, shape):
        if rank(self) is None:
            return tensor([unknown('a size') if kind(n) != 'int' or (known_int(n) and n == -1) else n for n in shape], dtype_of(self))
        for n in shape:
            if kind(n) != 'int':
                return tensor([unknown('a size') if kind(k) != 'int' or (known_int(k) and k == -1) else k for k in shape], dtype_of(self))
        return op.Reshape(self, shape=shape, allowzero=1)

    def view_as(self, other): return self._reshape(other.shape)
    reshape_as = view_as
    def expand_as(self, other): return self.expand(other.shape)

    def flatten(self, start_dim=0, end_dim=-1):
        d = dims(self)
        if d is None:
            return unknown_tensor('flatten of a tensor of unknown rank', dtype_of(self))
        if len(d) == 0:
            return with_shape(self, (1,))
        a = _axis(self, start_dim)
        b = _axis(self, end_dim)
        n = 1
        for k in d[a:b + 1]:
            n = n * k
        return with_shape(self, d[:a] + (n,) + d[b + 1:])

    def unflatten(self, dim, sizes):
        d = dims(self)
        if d is None:
            return unknown_tensor('unflatten of a tensor of unknown rank', dtype_of(self))
        a = _axis(self, dim)
        return op.Reshape(self, shape=d[:a] + tuple(sizes) + d[a + 1:], allowzero=1)

    def ravel(self): return self.flatten()

    def permute(self, *axes):
        axes = _flat(axes)
        r = rank(self)
        return op.Transpose(self, perm=[a + r if r is not None and a < 0 else a for a in axes])

    def transpose(self, a, b):
        d = dims(self)
        if d is None:
            return unknown_tensor('a transpose of a tensor of unknown rank', dtype_of(self))
        a = _axis(self, a)
        b = _axis(self, b)
        order = list(range(len(d)))
        if kind(a) == 'int' and kind(b) == 'int' and known_int(a) and known_int(b) and a < len(d) and b < len(d):
            order[a], order[b] = order[b], order[a]
            return with_shape(self, [d[i] for i in order])
        return unknown_tensor('a transpose', dtype_of(self))

    swapaxes = swapdims = transpose_ = transpose
    def t(self): return self.T
    def movedim(self, a, b):
        d = dims(self)
        if d is None or kind(a) != 'int' or kind(b) != 'int':
            return unknown_tensor('movedim', dtype_of(self))
        order = list(range(len(d)))
        k = order.pop(_axis(self, a))
        order.insert(_axis(self, b), k)
        return with_shape(self, [d[i] for i in order])
    moveaxis = movedim

    def squeeze(self, dim=None):
        d = dims(self)
        if d is None:
            return unknown_tensor('squeeze of a tensor of unknown rank', dtype_of(self))
        if dim is None:
            return op.Squeeze(self)
        axes = dim if isinstance(dim, tuple) else (dim,)
        keep = self
        for a in sorted([_axis(self, k) for k in axes], reverse=True):
            # an axis that is not 1 stays, where ONNX's Squeeze would refuse
            if a < len(d) and d[a] == 1:
                n = dims(keep)
                keep = with_shape(keep, n[:a] + n[a + 1:])
        return keep

    squeeze_ = squeeze

    def unsqueeze(self, dim): return op.Unsqueeze(self, axes=[dim])
    unsqueeze_ = unsqueeze

    def expand(self, *shape):
        shape = _flat(shape)
        d = dims(self)
        if d is None:
            return tensor([unknown('a size') if kind(n) != 'int' or (known_int(n) and n == -1) else n for n in shape], dtype_of(self))
        if len(shape) < len(d):
            return op.Expand(self, shape=shape)
        lead = len(shape) - len(d)
        full = [d[i - lead] if i >= lead and kind(n) == 'int' and known_int(n) and n == -1 else n for i, n in enumerate(shape)]
        for i in range(len(d)):
            if kind(full[i + lead]) == 'int':
                must('Expand/broadcast', d[i] == full[i + lead] or d[i] == 1, p=d[i], q=full[i + lead], shape=tuple(full), x=self)
        return tensor(full, dtype_of(self))

    broadcast_to = expand

    def repeat(self, *times):
        times = _flat(times)
        d = dims(self)
        if d is None:
            return unknown_tensor('repeat of a tensor of unknown rank', dtype_of(self))
        lead = len(times) - len(d)
        if lead < 0:
            must('View/axes', False, axis=len(times), rank=len(d), x=self)
        return tensor([n if i < lead else n * d[i - lead] for i, n in enumerate(times)], dtype_of(self))

    tile = repeat

    def repeat_interleave(self, times, dim=None):
        d = dims(self)
        if d is None or kind(times) != 'int':
            return unknown_tensor('repeat_interleave', dtype_of(self))
        if dim is None:
            return tensor((self.numel() * times,), dtype_of(self))
        a = _axis(self, dim)
        return tensor(d[:a] + (d[a] * times,) + d[a + 1:], dtype_of(self))

    def split(self, size, dim=0):
        d = dims(self)
        if d is None:
            return unknown('a split of a tensor of unknown rank')
        a = _axis(self, dim)
        if isinstance(size, (list, tuple)):
            parts = op.Split(self, axis=a, split=tuple(size))
            return parts if isinstance(parts, tuple) else (parts,)
        if not known_int(d[a]) or not known_int(size):
            return turns(tensor(d[:a] + (fresh('part', 1, size),) + d[a + 1:], dtype_of(self)))
        parts = []
        left = d[a]
        while left > 0:
            n = min(size, left)
            parts.append(tensor(d[:a] + (n,) + d[a + 1:], dtype_of(self)))
            left = left - n
        return tuple(parts)

    def chunk(self, chunks, dim=0):
        d = dims(self)
        if d is None:
            return unknown('chunks of a tensor of unknown rank')
        a = _axis(self, dim)
        if known_int(d[a]) and known_int(chunks):
            return self.split((d[a] + chunks - 1) // chunks, dim)
        if d[a] % chunks == 0:
            return tuple([tensor(d[:a] + (d[a] // chunks,) + d[a + 1:], dtype_of(self)) for _ in range(chunks)])
        return tuple([tensor(d[:a] + (fresh('chunk', 1, d[a]),) + d[a + 1:], dtype_of(self)) for _ in range(chunks)])

    def unbind(self, dim=0):
        d = dims(self)
        if d is None:
            return unknown('unbind of a tensor of unknown rank')
        a = _axis(self, dim)
        if not known_int(d[a]):
            return turns(tensor(d[:a] + d[a + 1:], dtype_of(self)))
        return tuple([tensor(d[:a] + d[a + 1:], dtype_of(self)) for _ in range(d[a])])

    def narrow(self, dim, start, length):
        d = dims(self)
        if d is None:
            return unknown_tensor('narrow', dtype_of(self))
        a = _axis(self, dim)
        return tensor(d[:a] + (length,) + d[a + 1:], dtype_of(self))

    def select(self, dim, index):
        d = dims(self)
        if d is None:
            return unknown_tensor('select', dtype_of(self))
        a = _axis(self, dim)
        return with_shape(self, d[:a] + d[a + 1:])

    def unfold(self, dim, size, step):
        d = dims(self)
        if d is None:
            return unknown_tensor('unfold', dtype_of(self))
        a = _axis(self, dim)
        return tensor(d[:a] + ((d[a] - size) // step + 1,) + d[a + 1:] + (size,), dtype_of(self))

    def diagonal(self, *args, **kwargs): return unknown_tensor('a diagonal', dtype_of(self))
    diag = diag_embed = diagonal

    def index_select(self, dim, index):
        d, n = dims(self), dims(index)
        if d is None or n is None:
            return unknown_tensor('index_select', dtype_of(self))
        a = _axis(self, dim)
        return tensor(d[:a] + (n[0] if len(n) > 0 else 1,) + d[a + 1:], dtype_of(self))

    def gather(self, dim, index):
        r, given = rank(self), rank(index)
        if r is not None and given is not None and r > 0 and given > 0:
            must('Gather/rank', given == r, given=given, rank=r, x=self, index=index)
            if given != r:
                return unknown_tensor('gather with another number of axes', dtype_of(self))
        return _same(index, dtype_of(self))

    def scatter_(self, *args, **kwargs): return self
    scatter = scatter_add_ = scatter_add = index_fill_ = index_add_ = index_copy_ = put_ = scatter_
    def masked_fill(self, mask, value): return op.Where(mask, tensor((), dtype_of(self)), self) if is_tensor(mask) and rank(mask) is not None and rank(self) is not None else _same(self)
    def masked_select(self, mask): return tensor((fresh('selected'),), dtype_of(self))
    def nonzero(self, as_tuple=False): return tensor((fresh('nonzero'), self.ndim), int64)
    def where(self, condition, other): return op.Where(condition, self, other)
    def unique(self, *args, **kwargs): return tensor((fresh('unique', 1),), dtype_of(self))
    def bincount(self, *args, **kwargs): return tensor((fresh('bins'),), int64)
    def histc(self, bins=100, **kwargs): return tensor((bins,), dtype_of(self))

    def __getitem__(self, where): return index(self, where)
    def __setitem__(self, where, value): index_check(self, where)

    # reductions

    def sum(self, dim=None, keepdim=False, dtype=None, axis=None):
        x = self
        t = dtype_of(self)
        if dtype is not None:
            x = with_dtype(self, dtype)
        elif kind(t) == 'dtype' and not t.is_floating_point():
            x = with_dtype(self, int64)
        return _reduce('ReduceSum', x, axis if dim is None else dim, keepdim)

    def mean(self, dim=None, keepdim=False, dtype=None, axis=None): return _reduce('ReduceMean', self, axis if dim is None else dim, keepdim)
    def std(self, dim=None, keepdim=False, unbiased=True, correction=1): return _reduce('ReduceMean', self, None if isinstance(dim, bool) else dim, keepdim)
    var = std
    nanmean = mean
    def logsumexp(self, dim, keepdim=False): return _reduce('ReduceSum', self, dim, keepdim)
    def prod(self, dim=None, keepdim=False, dtype=None): return _reduce('ReduceSum', self, dim, keepdim)
    def norm(self, p=2, dim=None, keepdim=False): return _reduce('ReduceSum', self, dim, keepdim)
    def median(self, dim=None, keepdim=False): return self.max(dim, keepdim)
    def amax(self, dim=None, keepdim=False): return _reduce('ReduceMax', self, dim, keepdim)
    amin = amax
    def any(self, dim=None, keepdim=False): return with_dtype(_reduce('ReduceMax', with_dtype(self, float32), dim, keepdim), bool_)
    all = any

    def max(self, dim=None, keepdim=False):
        if is_tensor(dim):
            return arith('Max', self, dim)
        r = _reduce('ReduceMax', self, dim, keepdim)
        return r if dim is None else _Pair(r, with_dtype(r, int64))

    min = max
    mode = max
    def cummax(self, dim): return _Pair(_same(self), _same(self, int64))

    def argmax(self, dim=None, keepdim=False):
        if dim is None:
            return tensor((), int64)
        return op.ArgMax(self, axis=dim, keepdims=keepdim) if rank(self) is not None else unknown_tensor('argmax', int64)

    argmin = argmax
    def argsort(self, dim=-1, descending=False): return _same(self, int64)
    def sort(self, dim=-1, descending=False, stable=False): return _Pair(_same(self), _same(self, int64))

    def topk(self, k, dim=-1, largest=True, sorted=True):
        d = dims(self)
        if d is None:
            return _Pair(unknown_tensor('topk', dtype_of(self)), unknown_tensor('topk', int64))
        a = _axis(self, dim)
        n = d[:a] + (k,) + d[a + 1:]
        return _Pair(tensor(n, dtype_of(self)), tensor(n, int64))

    kthvalue = max

    def softmax(self, dim=None, dtype=None):
        _axis(self, -1 if dim is None else dim) if rank(self) is None else None
        return op.Softmax(self, axis=-1 if dim is None else dim)

    def log_softmax(self, dim=None, dtype=None): return op.LogSoftmax(self, axis=-1 if dim is None else dim)
    def multinomial(self, n, replacement=False):
        d = dims(self)
        return unknown_tensor('multinomial', int64) if d is None else tensor(d[:-1] + (n,), int64)
    def allclose(self, other, **kwargs): return some_bool('')
    equal = allclose

    # out of the world of tensors

    def item(self):
        d = dims(self)
        if d is not None:
            for n in d:
                must('Tensor/item', n == 1, shape=d, x=self)
        t = dtype_of(self)
        if kind(t) == 'dtype' and not t.is_floating_point():
            return self.__int__()
        return some_number()

    def tolist(self): return unknown('the numbers of a tensor')
    def numpy(self, force=False): return unknown('a numpy array')
    def __array__(self): return unknown('a numpy array')

    def backward(self, gradient=None, retain_graph=False, create_graph=False):
        d = dims(self)
        if gradient is None and d is not None:
            for n in d:
                must('Backward/scalar', n == 1, shape=d, x=self)

    def register_hook(self, hook): return None
    def storage(self): return unknown('a storage')


def known_int(n):
    return known(n)


from dimwright import known, some_text


class _Device:
    type = 'cpu'
    index = None

    def __eq__(self, other): return some_bool('a device')
    def __ne__(self, other): return some_bool('a device')


unknown_device = _Device()


class _Legacy:
    # torch.LongTensor and its like: a class to call, and an element type
    def __init__(self, t):
        self.dtype = t

    def __call__(self, *args, **kwargs):
        if len(args) == 1 and isinstance(args[0], (list, tuple)):
            return with_dtype(_from_data(args[0]), self.dtype)
        if len(args) == 1 and (is_tensor(args[0]) or kind(args[0]) == 'unknown'):
            return unknown_tensor('data', self.dtype) if not is_tensor(args[0]) else with_dtype(args[0], self.dtype)
        return tensor(args, self.dtype)


def _from_data(data):
    # a tensor of what nested lists and numbers hold
    if is_tensor(data):
        return _same(data)
    k = kind(data)
    if k == 'int':
        return with_sizes(tensor((), int64), (data,))
    if k == 'float':
        return tensor((), float32)
    if k == 'bool' or k == 'condition':
        return tensor((), bool_)
    if k == 'list' or k == 'tuple' or k == 'range':
        n = len(data)
        if not known(n):
            return unknown_tensor('data')
        if n == 0:
            return tensor((0,), float32)
        first = _from_data(data[0])
        d = dims(first)
        if d is None:
            return unknown_tensor('data')
        t = dtype_of(first)
        if n <= 64 and len(d) == 0:
            t = result_type(*[_from_data(x) for x in data])
        r = tensor((n,) + d, t)
        if k != 'range' and kind(data[0]) == 'int' and n <= 16:
            return with_sizes(r, tuple(data))
        return r
    return unknown_tensor('data')

# Tensors: what methods, properties and operators do to shapes and element types. Shapes are computed by the
# operators' own rules (op.*); sizes are ints that may be symbolic.
from dimwright import (op, tensor, unknown_tensor, dtype, dtype_of, dims, rank, tail, with_tail, with_shape, with_dtype,
    parameter, is_parameter, is_tensor, kind, fresh, result_type, must, unknown, some_bool, some_number, choose,
    arith, index, index_check, known, shape_of, expect_rank, sizes_of, with_sizes, turns, same, permuted, expanded, copied, in_rows, lies_in_rows, must_view, made, made_by, view_order, warn, device_of, with_device,
    share_device, with_range, range_of, set_field, dtype_name, as_tensor, as_array)
from torch._device import Device, code_of

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
    return x if t.is_floating_point() else with_dtype(x, default_dtype())


_same = same


class _Defaults:
    # what new tensors are made of, unless they are told
    dtype = float32
    # whether autocast is used anywhere
    mixed = False


def default_dtype(): return _Defaults.dtype


def _axis(x, dim):
    # a checked axis counted from 0, or None where the rank is not known
    r = rank(x)
    if r is None:
        if known(dim):
            expect_rank(x, -dim if dim < 0 else dim + 1, True)
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
            return tensor((), dtype_of(x), x)
        return getattr(op, name)(x, keepdims=keepdim)
    return getattr(op, name)(x, axes=axes, keepdims=keepdim)


def Size(*args): return _flat(args)


def _positions(index, x, dim):
    # any place along an axis may come up
    d = dims(x)
    if d is None or len(d) == 0 or not is_tensor(index):
        return index
    return made(with_range(index, 0, d[dim] - 1, True), 'choice')


def _softmax(function, name, x, dim):
    _over_batch(name, x, dim)
    return made(function(x, axis=dim), name)


def _over_batch(name, x, dim):
    # the scores of a layer, one row for each sample: what competes are the classes of a row, not the samples
    d = dims(x)
    if d is not None and len(d) == 2 and made_by(x) == 'layer' and (dim == 0 or dim == -2):
        warn('Softmax/batch', (known(d[1]) and d[1] == 1) or (known(d[0]) and d[0] == 1), function=name, classes=d[1], samples=d[0], x=x)


def _fits_index(x, dim, index, source):
    # gather and scatter: an index of as many axes, within the others' sizes, of places that exist
    d, n = dims(x), dims(index)
    t = dtype_of(index)
    if kind(t) == 'dtype' and not must('Gather/dtype', dtype_name(t) in ('int64', 'int32'), dtype=t, x=x, index=index):
        return False
    if d is None or n is None or len(d) == 0 or len(n) == 0:
        return n is not None
    if not must('Gather/rank', len(n) == len(d), given=len(n), rank=len(d), x=x, index=index):
        return False
    a = _axis(x, dim)
    if not known(a) or a >= len(d):
        return False
    share_device(x, index)
    if source is not None and dims(source) is not None and len(dims(source)) == len(n):
        for i in range(len(n)):
            if not must('Scatter/source', n[i] <= dims(source)[i], axis=i, given=dims(source)[i], extent=n[i], source=source, index=index):
                return False
    for i in range(len(d)):
        if i != a and not must('Gather/size', n[i] <= d[i], axis=i, given=n[i], extent=d[i], x=x, index=index):
            return False
    r = range_of(index)
    if r is not None:
        return must('Gather/index', r[1] < d[a] and r[0] >= 0, index=r[1] if r[0] >= 0 else r[0], extent=d[a], x=x, places=index)
    return True


def _product(name, a, first, b, second):
    # the products that take tensors of fixed ranks only
    expect_rank(a, first)
    expect_rank(b, second)
    r, s = rank(a), rank(b)
    if (r is not None and r != first) or (s is not None and s != second):
        must('MatMul/ranks', False, function=name, a=first, b=second, x=a, y=b)
        return unknown_tensor('a mistake before')
    return op.MatMul(a, b)


def _is_real(name, x):
    t = dtype_of(x)
    return kind(t) != 'dtype' or must('Tensor/real', t.is_floating_point() or dtype_name(t) in ('complex64', 'complex128'), function=name, dtype=t, x=x)


def _is_discrete(name, x):
    t = dtype_of(x)
    return kind(t) != 'dtype' or must('Tensor/discrete', not t.is_floating_point(), function=name, dtype=t, x=x)


def _is_no_mask(x, other):
    # truth values are not subtracted
    for y in (x, other):
        if is_tensor(y) and not must('Sub/mask', dtype_name(y) != 'bool', x=y):
            return False
    return True


def _where(condition, a, b):
    c = dtype_of(condition)
    if kind(c) == 'dtype' and not must('Mask/dtype', dtype_name(c) in ('bool', 'uint8'), dtype=c, mask=condition):
        return unknown_tensor('a mistake before')
    t = result_type(a, b)
    a = with_dtype(a, t) if is_tensor(a) else tensor((), t)
    b = with_dtype(b, t) if is_tensor(b) else tensor((), t)
    return op.Where(condition, a, b)


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
        args = tuple([as_tensor(a) for a in args])
        if len(args) == 1 and is_tensor(args[0]):
            return with_dtype(args[0], float32)
        if len(args) == 1 and isinstance(args[0], (list, tuple)):
            return with_dtype(_from_data(args[0]), float32)
        return tensor(args, float32)

    @property
    def shape(self):
        return shape_of(self)

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
        return unknown_tensor('a transpose', dtype_of(self)) if d is None else permuted(self, list(range(len(d)))[::-1])

    @property
    def mT(self):
        return self.transpose(-2, -1)

    H = mT

    @property
    def device(self):
        code = device_of(self)
        if code is None or not known(code):
            d = Device(unknown('a device') if code is None else 'device')
            set_field(d, 'code', code)
            return d
        return Device('cpu' if code == 0 else 'meta' if code == 1002 else 'mps' if code == 1001 else 'cuda', None if code == 0 or code > 1000 else code - 1)

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
            return shape_of(self) if dim is None else shape_of(self)[dim]
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
        return turns(self[0])

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
    def __sub__(self, other): return arith('Sub', self, other) if _is_no_mask(self, other) else unknown_tensor('a mistake before')
    def __rsub__(self, other): return arith('Sub', other, self) if _is_no_mask(self, None) else unknown_tensor('a mistake before')
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
    def __neg__(self): return same(self, None, True)
    def __pos__(self): return self
    def __abs__(self): return _same(self)
    def __invert__(self): return same(self, None, True) if _is_discrete('~', self) else unknown_tensor('a mistake before')
    def __and__(self, other): return arith('Mul', self, other) if _is_discrete('&', self) else unknown_tensor('a mistake before')
    def __rand__(self, other): return arith('Mul', self, other)
    def __or__(self, other): return arith('Add', self, other) if _is_discrete('|', self) else unknown_tensor('a mistake before')
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
    def __itruediv__(self, other): return self._in_place(_floating(arith('Div', self, other)))

    def _in_place(self, result):
        a = dims(self)
        b = dims(result)
        t, u = dtype_of(self), dtype_of(result)
        if kind(t) == 'dtype' and kind(u) == 'dtype' and not t.is_floating_point() and u.is_floating_point():
            must('InPlace/dtype', False, dtype=t, result=u, x=self)
        if a is not None and b is not None:
            if len(a) != len(b):
                must('InPlace/grows', False, shape=a, result=b, x=self)
            else:
                for i in range(len(a)):
                    must('InPlace/grows', a[i] == b[i], shape=a, result=b, x=self)
        return with_range(self, None, None)

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
    def div_(self, other): return self._in_place(_floating(arith('Div', self, other)))
    def addmm(self, a, b, beta=1, alpha=1): return arith('Add', self, a.mm(b))
    def baddbmm(self, a, b, beta=1, alpha=1): return arith('Add', self, a.bmm(b))
    def addcmul(self, a, b, value=1): return arith('Add', self, arith('Mul', a, b))
    def addcdiv(self, a, b, value=1): return arith('Add', self, arith('Div', a, b))
    def lerp(self, end, weight): return arith('Add', self, arith('Mul', end, weight))

    def matmul(self, other): return op.MatMul(self, other)
    def mm(self, other): return _product('mm', self, 2, other, 2)
    def bmm(self, other):
        a, b = dims(self), dims(other)
        if a is not None and b is not None and len(a) == 3 and len(b) == 3 and not must('MatMul/batch', a[0] == b[0], a=a[0], b=b[0], x=self, y=other):
            return unknown_tensor('a mistake before')
        return _product('bmm', self, 3, other, 3)
    def mv(self, other): return _product('mv', self, 2, other, 1)
    def dot(self, other): return _product('dot', self, 1, other, 1)
    vdot = dot
    def inner(self, other):
        b = rank(other)
        return op.MatMul(self, other if b is None or b < 2 else other.transpose(-2, -1))

    def outer(self, other):
        a, b = dims(self), dims(other)
        if a is None or b is None:
            return unknown_tensor('an outer product')
        if not must('MatMul/ranks', len(a) == 1 and len(b) == 1, function='outer', a=1, b=1, x=self, y=other):
            return unknown_tensor('a mistake before')
        return tensor((a[0], b[0]), result_type(self, other), self)

    ger = outer

    # one element at a time

    def _unary(self, *args, **kwargs): return same(self, None, True)
    def _float_unary(self, *args, **kwargs): return _floating(same(self, None, True))
    def _as_is(self, *args, **kwargs): return self
    def _moved(self, *args, **kwargs): return same(self)
    def sigmoid(self): return made(_floating(same(self)), 'sigmoid')
    exp = log = sqrt = tanh = sin = cos = tan = log2 = log10 = log1p = expm1 = rsqrt = reciprocal = erf = _float_unary
    exp_ = log_ = sqrt_ = tanh_ = sigmoid_ = _float_unary
    relu = abs = neg = negative = clamp = clip = round = floor = ceil = sign = square = trunc = frac = positive = _unary
    def clone(self, *args, **kwargs): return copied(self)
    detach = detach_ = clone
    def contiguous(self, *args, **kwargs): return in_rows(same(self)) if len(kwargs) == 0 else same(self)
    relu_ = abs_ = neg_ = clamp_ = clip_ = zero_ = fill_ = normal_ = uniform_ = random_ = bernoulli_ = zeros_ = ones_ = copy_ = pow_ = floor_ = round_ = _unary
    pin_memory = share_memory_ = retain_grad = to_sparse = to_sparse_csr = to_sparse_coo = local_value = to_here = coalesce = resolve_conj = data_ptr = __copy__ = _as_is
    dropout = flip = fliplr = flipud = roll = tril = triu = cumsum = cumprod = logcumsumexp = to_dense = _moved
    clamp_min = clamp_max = bitwise_not = nan_to_num = erfinv = hardtanh = gelu = _unary
    def cpu(self, *args, **kwargs): return with_device(self, 0)
    def cuda(self, device=None, *args, **kwargs): return with_device(self, 1 if device is None else code_of(device))
    def isnan(self): return _same(self, bool_)
    isinf = isfinite = isnan
    def bernoulli(self, p=None): return _same(self)

    def __deepcopy__(self, memo=None): return self

    # element types

    def to(self, *args, **kwargs):
        t = kwargs.get('dtype')
        place = kwargs.get('device')
        x = self
        for a in args:
            k = kind(a)
            if k == 'dtype':
                t = a
            elif is_tensor(a):
                t = dtype_of(a)
                x = with_device(x, device_of(a))
            elif k != 'bool' and k != 'none':
                place = a
        if place is not None:
            x = with_device(x, code_of(place))
        return x if t is None else with_dtype(x, t)

    def type(self, *args, **kwargs):
        if len(args) + len(kwargs) == 0:
            return some_text()
        t = kwargs.get('dtype') if len(args) == 0 else args[0]
        if kind(t) == 'dtype':
            return with_dtype(self, t)
        if isinstance(t, str):
            for name in ('Float', 'Double', 'Long', 'Int', 'Half', 'Byte', 'Bool'):
                if name in t:
                    return with_dtype(self, {'Float': 'float32', 'Double': 'float64', 'Long': 'int64', 'Int': 'int32', 'Half': 'float16', 'Byte': 'uint8', 'Bool': 'bool'}[name])
        if isinstance(t, _Legacy):
            return with_dtype(self, t.dtype)
        return with_dtype(self, unknown('an element type'))

    def type_as(self, other): return self.to(other) if is_tensor(other) else self
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
    def is_contiguous(self, *args, **kwargs):
        rows = lies_in_rows(self)
        return some_bool('a tensor is contiguous') if rows is None else rows

    # new tensors

    def new_zeros(self, *size, **kwargs): return _placed(tensor(_flat(size), kwargs.get('dtype', dtype_of(self)), in_rows(self)), kwargs)
    new_ones = new_empty = new_zeros
    def new_full(self, size, value, **kwargs): return _placed(tensor(size, kwargs.get('dtype', dtype_of(self)), in_rows(self)), kwargs)
    def new_tensor(self, data, **kwargs): return with_dtype(_from_data(data), dtype_of(self))
    def new(self, *size): return tensor(_flat(size), dtype_of(self), self)

    # moving elements

    def view(self, *shape):
        if len(shape) == 1 and kind(shape[0]) == 'dtype':
            return with_dtype(self, shape[0])
        out = made(self._reshape(_flat(shape)), made_by(self))
        d = dims(out)
        if d is not None:
            must_view(self, d)
            view_order(self, d)
        return in_rows(out) if lies_in_rows(self) else out

    def reshape(self, *shape, **kwargs):
        out = self._reshape(_flat(shape) if len(shape) > 0 else tuple(kwargs['shape']))
        if dims(out) is not None:
            view_order(self, dims(out))
        return out

    def _reshape(self, shape):
        if rank(self) is None:
            return tensor([unknown('a size') if kind(n) != 'int' or (known_int(n) and n == -1) else n for n in shape], dtype_of(self), self)
        for n in shape:
            if kind(n) != 'int':
                return tensor([unknown('a size') if kind(k) != 'int' or (known_int(k) and k == -1) else k for k in shape], dtype_of(self), self)
        return op.Reshape(self, shape=shape, allowzero=1)

    def view_as(self, other): return self.view(*other.shape) if is_tensor(other) and dims(other) is not None else unknown_tensor('view_as', dtype_of(self))
    def reshape_as(self, other): return self._reshape(other.shape)
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
        expect_rank(self, len(axes))
        r = rank(self)
        order = [a + r if r is not None and a < 0 else a for a in axes]
        out = op.Transpose(self, perm=order)
        return out if rank(out) is None or r is None else permuted(self, order)

    def transpose(self, a, b):
        d = dims(self)
        a = _axis(self, a)
        b = _axis(self, b)
        if d is None:
            return _same(self)
        order = list(range(len(d)))
        if kind(a) == 'int' and kind(b) == 'int' and known_int(a) and known_int(b) and a < len(d) and b < len(d):
            order[a], order[b] = order[b], order[a]
            return permuted(self, order)
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
        return permuted(self, order)
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

    def unsqueeze(self, dim): return made(op.Unsqueeze(self, axes=[dim]), made_by(self))
    unsqueeze_ = unsqueeze

    def expand(self, *shape):
        shape = _flat(shape)
        d = dims(self)
        if d is None:
            return tensor([unknown('a size') if kind(n) != 'int' or (known_int(n) and n == -1) else n for n in shape], dtype_of(self), self)
        if len(shape) < len(d):
            return op.Expand(self, shape=shape)
        lead = len(shape) - len(d)
        full = [d[i - lead] if i >= lead and kind(n) == 'int' and known_int(n) and n == -1 else n for i, n in enumerate(shape)]
        for i in range(len(d)):
            if kind(full[i + lead]) == 'int':
                must('Expand/broadcast', d[i] == full[i + lead] or d[i] == 1, p=d[i], q=full[i + lead], shape=tuple(full), x=self)
        return expanded(self, full)

    broadcast_to = expand

    def repeat(self, *times):
        times = _flat(times)
        d = dims(self)
        if d is None:
            return unknown_tensor('repeat of a tensor of unknown rank', dtype_of(self))
        lead = len(times) - len(d)
        if lead < 0:
            must('View/axes', False, axis=len(times), rank=len(d), x=self)
        return tensor([n if i < lead else n * d[i - lead] for i, n in enumerate(times)], dtype_of(self), self)

    tile = repeat

    def repeat_interleave(self, times, dim=None):
        d = dims(self)
        if d is None or kind(times) != 'int':
            return unknown_tensor('repeat_interleave', dtype_of(self))
        if dim is None:
            return tensor((self.numel() * times,), dtype_of(self), self)
        a = _axis(self, dim)
        return tensor(d[:a] + (d[a] * times,) + d[a + 1:], dtype_of(self), self)

    def split(self, size, dim=0):
        d = dims(self)
        if d is None:
            _axis(self, dim)
            return tuple([_same(self) for _ in size]) if isinstance(size, (list, tuple)) else turns(_same(self))
        a = _axis(self, dim)
        if isinstance(size, (list, tuple)):
            parts = op.Split(self, axis=a, split=tuple(size))
            return parts if isinstance(parts, tuple) else (parts,) if len(size) == 1 else tuple([unknown_tensor('a mistake before') for _ in size])
        if not known_int(d[a]) or not known_int(size):
            return turns(tensor(d[:a] + (fresh('part', 1, size),) + d[a + 1:], dtype_of(self), self))
        parts = []
        left = d[a]
        while left > 0:
            n = min(size, left)
            parts.append(tensor(d[:a] + (n,) + d[a + 1:], dtype_of(self), self))
            left = left - n
        return tuple(parts)

    def chunk(self, chunks, dim=0):
        d = dims(self)
        if d is None:
            _axis(self, dim)
            return tuple([_same(self) for _ in range(chunks)]) if known(chunks) else turns(_same(self))
        a = _axis(self, dim)
        if known_int(d[a]) and known_int(chunks):
            return self.split((d[a] + chunks - 1) // chunks, dim)
        if d[a] % chunks == 0:
            return tuple([tensor(d[:a] + (d[a] // chunks,) + d[a + 1:], dtype_of(self), self) for _ in range(chunks)])
        return tuple([tensor(d[:a] + (fresh('chunk', 1, d[a]),) + d[a + 1:], dtype_of(self), self) for _ in range(chunks)])

    def unbind(self, dim=0):
        d = dims(self)
        if d is None:
            _axis(self, dim)
            return turns(unknown_tensor('unbind of a tensor of unknown rank', dtype_of(self)))
        a = _axis(self, dim)
        if not known_int(d[a]):
            return turns(tensor(d[:a] + d[a + 1:], dtype_of(self), self))
        return tuple([tensor(d[:a] + d[a + 1:], dtype_of(self), self) for _ in range(d[a])])

    def narrow(self, dim, start, length):
        d = dims(self)
        if d is None:
            return unknown_tensor('narrow', dtype_of(self))
        a = _axis(self, dim)
        if kind(start) == 'int' and kind(length) == 'int':
            must('Slice/range', start + length <= d[a], axis=a, start=start, end=start + length, extent=d[a], x=self)
            return index(self, tuple([slice(None)] * a + [slice(start, start + length)]))
        return tensor(d[:a] + (length,) + d[a + 1:], dtype_of(self), self)

    def select(self, dim, where):
        d = dims(self)
        if d is None:
            return unknown_tensor('select', dtype_of(self))
        return index(self, tuple([slice(None)] * _axis(self, dim) + [where]))

    def unfold(self, dim, size, step):
        d = dims(self)
        if d is None:
            return unknown_tensor('unfold', dtype_of(self))
        a = _axis(self, dim)
        return tensor(d[:a] + ((d[a] - size) // step + 1,) + d[a + 1:] + (size,), dtype_of(self), self)

    def diagonal(self, *args, **kwargs): return unknown_tensor('a diagonal', dtype_of(self))
    diag = diag_embed = diagonal

    def index_select(self, dim, where):
        d, n = dims(self), dims(where)
        if d is None or n is None:
            return unknown_tensor('index_select', dtype_of(self))
        a = _axis(self, dim)
        if len(n) > 1:
            must('IndexSelect/rank', False, rank=len(n), x=self, index=where)
            return unknown_tensor('a mistake before', dtype_of(self))
        return index(self, tuple([slice(None)] * a + [where if len(n) == 1 else where.unsqueeze(0)]))

    def gather(self, dim, index, sparse_grad=False):
        if _fits_index(self, dim, index, None):
            return same(index, dtype_of(self))
        return unknown_tensor('a mistake before', dtype_of(self))

    def scatter_(self, dim, index, src=None, *args, **kwargs):
        if is_tensor(index):
            _fits_index(self, dim, index, src if is_tensor(src) else None)
        return with_range(self, None, None)

    scatter = scatter_add_ = scatter_add = scatter_

    def index_add_(self, dim, index, source=None, *args, **kwargs):
        d, s = dims(self), dims(source) if is_tensor(source) else None
        a = _axis(self, dim)
        if d is not None and s is not None and len(d) == len(s) and kind(a) == 'int' and known(a):
            for i in range(len(d)):
                if i != a and not must('Scatter/source', s[i] == d[i], axis=i, given=s[i], extent=d[i], x=self, source=source):
                    break
            n = dims(index) if is_tensor(index) else None
            if n is not None and len(n) == 1:
                must('Scatter/source', s[a] == n[0], axis=a, given=s[a], extent=n[0], source=source, index=index)
        return self

    index_add = index_copy_ = index_copy = index_add_
    def index_fill_(self, *args, **kwargs): return self
    put_ = index_fill_
    def masked_fill(self, mask, value):
        if not is_tensor(mask):
            return _same(self)
        t = dtype_of(mask)
        if kind(t) == 'dtype' and not must('Mask/dtype', dtype_name(t) == 'bool', dtype=t, x=self, mask=mask):
            return unknown_tensor('a mistake before')
        return op.Where(mask, tensor((), dtype_of(self), self), self) if rank(mask) is not None and rank(self) is not None else _same(self)

    def masked_fill_(self, mask, value): return self._in_place(self.masked_fill(mask, value))
    def masked_select(self, mask): return tensor((fresh('selected'),), dtype_of(self), self)
    def nonzero(self, as_tuple=False): return tensor((fresh('nonzero'), self.ndim), int64)
    def where(self, condition, other): return _where(condition, self, other)
    def unique(self, *args, **kwargs): return tensor((fresh('unique', 1),), dtype_of(self), self)
    def bincount(self, *args, **kwargs): return tensor((fresh('bins'),), int64)
    def histc(self, bins=100, **kwargs): return tensor((bins,), dtype_of(self), self)

    def __getitem__(self, where): return index(self, where)
    def __setitem__(self, where, value): index_check(self, where, value)

    # reductions

    def sum(self, dim=None, keepdim=False, dtype=None, axis=None):
        x = self
        t = dtype_of(self)
        if dtype is not None:
            x = with_dtype(self, dtype)
        elif kind(t) == 'dtype' and not t.is_floating_point():
            x = with_dtype(self, int64)
        return _reduce('ReduceSum', x, axis if dim is None else dim, keepdim)

    def mean(self, dim=None, keepdim=False, dtype=None, axis=None):
        x = self if dtype is None else with_dtype(self, dtype)
        return _reduce('ReduceMean', x, axis if dim is None else dim, keepdim) if _is_real('mean', x) else unknown_tensor('a mistake before')

    def std(self, dim=None, keepdim=False, unbiased=True, correction=1): return _reduce('ReduceMean', self, None if isinstance(dim, bool) else dim, keepdim) if _is_real('std', self) else unknown_tensor('a mistake before')
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
        return r if dim is None else _Pair(r, _positions(with_dtype(r, int64), self, dim))

    min = max
    mode = max
    def cummax(self, dim): return _Pair(_same(self), _same(self, int64))

    def argmax(self, dim=None, keepdim=False):
        if dim is None:
            return tensor((), int64, self)
        _over_batch('argmax', self, dim)
        return _positions(op.ArgMax(self, axis=dim, keepdims=keepdim), self, dim) if rank(self) is not None else unknown_tensor('argmax', int64)

    def argmin(self, dim=None, keepdim=False):
        return tensor((), int64, self) if dim is None else _positions(op.ArgMax(self, axis=dim, keepdims=keepdim), self, dim) if rank(self) is not None else unknown_tensor('argmin', int64)

    def argsort(self, dim=-1, descending=False, stable=False): return _positions(_same(self, int64), self, dim)
    def sort(self, dim=-1, descending=False, stable=False): return _Pair(_same(self), _positions(_same(self, int64), self, dim))

    def topk(self, k, dim=-1, largest=True, sorted=True):
        d = dims(self)
        if d is None:
            return _Pair(unknown_tensor('topk', dtype_of(self)), unknown_tensor('topk', int64))
        a = _axis(self, dim)
        k = k if kind(k) == 'int' else fresh('k')
        must('TopK/count', k <= d[a], k=k, extent=d[a], x=self)
        n = d[:a] + (k,) + d[a + 1:]
        return _Pair(tensor(n, dtype_of(self), self), _positions(tensor(n, int64, self), self, dim))

    kthvalue = max

    def softmax(self, dim=None, dtype=None):
        _axis(self, -1 if dim is None else dim) if rank(self) is None else None
        return _softmax(op.Softmax, 'softmax', self, -1 if dim is None else dim)

    def log_softmax(self, dim=None, dtype=None): return _softmax(op.LogSoftmax, 'log-softmax', self, -1 if dim is None else dim)
    def multinomial(self, n, replacement=False):
        d = dims(self)
        return unknown_tensor('multinomial', int64) if d is None else _positions(tensor(d[:-1] + (n,), int64, self), self, -1)
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
    def numpy(self, force=False):
        return as_array(self)

    __array__ = numpy

    def backward(self, gradient=None, retain_graph=False, create_graph=False):
        d = dims(self)
        t = dtype_of(self)
        if kind(t) == 'dtype':
            must('Gradient/dtype', t != int64 and t != bool_, dtype=t, x=self)
        if gradient is None and d is not None:
            for n in d:
                must('Backward/scalar', n == 1, shape=d, x=self)

    def requires_grad_(self, requires_grad=True):
        t = dtype_of(self)
        if requires_grad is True and kind(t) == 'dtype':
            must('Gradient/dtype', t.is_floating_point(), dtype=t, x=self)
        return self

    def register_hook(self, hook): return None
    def storage(self): return unknown('a storage')


def known_int(n):
    return known(n)


from dimwright import some_text


def _placed(x, kwargs):
    # where `device=` of a function that makes tensors says
    device = kwargs.get('device')
    return x if device is None else with_device(x, code_of(device))


class _Legacy:
    # torch.LongTensor and its like: a class to call, and an element type
    def __init__(self, t):
        self.dtype = t

    def __call__(self, *args, **kwargs):
        args = tuple([as_tensor(a) for a in args])
        if len(args) == 1 and isinstance(args[0], (list, tuple)):
            return with_dtype(_from_data(args[0]), self.dtype)
        if len(args) == 1 and (is_tensor(args[0]) or kind(args[0]) == 'unknown'):
            return unknown_tensor('data', self.dtype) if not is_tensor(args[0]) else with_dtype(args[0], self.dtype)
        return tensor(args, self.dtype)


def _from_data(data):
    # a tensor of what nested lists and numbers hold
    data = as_tensor(data)
    if is_tensor(data):
        r = range_of(data)
        x = _same(data)
        return x if r is None else with_range(x, r[0], r[1], r[2])
    k = kind(data)
    if k == 'int':
        return with_sizes(tensor((), int64), (data,))
    if k == 'float':
        return tensor((), default_dtype())
    if k == 'bool' or k == 'condition':
        return tensor((), bool_)
    if k == 'list' or k == 'tuple' or k == 'range':
        n = len(data)
        if not known(n):
            d = dims(_from_data(data[0]))
            return unknown_tensor('data') if d is None else tensor((n if kind(n) == 'int' else fresh('data'),) + d, dtype_of(_from_data(data[0])))
        if n == 0:
            return tensor((0,), default_dtype())
        first = _from_data(data[0])
        d = dims(first)
        if d is None:
            return unknown_tensor('data')
        if n > 64:
            return tensor((n,) + d, dtype_of(first))
        parts = [first] + [_from_data(data[i]) for i in range(1, n)]
        for x in parts:
            e = dims(x)
            if e is not None and len(d) > 0 and len(e) > 0 and known(d[0]) and known(e[0]) and not must('Tensor/ragged', d[0] == e[0], given=e[0], expected=d[0]):
                return unknown_tensor('a mistake before')
        r = tensor((n,) + d, result_type(*parts) if len(d) == 0 else dtype_of(first))
        ranges = [range_of(x) for x in parts]
        if None not in ranges:
            r = with_range(r, min([low for low, high, each in ranges]), max([high for low, high, each in ranges]))
        if k != 'range' and kind(data[0]) == 'int' and n <= 16:
            return with_sizes(r, tuple(data))
        return r
    return unknown_tensor('data')

# Methods of tensors that work one element at a time, and products of matrices.
from dimwright import (
    op, tensor, unknown_tensor, dtype, dtype_name, dtype_of, dims, rank, is_tensor, kind, known, result_type, must, arith, same, copied, in_rows,
    made, made_by, graph_of, detached, lose_gradients, gradients, with_device, device_of, with_dtype, with_range, expect_rank)
from torch._support import weighs, _axis, _floating, _product, _is_discrete, _is_no_mask, bool_, _same, float32
from torch._certain import added, compared, is_past, kept, logarithm, triangle, turned
from torch._device import gpu

float64 = dtype('float64')


def linalg():
    import torch.linalg
    return torch.linalg


def _added_to(x, product):
    # what is added is spread over the product, never the other way
    d = dims(product)
    return arith('Add', x if d is None or dims(x) is None else x.expand(d), product)


class Arithmetic:
    # operators, their names, and functions of each element

    def __add__(self, other): return added(self, other, arith('Add', self, other))
    def __radd__(self, other): return arith('Add', other, self)
    def __sub__(self, other): return arith('Sub', self, other) if _is_no_mask(self, other) else unknown_tensor('a mistake before')
    def __rsub__(self, other): return turned(self, arith('Sub', other, self)) if _is_no_mask(self, None) else unknown_tensor('a mistake before')
    def __mul__(self, other): return arith('Mul', self, other)
    def __rmul__(self, other): return arith('Mul', other, self)
    def __truediv__(self, other): return _floating(arith('Div', self, other))
    def __rtruediv__(self, other): return _floating(arith('Div', other, self))
    def __floordiv__(self, other): return arith('Div', self, other)
    def __rfloordiv__(self, other): return arith('Div', other, self)
    def __mod__(self, other): return arith('Div', self, other)
    def __pow__(self, other): return arith('Pow', self, other)
    def __rpow__(self, other): return arith('Pow', other, self)
    def __matmul__(self, other):
        weighs(self)
        return op.MatMul(self, other)
    def __rmatmul__(self, other): return op.MatMul(other, self)
    def __neg__(self): return same(self, None, True)
    def __pos__(self): return self
    def __abs__(self): return _same(self)
    def __invert__(self): return turned(self, same(self, None, True)) if _is_discrete('~', self) else unknown_tensor('a mistake before')
    def __and__(self, other): return arith('Mul', self, other) if _is_discrete('&', self) else unknown_tensor('a mistake before')
    def __rand__(self, other): return arith('Mul', self, other)
    def __or__(self, other): return arith('Add', self, other) if _is_discrete('|', self) else unknown_tensor('a mistake before')
    def __ror__(self, other): return arith('Add', self, other)
    def __xor__(self, other): return arith('Add', self, other)
    def __lshift__(self, other): return arith('Mul', self, other)
    def __rshift__(self, other): return arith('Mul', self, other)
    def __eq__(self, other):
        x = compared(self, other, arith('Equal', self, other), True)
        return made(x, 'never') if kind(other) == 'int' and is_past(self, other) else x
    def __ne__(self, other):
        x = compared(self, other, arith('Equal', self, other), False)
        return made(x, 'unequal') if made_by(x) is None and kind(other) == 'int' and known(other) and made_by(self) is None and dtype_name(self) == 'int64' else x
    def __lt__(self, other): return arith('Less', self, other)
    def __le__(self, other): return arith('Less', self, other)
    def __gt__(self, other): return arith('Less', self, other)
    def __ge__(self, other): return arith('Less', self, other)

    def __iadd__(self, other): return self._in_place(arith('Add', self, other))
    def __isub__(self, other): return self._in_place(arith('Sub', self, other))
    def __imul__(self, other): return self._in_place(arith('Mul', self, other))
    def __itruediv__(self, other): return self._in_place(_floating(arith('Div', self, other)))
    def __ifloordiv__(self, other): return self._in_place(arith('Div', self, other))
    def __ipow__(self, other): return self._in_place(arith('Pow', self, other))
    def __iand__(self, other): return self._in_place(self & other)
    def __ior__(self, other): return self._in_place(self | other)

    def _in_place(self, result):
        if graph_of(self) == 'leaf' and gradients(None) == 'on' and not must('InPlace/leaf', False, x=self):
            return self
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
    def div(self, other, rounding_mode=None): return arith('Div', self, other) if rounding_mode is not None else _floating(arith('Div', self, other))
    divide = true_divide = div
    def floor_divide(self, other): return arith('Div', self, other)
    def pow(self, exponent): return arith('Pow', self, exponent)
    float_power = pow
    def remainder(self, other): return arith('Div', self, other)
    def fmod(self, other): return arith('Div', self, other)
    gcd = lcm = ldexp = copysign = heaviside = nextafter = fmod
    def atan2(self, other): return _floating(arith('Div', self, other))
    arctan2 = hypot = logaddexp = logaddexp2 = xlogy = atan2
    def maximum(self, other): return arith('Max', self, other)
    def minimum(self, other): return arith('Min', self, other)
    fmax = maximum
    fmin = minimum
    def eq(self, other): return arith('Equal', self, other)
    def ne(self, other): return self.__ne__(other)
    not_equal = ne
    def lt(self, other): return arith('Less', self, other)
    le = gt = ge = less = less_equal = greater = greater_equal = lt
    def isclose(self, other, rtol=1e-05, atol=1e-08, equal_nan=False): return arith('Equal', self, other)
    def logical_and(self, other): return arith('Equal', self, other)
    logical_or = logical_xor = logical_and
    def logical_not(self): return turned(self, _same(self, bool_))
    def bitwise_and(self, other): return self & other
    def bitwise_or(self, other): return self | other
    def bitwise_xor(self, other): return self ^ other
    def add_(self, *args, **kwargs): return self._in_place(arith('Add', self, kwargs['other'] if 'other' in kwargs else args[-1]))
    def sub_(self, other, alpha=1): return self._in_place(arith('Sub', self, other))
    subtract_ = sub_
    def mul_(self, other): return self._in_place(arith('Mul', self, other))
    multiply_ = mul_
    def div_(self, other, rounding_mode=None): return self._in_place(_floating(arith('Div', self, other)))
    divide_ = div_
    def pow_(self, exponent): return self._in_place(arith('Pow', self, exponent))
    def addmm(self, mat1, mat2, beta=1, alpha=1): return _added_to(self, mat1.mm(mat2))
    def addmv(self, mat, vec, beta=1, alpha=1): return _added_to(self, mat.mv(vec))
    def baddbmm(self, batch1, batch2, beta=1, alpha=1): return _added_to(self, batch1.bmm(batch2))
    def addcmul(self, tensor1, tensor2, value=1): return arith('Add', self, arith('Mul', tensor1, tensor2))
    def addcdiv(self, tensor1, tensor2, value=1): return arith('Add', self, arith('Div', tensor1, tensor2))
    def addcmul_(self, tensor1, tensor2, value=1): return self._in_place(self.addcmul(tensor1, tensor2))
    def addcdiv_(self, tensor1, tensor2, value=1): return self._in_place(self.addcdiv(tensor1, tensor2))
    def lerp(self, end, weight): return arith('Add', self, arith('Mul', end, weight))
    def lerp_(self, end, weight): return self._in_place(self.lerp(end, weight))
    def dist(self, other, p=2): return tensor((), dtype_of(self), arith('Sub', self, other))

    def cross(self, other, dim=None):
        x = arith('Mul', self, other)
        d = dims(x)
        if d is None or dim is None or not known(dim):
            return x
        a = _axis(x, dim)
        return x if must('Cross/three', d[a] == 3, extent=d[a], x=self, y=other) else unknown_tensor('a mistake before')

    def matmul(self, other: Tensor):
        weighs(self)
        return op.MatMul(self, other)
    def mm(self, mat2: Tensor): return _product('mm', self, 2, mat2, 2)
    def bmm(self, mat2: Tensor):
        weighs(self)
        a, b = dims(self), dims(mat2)
        if a is not None and b is not None and len(a) == 3 and len(b) == 3 and not must('MatMul/batch', a[0] == b[0], a=a[0], b=b[0], x=self, y=mat2):
            return unknown_tensor('a mistake before')
        return _product('bmm', self, 3, mat2, 3)
    def mv(self, vec: Tensor): return _product('mv', self, 2, vec, 1)
    def dot(self, tensor: Tensor): return _product('dot', self, 1, tensor, 1)
    def vdot(self, other): return self.dot(other)
    def inner(self, other):
        b = rank(other)
        return op.MatMul(self, other if b is None or b < 2 else other.transpose(-2, -1))

    def outer(self, vec2: Tensor):
        a, b = dims(self), dims(vec2)
        if a is None or b is None:
            return unknown_tensor('an outer product')
        if not must('MatMul/ranks', len(a) == 1 and len(b) == 1, function='outer', a=1, b=1, x=self, y=vec2):
            return unknown_tensor('a mistake before')
        return tensor((a[0], b[0]), result_type(self, vec2), self)

    ger = outer

    def kron(self, other):
        a, b = dims(self), dims(other)
        if a is None or b is None:
            return unknown_tensor('a Kronecker product')
        while len(a) < len(b):
            a = (1,) + a
        while len(b) < len(a):
            b = (1,) + b
        return tensor([n * k for n, k in zip(a, b)], result_type(self, other), self)

    # what torch.linalg computes

    def inverse(self): return linalg().inv(self)
    def pinverse(self, rcond=None): return linalg().pinv(self)
    def det(self): return linalg().det(self)
    logdet = det
    def matrix_power(self, n): return linalg().inv(self)
    def matrix_exp(self): return linalg().inv(self)
    def cholesky(self, upper=False): return linalg().inv(self)
    def qr(self, some=True): return linalg().qr(self)
    def svd(self, some=True, compute_uv=True):
        u, s, vh = linalg().svd(self, not some)
        return (u, s, vh.transpose(-2, -1))

    def trace(self):
        expect_rank(self, 2)
        r = rank(self)
        return tensor((), dtype_of(self), self) if r is None or must('Linalg/matrix', r == 2, function='trace', rank=r, x=self) else unknown_tensor('a mistake before')

    # one element at a time

    def _unary(self) -> Tensor: return same(self, None, True)
    def _float_unary(self) -> Tensor: return _floating(same(self, None, True))
    def _tuned(self, *args, **kwargs): return same(self, None, True)
    def _as_is(self, *args, **kwargs): return self
    def _moved(self, *args, **kwargs): return same(self)
    def _part(self):
        # what complex numbers consist of
        t = dtype_name(self)
        return with_dtype(same(self, None, True), float64 if t == 'complex128' else float32) if t == 'complex64' or t == 'complex128' else same(self, None, True)
    abs = absolute = _part
    angle = _part
    def sigmoid(self) -> Tensor: return made(_floating(same(self)), 'sigmoid')
    def log(self):
        logarithm(self)
        return self.exp()

    log2 = log10 = log

    exp = sqrt = tanh = sin = cos = tan = log1p = expm1 = exp2 = rsqrt = reciprocal = erf = erfc = erfinv = _float_unary
    asin = acos = atan = arcsin = arccos = arctan = sinh = cosh = asinh = acosh = atanh = arcsinh = arccosh = arctanh = _float_unary
    lgamma = digamma = deg2rad = rad2deg = i0 = sinc = _float_unary

    def logit(self, eps=None): return self.exp()

    exp_ = log_ = sqrt_ = tanh_ = sigmoid_ = sin_ = cos_ = rsqrt_ = reciprocal_ = log1p_ = expm1_ = erf_ = _float_unary
    def clamp(self, min=None, max=None):
        # bounds that are tensors broadcast
        x = same(self, None, True)
        for bound in (min, max):
            x = arith('Max', x, bound) if is_tensor(bound) else x
        return x

    clip = clamp
    relu = neg = negative = floor = ceil = sign = sgn = square = trunc = fix = frac = positive = _unary
    round = threshold = selu = celu = rrelu = conj = conj_physical = resolve_conj = softplus = prelu = mvlgamma = polygamma = hardshrink = renorm = _tuned
    def clone(self, *args, **kwargs): return copied(self)
    def detach(self): return detached(copied(self))
    def detach_(self):
        lose_gradients()
        return self.detach()

    def contiguous(self, *args, **kwargs): return in_rows(same(self)) if len(kwargs) == 0 else same(self)
    relu_ = abs_ = neg_ = negative_ = clamp_ = clamp_min_ = clamp_max_ = clip_ = zero_ = fill_ = normal_ = uniform_ = random_ = bernoulli_ = exponential_ = cauchy_ = geometric_ = log_normal_ = zeros_ = ones_ = floor_ = ceil_ = round_ = square_ = nan_to_num_ = sign_ = fmod_ = remainder_ = tril_ = triu_ = fill_diagonal_ = logical_not_ = cumsum_ = cumprod_ = _tuned
    pin_memory = share_memory_ = retain_grad = to_sparse = to_sparse_csr = to_sparse_coo = local_value = to_here = coalesce = data_ptr = __copy__ = as_subclass = _as_is
    dropout = fliplr = flipud = to_dense = msort = _moved
    def tril(self, diagonal: int = 0): return triangle(self, same(self), diagonal, True)
    def triu(self, diagonal: int = 0): return triangle(self, same(self), diagonal, False)

    def _along(self, dim, *args, **kwargs):
        _axis(self, dim)
        return same(self)

    cumsum = cumprod = logcumsumexp = _along

    def roll(self, shifts, dims=None):
        for a in () if dims is None else dims if isinstance(dims, (tuple, list)) else (dims,):
            _axis(self, a)
        return same(self)

    def flip(self, *dims):
        for a in dims[0] if len(dims) == 1 and isinstance(dims[0], (tuple, list)) else dims:
            _axis(self, a)
        return same(self)
    clamp_min = clamp_max = bitwise_not = nan_to_num = hardtanh = gelu = _tuned

    def copy_(self, src, non_blocking=False):
        # what is copied is broadcast into place, from wherever it is
        return self._in_place(with_dtype(arith('Add', self, with_device(src, device_of(self))), dtype_of(self))) if is_tensor(src) else self

    def cpu(self, *args, **kwargs): return with_device(self, 0)
    def cuda(self, device=None, *args, **kwargs): return with_device(self, gpu(device))
    def isnan(self): return _same(self, bool_)
    isinf = isfinite = isneginf = isposinf = isreal = signbit = isnan
    def bernoulli(self, p=None): return _same(self)

    def __deepcopy__(self, memo=None): return self

# Methods of tensors that work one element at a time, and products of matrices.
from dimwright import (
    op, tensor, unknown_tensor, dtype_of, dims, rank, kind, result_type, must, arith, same, copied, in_rows, made, with_device,
    with_range)
from torch._support import _floating, _product, _is_discrete, _is_no_mask, bool_, _same
from torch._device import code_of


def _added_to(x, product):
    # what is added is spread over the product, never the other way
    d = dims(product)
    return arith('Add', x if d is None or dims(x) is None else x.expand(d), product)


class Arithmetic:
    # operators, their names, and functions of each element

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
    logical_xor = logical_or
    def logical_not(self): return _same(self, bool_)
    def add_(self, *args, **kwargs): return self._in_place(arith('Add', self, args[-1]))
    def sub_(self, other, alpha=1): return self._in_place(arith('Sub', self, other))
    def mul_(self, other): return self._in_place(arith('Mul', self, other))
    def div_(self, other): return self._in_place(_floating(arith('Div', self, other)))
    def addmm(self, a, b, beta=1, alpha=1): return _added_to(self, a.mm(b))
    def baddbmm(self, a, b, beta=1, alpha=1): return _added_to(self, a.bmm(b))
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

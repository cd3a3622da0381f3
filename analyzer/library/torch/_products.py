# Functions of torch that multiply matrices, and what is asked of them.
from dimwright import op, unknown_tensor, tensor as _make, dtype_of, dims, rank, is_tensor, kind, known, result_type, must
import torch._einsum as _einsum


def matmul(input: Tensor, other: Tensor, out=None): return input.matmul(other)
def mm(input: Tensor, mat2: Tensor, out=None): return input.mm(mat2)
def bmm(input: Tensor, mat2: Tensor, out=None): return input.bmm(mat2)
def mv(input: Tensor, vec: Tensor, out=None): return input.mv(vec)
def dot(input: Tensor, tensor: Tensor, out=None): return input.dot(tensor)
def vdot(input: Tensor, other: Tensor, out=None): return input.dot(other)
def inner(input: Tensor, other: Tensor, out=None): return input.inner(other)
def outer(input: Tensor, vec2: Tensor, out=None): return input.outer(vec2)
ger = outer
def addmm(input: Tensor, mat1: Tensor, mat2: Tensor, beta=1, alpha=1, out=None): return input.addmm(mat1, mat2)
def addmv(input: Tensor, mat: Tensor, vec: Tensor, beta=1, alpha=1, out=None): return input.addmv(mat, vec)
def baddbmm(input: Tensor, batch1: Tensor, batch2: Tensor, beta=1, alpha=1, out=None): return input.baddbmm(batch1, batch2)
def addcmul(input: Tensor, tensor1: Tensor, tensor2: Tensor, value=1, out=None): return input.addcmul(tensor1, tensor2)
def addcdiv(input: Tensor, tensor1: Tensor, tensor2: Tensor, value=1, out=None): return input.addcdiv(tensor1, tensor2)
def kron(input: Tensor, other: Tensor, out=None): return input.kron(other)


def einsum(equation, *operands):
    for x in operands:
        if kind(x) == 'string':
            must('Call/tensor', False, function='einsum()', kind='a string')
            return unknown_tensor('a mistake before')
    return _einsum.einsum(equation, operands[0] if len(operands) == 1 and isinstance(operands[0], (list, tuple)) else operands)


def chain_matmul(*matrices):
    out = matrices[0]
    for x in matrices[1:]:
        out = op.MatMul(out, x)
    return out


def tensordot(a, b, dims=2, out=None): return _contracted(a, b, dims)


def _contracted(a, b, axes):
    c, d = dims(a), dims(b)
    if c is None or d is None or not (kind(axes) == 'int' and known(axes) or isinstance(axes, (tuple, list))):
        return unknown_tensor('tensordot')
    if kind(axes) == 'int':
        left, right = list(range(len(c) - axes, len(c))), list(range(axes))
    else:
        left, right = [[n] if kind(n) == 'int' else list(n) for n in axes]
        left, right = [n % len(c) for n in left], [n % len(d) for n in right]
    for i, j in zip(left, right):
        if not must('MatMul/inner', c[i] == d[j], k=c[i], l=d[j], a=a, b=b):
            return unknown_tensor('a mistake before')
    kept = [n for i, n in enumerate(c) if i not in left] + [n for i, n in enumerate(d) if i not in right]
    return _make(kept, result_type(a, b), a)


def cdist(x1: Tensor, x2: Tensor, p=2.0, compute_mode=None):
    c, d = dims(x1), dims(x2)
    if c is None or d is None:
        return unknown_tensor('cdist')
    if not must('MatMul/inner', c[-1] == d[-1], k=c[-1], l=d[-1], a=x1, b=x2):
        return unknown_tensor('a mistake before')
    return _make((c[:-2] if len(c) >= len(d) else d[:-2]) + (c[-2], d[-2]), result_type(x1, x2), x1)


def pdist(input: Tensor, p=2.0):
    d = dims(input)
    return unknown_tensor('pdist') if d is None else _make((d[0] * (d[0] - 1) // 2,), dtype_of(input), input)


def inverse(input: Tensor, out=None): return input.inverse()
def pinverse(input: Tensor, rcond=None): return input.pinverse()
def det(input: Tensor): return input.det()
logdet = det
def slogdet(input: Tensor): return (input.det(), input.det())
def trace(input: Tensor): return input.trace()
def matrix_power(input: Tensor, n): return input.matrix_power(n)
def matrix_exp(input: Tensor): return input.matrix_exp()
def svd(input: Tensor, some=True, compute_uv=True, out=None): return input.svd(some)
def qr(input: Tensor, some=True, out=None): return input.qr()
def cholesky(input: Tensor, upper=False, out=None): return input.inverse()
def cross(input: Tensor, other: Tensor, dim=None, out=None): return input.cross(other, dim)

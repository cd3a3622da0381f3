# torch.linalg: matrices are the last two axes, all others are batch.
from dimwright import op, tensor, unknown_tensor, dims, dtype, dtype_of, must, kind
from torch._support import _same, _axis, _reduce, int64


class _Parts:
    # named results that are a tuple too
    def __init__(self, **parts):
        self._all = tuple(parts.values())
        for name, part in parts.items():
            setattr(self, name, part)

    def __getitem__(self, i): return self._all[i]
    def __iter__(self): return self._all
    def __len__(self): return len(self._all)


def _square(name, x):
    d = dims(x)
    if d is None:
        return True
    if len(d) < 2:
        must('Linalg/matrix', False, function=name, rank=len(d), x=x)
        return False
    return must('Linalg/square', d[-1] == d[-2], function=name, rows=d[-2], columns=d[-1], x=x)


def _like(name, x): return _same(x) if _square(name, x) else unknown_tensor('a mistake before')
def _number(name, x): return _of(x, dims(x)[:-2], None) if _square(name, x) and dims(x) is not None else unknown_tensor(name)
def _of(x, d, t): return tensor(d, dtype_of(x) if t is None else t, x)


def inv(A, out=None): return _like('inv', A)
def matrix_exp(A): return _like('matrix_exp', A)
def matrix_power(A, n, out=None): return _like('matrix_power', A)
def cholesky(A, upper=False, out=None): return _like('cholesky', A)
def det(A, out=None): return _number('det', A)
def slogdet(A, out=None): return _Parts(sign=_number('slogdet', A), logabsdet=_number('slogdet', A))
def cond(A, p=None, out=None): return _of(A, dims(A)[:-2], None) if dims(A) is not None else unknown_tensor('cond')
def matrix_rank(A, *args, **kwargs): return _of(A, dims(A)[:-2], int64) if dims(A) is not None else unknown_tensor('matrix_rank')
def pinv(A, *args, **kwargs): return A.transpose(-2, -1)


def _smaller(a, b): return min(a, b)


def svd(A, full_matrices=True, driver=None, out=None):
    d = dims(A)
    if d is None:
        return _Parts(U=unknown_tensor('svd'), S=unknown_tensor('svd'), Vh=unknown_tensor('svd'))
    m, n = d[-2], d[-1]
    k = _smaller(m, n)
    return _Parts(U=_of(A, d[:-2] + (m, m if full_matrices else k), None), S=_of(A, d[:-2] + (k,), None), Vh=_of(A, d[:-2] + (n if full_matrices else k, n), None))


def svdvals(A, driver=None, out=None): return svd(A, False).S


def qr(A, mode='reduced', out=None):
    d = dims(A)
    if d is None:
        return _Parts(Q=unknown_tensor('qr'), R=unknown_tensor('qr'))
    m, n = d[-2], d[-1]
    k = m if mode == 'complete' else _smaller(m, n)
    return _Parts(Q=_of(A, d[:-2] + (m, k), None), R=_of(A, d[:-2] + (k, n), None))


def _spectrum(name, A, t):
    ok = _square(name, A) and dims(A) is not None
    return _Parts(eigenvalues=_of(A, dims(A)[:-1], t) if ok else unknown_tensor(name), eigenvectors=_same(A, t) if ok else unknown_tensor(name))


def eigh(A, UPLO='L', out=None): return _spectrum('eigh', A, None)
def eig(A, out=None): return _spectrum('eig', A, dtype('complex64'))
def eigvalsh(A, UPLO='L', out=None): return eigh(A).eigenvalues
def eigvals(A, out=None): return eig(A).eigenvalues


def solve(A, B, left=True, out=None):
    d, e = dims(A), dims(B)
    if not _square('solve', A):
        return unknown_tensor('a mistake before')
    if d is None or e is None:
        return unknown_tensor('solve')
    rows = e[-1] if len(e) == 1 or len(e) == len(d) - 1 else e[-2]
    if not must('Linalg/solve', rows == d[-1], rows=rows, unknowns=d[-1], A=A, B=B):
        return unknown_tensor('a mistake before')
    return _same(B)


def solve_triangular(A, B, upper=True, left=True, unitriangular=False, out=None): return solve(A, B)


def lstsq(A, B, rcond=None, driver=None):
    d, e = dims(A), dims(B)
    if d is None or e is None:
        return _Parts(solution=unknown_tensor('lstsq'), residuals=unknown_tensor('lstsq'), rank=unknown_tensor('lstsq'), singular_values=unknown_tensor('lstsq'))
    if len(e) == len(d):
        must('Linalg/solve', e[-2] == d[-2], rows=e[-2], unknowns=d[-2], A=A, B=B)
    x = _of(B, d[:-2] + (d[-1],) + e[len(d) - 1:], None)
    return _Parts(solution=x, residuals=unknown_tensor('residuals'), rank=_of(A, d[:-2], int64), singular_values=unknown_tensor('singular values'))


def norm(A, ord=None, dim=None, keepdim=False, out=None, dtype=None): return _reduce('ReduceSum', A, dim, keepdim)
def vector_norm(x, ord=2, dim=None, keepdim=False, out=None, dtype=None): return _reduce('ReduceSum', x, dim, keepdim)
def matrix_norm(A, ord='fro', dim=(-2, -1), keepdim=False, out=None, dtype=None): return _reduce('ReduceSum', A, dim, keepdim)
def matmul(input: Tensor, other: Tensor, out=None): return op.MatMul(input, other)
def vecdot(x, y, dim=-1, out=None): return _reduce('ReduceSum', x * y, dim, False)
def cross(input: Tensor, other: Tensor, dim=-1, out=None): return input.cross(other, dim)
def diagonal(A, offset=0, dim1=-2, dim2=-1): return A.diagonal(offset, dim1, dim2)


def multi_dot(tensors, out=None):
    parts = list(tensors)
    x = parts[0]
    for y in parts[1:]:
        x = op.MatMul(x, y)
    return x

# numpy.linalg: norms, factors and solutions. Matrices stand in the last two axes.
from dimwright import some_number, same, as_array, tensor, unknown_tensor, dims, dtype_of, dtype_name, rank, must, kind, known
from numpy._array import array, matmul, _reduced, _t
from numpy._types import float32, float64, int64, _as, _averaged, _common, _group, _type


def _real(x):
    # integers become float64, and short reals are not taken
    return _averaged(_t(array(x)))


def _square(x):
    d = dims(_t(array(x)))
    return d is None or (must('Linalg/matrix', len(d) >= 2, function='numpy.linalg', rank=len(d), x=_t(array(x))) and must('Linalg/square', d[-1] == d[-2], function='numpy.linalg', rows=d[-2], columns=d[-1], x=_t(array(x))))


def norm(x, ord=None, axis=None, keepdims=False): return as_array(tensor((), _real(x))) if axis is None and keepdims is not True else _reduced('ReduceSum', array(x), axis, keepdims, _real(x))
def inv(x): return as_array(_as(same(_t(array(x))), _real(x))) if _square(x) else as_array(unknown_tensor('a mistake before'))
def det(x): return as_array(unknown_tensor('a determinant', _real(x)) if not _square(x) or dims(_t(array(x))) is None else tensor(dims(_t(array(x)))[:-2], _real(x)))
def slogdet(x): return (det(x), det(x))
def matrix_rank(x, *args, **kwargs): return as_array(unknown_tensor('a rank', int64) if dims(_t(array(x))) is None else tensor(dims(_t(array(x)))[:-2], int64))
def cond(x, *args): return as_array(tensor(dims(_t(array(x)))[:-2], _real(x)) if dims(_t(array(x))) is not None else unknown_tensor('a condition', _real(x)))
cholesky = inv
def matrix_power(x, n): return as_array(same(_t(array(x)))) if _square(x) else as_array(unknown_tensor('a mistake before'))


def pinv(x, *args, **kwargs):
    d = dims(_t(array(x)))
    return as_array(unknown_tensor('a pseudo-inverse') if d is None else tensor(d[:-2] + (d[-1], d[-2]), _real(x)))


def solve(a, b):
    x, y = _t(array(a)), _t(array(b))
    d, n = dims(x), dims(y)
    if not _square(a) or d is None or n is None:
        return as_array(unknown_tensor('a solution'))
    k = n[0] if len(n) == 1 else n[-2]
    must('Linalg/solve', k == d[-1], rows=k, unknowns=d[-1], a=x, b=y)
    return as_array(_as(tensor(n if len(d) == 2 else d[:-2] + n[-2:], dtype_of(y)), _averaged(tensor((), _common(x, y)))))


def lstsq(a, b, rcond=None):
    x, y = _t(array(a)), _t(array(b))
    d, n = dims(x), dims(y)
    t = _averaged(tensor((), _common(x, y)))
    rest = (as_array(unknown_tensor('residuals', t)), as_array(tensor((), int64)), as_array(unknown_tensor('singular values', t)))
    if d is None or n is None:
        return (as_array(unknown_tensor('a solution', t)),) + rest
    must('Linalg/solve', n[0] == d[0], rows=n[0], unknowns=d[0], a=x, b=y)
    return (as_array(tensor((d[1],) + n[1:], t)),) + rest


def eigh(x, *args):
    t = _t(array(x))
    d = dims(t)
    if not _square(x) or d is None:
        return (as_array(unknown_tensor('eigenvalues')), as_array(unknown_tensor('eigenvectors')))
    return (as_array(tensor(d[:-1], _real(x))), as_array(tensor(d, _real(x))))


def eig(x):
    # real or complex, as the matrix has it
    values, vectors = eigh(x)
    return (as_array(unknown_tensor('eigenvalues')) if rank(_t(values)) is None else as_array(_as(_t(values), None)), as_array(_as(_t(vectors), None)))


def eigvalsh(x, *args): return eigh(x)[0]
def eigvals(x): return eig(x)[0]


def svd(x, full_matrices=True, compute_uv=True, hermitian=False):
    t = _t(array(x))
    d = dims(t)
    if d is None or len(d) < 2:
        return (as_array(unknown_tensor('svd')),) * 3
    m, n = d[-2], d[-1]
    k = min(m, n)
    s = as_array(tensor(d[:-2] + (k,), _real(x)))
    if compute_uv is False:
        return s
    return (as_array(tensor(d[:-2] + (m, m if full_matrices else k), _real(x))), s, as_array(tensor(d[:-2] + (n if full_matrices else k, n), _real(x))))


def svdvals(x): return svd(x, compute_uv=False)


def qr(x, mode='reduced'):
    d = dims(_t(array(x)))
    if d is None or len(d) < 2:
        return (as_array(unknown_tensor('qr')),) * 2
    m, n = d[-2], d[-1]
    k = m if mode == 'complete' else min(m, n)
    r = as_array(tensor(d[:-2] + (k, n), _real(x)))
    return r if mode == 'r' else (as_array(tensor(d[:-2] + (m, k), _real(x))), r)


def multi_dot(arrays):
    r = arrays[0]
    for x in arrays[1:]:
        r = matmul(r, x)
    return r

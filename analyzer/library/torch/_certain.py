# What surely makes NaN or infinity: spreads of one value, logarithms of a zero that is there, rows in which everything
# is masked. `made` says of a mask whether it covers some whole row ('covers') or leaves each a part ('leaves'), of scores
# that a row of them is minus infinity ('masked row').
from dimwright import dims, is_tensor, kind, known, made, made_by, must, range_of, warn

OPPOSITE = {'covers': 'leaves', 'leaves': 'covers'}


def spread(x, dim, unbiased, correction, function):
    # the divisor is the number of values less one
    d = dims(x)
    if d is None or isinstance(dim, bool) or unbiased is not True or not known(correction) or correction != 1:
        return
    n = 1
    for a in range(len(d)) if dim is None else dim if isinstance(dim, (tuple, list)) else (dim,):
        if len(d) == 0:
            break
        if not known(a) or a >= len(d) or a < -len(d):
            return
        n = n * d[a]
    if known(n) and n == 1:
        warn('Std/single', False, function=function, x=x)


def logarithm(x):
    # both ends of the range are there, unless any element may be them
    r = range_of(x)
    if r is not None and r[2] is False and known(r[0]) and known(r[1]) and r[0] == 0 and r[1] > 0:
        warn('Log/zero', False, x=x)


def triangle(x, to, diagonal, is_lower):
    # of ones: True where it covers
    d, r = dims(x), range_of(x)
    if d is not None and len(d) < 2:
        must('Linalg/matrix', False, function='tril' if is_lower else 'triu', rank=len(d), x=x)
        return to
    if d is None or not known(diagonal):
        return to
    whole = (d[-1] == d[-2] and diagonal >= 0) if is_lower else diagonal <= 0
    if made_by(x) == 'minus infinity':
        return made(to, 'added row') if whole and not is_lower else to
    if r is not None and known(r[0]) and known(r[1]) and r[0] == 1 and r[1] == 1:
        return made(to, 'covers' if whole else 'leaves') if d[-1] == d[-2] else to
    return to


def kept(x, to):
    return made(to, made_by(x)) if made_by(x) in OPPOSITE else to


def turned(x, to):
    return made(to, OPPOSITE[made_by(x)]) if made_by(x) in OPPOSITE else to


def compared(x, other, to, is_equal):
    # with the 0 or 1 that a mask holds
    if made_by(x) not in OPPOSITE or not (isinstance(other, (int, float, bool)) and known(other)):
        return to
    return kept(x, to) if (other == 1) == is_equal else turned(x, to) if other == 0 or other == 1 else to


def is_past(x, n):
    # a number that is none of the tensor's
    r = range_of(x)
    return r is not None and known(n) and known(r[0]) and known(r[1]) and (n > r[1] or n < r[0])


def is_minus_infinity(value): return kind(value) == 'float' and known(value) and value < -1e300


def masked(x: Tensor, mask: Tensor, value, to):
    d = dims(mask)
    if is_minus_infinity(value) and made_by(mask) == 'covers' and d is not None and len(d) >= 2:
        return made(to, 'masked row')
    return to


def added(x, other, to):
    return made(to, 'masked row') if (is_tensor(other) and made_by(other) == 'added row') or made_by(x) == 'added row' else to


def softened(name, x, dim):
    d = dims(x)
    if made_by(x) == 'masked row' and known(dim) and (dim == -1 or (d is not None and dim == len(d) - 1)):
        warn('Softmax/masked', False, function=name, x=x)

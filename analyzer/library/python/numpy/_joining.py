# numpy: arrays joined, split, repeated, filled up and turned.
from dimwright import (op, tensor, unknown_tensor, dtype_of, dims, rank, is_tensor, kind, known, fresh, unknown, with_dtype, with_range, same, as_array, is_array, must, index)
from numpy._array import array, _axes, _count, _data, _size, _t
from numpy._types import float32, int64, _as, _common


def _array(x): return _t(x) if is_array(x) or is_tensor(x) else _data(x)


def _joined(parts, axis):
    parts = list(parts)
    if not known(len(parts)):
        first = _array(parts[0])
        d = dims(first)
        if d is None or not known(axis) or len(d) == 0:
            return as_array(unknown_tensor('an unknown number of arrays', dtype_of(first)))
        a = axis + len(d) if axis < 0 else axis
        return as_array(tensor(d[:a] + (fresh('joined'),) + d[a + 1:], dtype_of(first)))
    ts = [_array(x) for x in parts]
    t = _common(*ts)
    if axis is None:
        ts, axis = [x.reshape(-1) for x in ts], 0
    return as_array(_as(op.Concat(*[with_dtype(x, float32) for x in ts], axis=axis), t))


def concatenate(parts, axis=0, **kwargs): return _joined([array(x) for x in parts] if known(len(parts)) else parts, axis)
concat = concatenate
def append(x, values, axis=None): return _joined([array(x), array(values)], axis)


def stack(parts, axis=0, **kwargs):
    parts = list(parts)
    if not known(len(parts)):
        first = _array(parts[0])
        d = dims(first)
        if d is None or not known(axis):
            return as_array(unknown_tensor('an unknown number of arrays', dtype_of(first)))
        a = axis + len(d) + 1 if axis < 0 else axis
        return as_array(tensor(d[:a] + (_count(parts),) + d[a:], dtype_of(first)))
    return _joined([as_array(_whole(x).unsqueeze(axis)) for x in parts], axis)


def _whole(x):
    t = _array(x)
    return t if is_tensor(t) else _data([x]).reshape(())


def _least(x, n):
    t = _whole(x)
    while rank(t) is not None and rank(t) < n:
        t = t.unsqueeze(0)
    return as_array(t)


def atleast_1d(x): return _least(x, 1)
def atleast_2d(x): return _least(x, 2)
def atleast_3d(x):
    t = _whole(x)
    if rank(t) is None:
        return as_array(t)
    return as_array(t.reshape(1, 1, 1) if rank(t) == 0 else t.unsqueeze(0).unsqueeze(2) if rank(t) == 1 else t.unsqueeze(2) if rank(t) == 2 else t)


def vstack(parts, **kwargs): return _joined([_least(x, 2) for x in parts], 0)
row_stack = vstack
def hstack(parts, **kwargs):
    parts = [_least(x, 1) for x in parts]
    return _joined(parts, 0 if parts[0].ndim == 1 else 1)


def dstack(parts, **kwargs): return _joined([atleast_3d(x) for x in parts], 2)
def column_stack(parts): return _joined([as_array(_t(x).unsqueeze(1)) if x.ndim == 1 else x for x in [array(p) for p in parts]], 1)


def _split(x, places, axis, equal):
    t = _t(array(x))
    d = dims(t)
    if d is None or not known(axis):
        return unknown('parts of an array')
    a = axis + len(d) if axis < 0 else axis
    n = d[a]
    if kind(places) == 'int':
        if not known(places):
            return unknown('parts of an array')
        if equal and not must('Split/equal', n % places == 0, axis=a, extent=n, pieces=places, x=t):
            return unknown('a mistake before')
        sizes = [n // places] * places if equal else [(n + places - 1 - i) // places for i in range(places)]
    else:
        ends = [e for e in places] if known(len(places)) else None
        if ends is None or not known(n) or not all([known(e) for e in ends]):
            return unknown('parts of an array')
        ends = [min(max(n + e if e < 0 else e, 0), n) for e in ends]
        sizes = [max(e - b, 0) for b, e in zip([0] + ends, ends + [n])]
    return [as_array(tensor(d[:a] + (k,) + d[a + 1:], dtype_of(t), t)) for k in sizes]


def split(x, places, axis=0): return _split(x, places, axis, True)
def array_split(x, places, axis=0): return _split(x, places, axis, False)
def vsplit(x, places): return _split(x, places, 0, True)
def hsplit(x, places): return _split(x, places, 0 if array(x).ndim == 1 else 1, True)
def dsplit(x, places): return _split(x, places, 2, True)


def expand_dims(x, axis):
    t = _t(array(x))
    if not isinstance(axis, (tuple, list)):
        return as_array(t.unsqueeze(axis))
    if rank(t) is None:
        return as_array(unknown_tensor('more axes', dtype_of(t)))
    r = rank(t) + len(axis)
    for a in sorted([a + r if a < 0 else a for a in axis]):
        t = t.unsqueeze(a)
    return as_array(t)


def squeeze(x, axis=None): return array(x).squeeze(axis)
def reshape(x, shape, *args, **kwargs): return array(x).reshape(shape)
def transpose(x, axes=None): return array(x).T if axes is None else array(x).transpose(*axes)
permute_dims = transpose
def swapaxes(x, a, b): return array(x).swapaxes(a, b)
def moveaxis(x, a, b): return as_array(_t(array(x)).movedim(a, b))


def rollaxis(x, axis, start=0):
    d = dims(_t(array(x)))
    return as_array(unknown_tensor('axes in another order') if d is None else _t(array(x)).movedim(axis, start - 1 if start > axis else start))


def repeat(x, n, axis=None): return array(x).repeat(n, axis)


def tile(x, times):
    # as many times as there are axes, and more
    t, n = _whole(x), _size(times)
    if rank(t) is None or not known(len(n)):
        return as_array(unknown_tensor('repeated arrays', dtype_of(t)))
    return as_array(t.repeat(*((1,) * (rank(t) - len(n)) + n)))


def _kept(x, *args, **kwargs): return as_array(same(_t(array(x))))
roll = _kept
def flip(x, axis=None):
    t = _t(array(x))
    return as_array(t.flip(tuple(range(rank(t))) if axis is None else _axes(axis))) if rank(t) is not None else as_array(same(t))


def fliplr(x): return flip(x, 1)
def flipud(x): return flip(x, 0)
def rot90(x, k=1, axes=(0, 1)):
    t = _t(array(x))
    return as_array(unknown_tensor('a turned array', dtype_of(t))) if rank(t) is None or not known(k) else as_array(t.transpose(*axes) if k % 2 == 1 else same(t))


def copy(x, *args, **kwargs): return array(x).copy()
def ravel(x, *args): return array(x).flatten()


def pad(x, width, *args, **kwargs):
    t = _t(array(x))
    d = dims(t)
    if d is None:
        return as_array(unknown_tensor('np.pad', dtype_of(t)))
    if kind(width) == 'int':
        ends = [(width, width)] * len(d)
    elif is_array(width) or not known(len(width)) or len(width) == 0:
        return as_array(tensor([fresh('padded', 0) for _ in d], dtype_of(t)))
    elif kind(width[0]) == 'int':
        ends = [(width[0], width[-1])] * len(d)
    else:
        ends = [tuple(w) for w in width]
        ends = ends * len(d) if len(ends) == 1 else ends
        ends = [(w[0], w[-1]) for w in ends]
    if not must('Pad/pads', len(ends) == len(d), given=len(ends), expected=len(d), x=t):
        return as_array(unknown_tensor('a mistake before', dtype_of(t)))
    return as_array(tensor([n + w[0] + w[1] for n, w in zip(d, ends)], dtype_of(t), t))


def broadcast_to(x, shape): return as_array(_whole(x).expand(*_size(shape)))


def broadcast_arrays(*xs):
    r = _t(array(xs[0]))
    for x in xs[1:]:
        r = op.Add(with_dtype(r, float32), with_dtype(_t(array(x)), float32))
    return tuple([as_array(_as(same(r), dtype_of(_t(array(x))))) for x in xs])


def take(x, places, axis=None, **kwargs): return array(x).take(places, axis)


def take_along_axis(x, places, axis=-1):
    t, i = _t(array(x)), _t(array(places))
    if axis is None:
        return as_array(_as(same(i), dtype_of(t)))
    d, n = dims(t), dims(i)
    if d is None or n is None or not known(axis):
        return as_array(unknown_tensor('picked entries', dtype_of(t)))
    if not must('Gather/rank', len(n) == len(d), given=len(n), rank=len(d), x=t, index=i):
        return as_array(unknown_tensor('a mistake before', dtype_of(t)))
    a = axis + len(d) if axis < 0 else axis
    sizes = []
    for k in range(len(d)):
        if k != a:
            must('Gather/size', n[k] == d[k] or n[k] == 1 or d[k] == 1, axis=k, given=n[k], extent=d[k], x=t, index=i)
        sizes.append(n[k] if k == a or not (known(n[k]) and n[k] == 1) else d[k])
    return as_array(tensor(sizes, dtype_of(t), t))


def put_along_axis(*args, **kwargs): return None


def _resized(x, axis, size):
    # another number of entries along an axis, or of all of them in a row
    t = _t(array(x)) if axis is not None else _t(array(x).flatten())
    d = dims(t)
    a = 0 if axis is None else axis
    if d is None or not known(a):
        return as_array(unknown_tensor('an array of other entries', dtype_of(t)))
    a = a + len(d) if a < 0 else a
    return as_array(tensor(d[:a] + (size(d[a]),) + d[a + 1:], dtype_of(t)))


def compress(condition, x, axis=None):
    return _resized(x, axis, lambda n: fresh('selected'))


def extract(condition, x): return compress(condition, x)


def delete(x, places, axis=None):
    return _resized(x, axis, lambda n: n - 1 if kind(places) == 'int' else fresh('kept'))


def insert(x, places, values, axis=None):
    return _resized(x, axis, lambda n: fresh('joined'))


def diff(x, n=1, axis=-1, **kwargs):
    t = _t(array(x))
    d = dims(t)
    if d is None or not known(axis) or not known(n) or len(kwargs) > 0:
        return as_array(unknown_tensor('differences', dtype_of(t)))
    a = axis + len(d) if axis < 0 else axis
    return as_array(tensor(d[:a] + (max(d[a] - n, 0) if known(d[a]) else d[a] - n,) + d[a + 1:], dtype_of(t), t))


def meshgrid(*xs, **kwargs):
    sizes = [array(x).size for x in xs]
    where = list(range(len(xs)))
    if kwargs.get('indexing', 'xy') == 'xy' and len(sizes) > 1:
        sizes, where = [sizes[1], sizes[0]] + sizes[2:], [1, 0] + where[2:]
    open_ = kwargs.get('sparse', False) is True
    return [as_array(tensor([n if not open_ or where[i] == k else 1 for i, n in enumerate(sizes)], dtype_of(_t(array(x))))) for k, x in enumerate(xs)]


def indices(dimensions, dtype=None, **kwargs): return as_array(tensor((len(dimensions),) + tuple(dimensions), int64))


def diag(x, k=0):
    t = _t(array(x))
    d = dims(t)
    if d is None or not known(k):
        return as_array(unknown_tensor('a diagonal', dtype_of(t)))
    n = abs(k)
    if len(d) == 1:
        return as_array(tensor((d[0] + n, d[0] + n), dtype_of(t)))
    return as_array(t.diagonal(k))


def diagonal(x, offset=0, axis1=0, axis2=1): return array(x).diagonal(offset, axis1, axis2)
def trace(x, *args): return array(x).trace(*args)
triu = tril = _kept

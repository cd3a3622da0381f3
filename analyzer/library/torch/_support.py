# What methods of tensors and functions of torch share: axes, element types, reductions, pairs of results.
from dimwright import (
    op, tensor, unknown_tensor, dtype, dtype_of, dims, rank, with_dtype, is_tensor, kind, result_type, must, surely, index, known, expect_rank,
    same, as_shape, made, made_by, warn, with_device, share_device, with_range, range_of, dtype_name, leaf, outside)
from torch._certain import softened
from torch._device import Place, code_of

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
        # a number has one axis for this purpose
        must('View/axes', dim == 0 or dim == -1, axis=dim, rank=r, x=x)
        return 0
    must('View/axes', dim >= -r and dim < r, axis=dim, rank=r, x=x)
    return dim + r if dim < 0 else dim


def _product_of(sizes):
    n = 1
    for k in sizes:
        n = n * k
    return n


def _surely_none(sizes):
    # an extent among them is 0
    return surely(0 in sizes)


def _reduce(name, x, dim, keepdim):
    axes = _axes(x, dim)
    if rank(x) == 0:
        for a in axes or ():
            _axis(x, a)
        return _same(x)
    if axes is None:
        if rank(x) is None and not keepdim:
            return tensor((), dtype_of(x), x)
        return getattr(op, name)(x, keepdims=keepdim)
    return getattr(op, name)(x, axes=axes, keepdims=keepdim)


def _extreme(name, x, dim, keepdim):
    # of no elements none is the largest
    d = dims(x)
    if d is not None:
        fine = True
        for a in _axes(x, dim) or range(len(d)):
            if a >= -len(d) and a < len(d):
                fine = must('ArgMax/empty', d[a] >= 1, extent=d[a], x=x) and fine
        if not fine:
            return unknown_tensor('a mistake before', dtype_of(x))
    return _reduce(name, x, dim, keepdim)


def Size(*args): return as_shape(_flat(args))


def _positions(index, x, dim):
    # any place along an axis may come up
    d = dims(x)
    if d is None or len(d) == 0 or not is_tensor(index):
        return index
    return made(with_range(index, 0, d[dim] - 1, True), 'choice')


def _index_of_extreme(name, x, dim, keepdim):
    if rank(x) is None:
        return unknown_tensor(name, int64, x, 0 if keepdim is True else -1)
    if rank(x) == 0:
        # one number has an axis here
        _axis(x, dim)
        return op.ArgMax(x.unsqueeze(0), axis=0, keepdims=False)
    return _positions(op.ArgMax(x, axis=dim, keepdims=keepdim), x, dim)


def _softmax(function, name, x, dim):
    softened(name, x, dim)
    if not known(dim):
        return made(_same(x), name)
    if rank(x) == 0 or (rank(x) is not None and 0 in dims(x)):
        # one number has an axis here, and where nothing is computed any type does
        _axis(x, dim)
        return made(_same(x), name)
    _over_batch(name, x, dim)
    r = rank(x)
    across = r is not None and r > 2 and made_by(x) == 'product' and name == 'softmax' and (dim == -2 or dim == r - 2)
    return made(function(x, axis=dim), 'softmax down rows' if across else name)


def weighs(x):
    # the rows of what stands at the left are the weights
    warn('Softmax/across', made_by(x) != 'softmax down rows', x=x)


def _over_batch(name, x, dim):
    # the scores of a layer, one row for each sample: what competes are the classes of a row, not the samples
    d = dims(x)
    if d is not None and len(d) == 2 and made_by(x) == 'layer' and (dim == 0 or dim == -2):
        warn('Softmax/batch', (known(d[1]) and d[1] == 1) or (known(d[0]) and d[0] == 1), function=name, classes=d[1], samples=d[0], x=x)
    # products of matrices, one for each sample and head
    if d is not None and len(d) == 4 and made_by(x) == 'product' and dim in (0, 1, -4, -3):
        warn('Softmax/stack', False, function=name, axis=dim, x=x)


def _fits_index(x, dim, index, source):
    # gather and scatter: an index of as many axes, within the others' sizes, of places that exist
    d, n = dims(x), dims(index)
    t = dtype_of(index)
    expect_dtype(index, int64)
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


def is_no_record(x):
    # values with their indices are no tensor
    return kind(x) != 'instance' or must('Tensor/expected', not isinstance(x, _Pair), kind='a pair of values and indices')


def known_int(n):
    return known(n)


def _placed(x, kwargs):
    # where `device=` of a function that makes tensors says, else where all new ones are put
    if kwargs.get('device') is None:
        x = _at_default(x)
    return _kept(x, kwargs)


def _at_default(x): return x if Place.default == 0 else with_device(x, Place.default)


def _kept(x, kwargs):
    # of another tensor: where that is, unless `device=` says otherwise
    device = kwargs.get('device')
    x = x if device is None else with_device(x, code_of(device))
    learns = kwargs.get('requires_grad', False)
    return leaf(x) if learns is True else outside(x) if learns is False else x

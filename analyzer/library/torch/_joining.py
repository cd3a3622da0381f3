# Functions of torch that put tensors together.
from dimwright import op, tensor as _make, unknown_tensor, dtype_of, dims, rank, with_dtype, is_tensor, kind, fresh, tail, with_tail, result_type, must, arith, known, samples
from torch._support import _same, _axis, float32, is_no_record


def _dim_of(args, kwargs, default):
    d = kwargs.get('dim', kwargs.get('axis'))
    return (args[0] if len(args) > 0 else default) if d is None else d


def _parts(name, tensors):
    # what is joined comes in a list or tuple; undefined where it does not
    if (is_tensor(tensors) or kind(tensors) in ('int', 'float', 'string')) and not must('Call/tensors', False, function=name, x=tensors):
        return None
    parts = list(tensors)
    for x in parts if known(len(parts)) else []:
        if not is_no_record(x) or not must('Call/tensor', kind(x) not in ('tuple', 'list', 'dict'), function=name + '()', kind='a ' + kind(x)):
            return None
    return parts


def cat(tensors, *args, **kwargs):
    dim = _dim_of(args, kwargs, 0)
    parts = _parts('cat', tensors)
    if parts is None:
        return unknown_tensor('a mistake before')
    if not known(len(parts)):
        return _joined(parts, dim)
    kept = [x for x in parts if not (is_tensor(x) and rank(x) == 1 and dims(x)[0] == 0)]
    parts = kept if len(kept) > 0 else parts
    if len(parts) == 1:
        if is_tensor(parts[0]) and rank(parts[0]) is not None:
            _axis(parts[0], dim)
        return parts[0]
    ends = _joined_ends(parts, dim)
    if ends is not None:
        return with_tail(ends, result_type(*parts))
    t = result_type(*parts)
    return with_dtype(op.Concat(*[with_dtype(x, float32) for x in parts], axis=dim), t)


concat = concatenate = cat


def _joined_ends(parts, dim):
    # of tensors of unknown rank the last size may be known, along which they are joined
    if not (known(dim) and dim == -1):
        return None
    n = 0
    for x in parts:
        d = (dims(x) if rank(x) is not None else tail(x)) if is_tensor(x) else None
        if d is None or len(d) == 0 or (rank(x) is not None and rank(parts[0]) is None):
            return None
        n = n + d[-1]
    return (n,) if rank(parts[0]) is None else None


def _joined(parts, dim):
    # some tensors, of which one stands for all: only the axis along which they are joined is not known
    first = _known(parts)
    d = dims(first) if is_tensor(first) else None
    if d is None or len(d) == 0 or not known(dim):
        return unknown_tensor('a concatenation of an unknown number of tensors', dtype_of(first) if is_tensor(first) else None)
    a = _axis(first, dim)
    for x in parts:
        if is_tensor(x) and rank(x) is not None and rank(x) != len(d):
            return op.Concat(with_dtype(first, float32), with_dtype(x, float32), axis=dim)
    return _make(d[:a] + (fresh('joined'),) + d[a + 1:], dtype_of(first), first)


def _known(parts):
    # all but the axis along which they are joined is alike
    parts = samples(parts)
    for x in parts:
        if is_tensor(x) and rank(x) is not None:
            return x
    return parts[0] if len(parts) > 0 else None


def stack(tensors, *args, **kwargs):
    dim = _dim_of(args, kwargs, 0)
    parts = list(tensors)
    if not known(len(parts)):
        first = _known(parts)
        if is_tensor(first) and rank(first) is not None:
            x = first.unsqueeze(dim)
            d = dims(x)
            a = _axis(x, dim)
            return _make(d[:a] + (fresh('stacked', 1),) + d[a + 1:], dtype_of(first), first)
        return unknown_tensor('a stack of an unknown number of tensors')
    return cat([x.unsqueeze(dim) for x in parts], dim)


def _atleast(x, n):
    while rank(x) is not None and rank(x) < n:
        x = x.unsqueeze(0)
    return x


def atleast_1d(*tensors): return _atleast(tensors[0], 1) if len(tensors) == 1 else tuple([_atleast(x, 1) for x in tensors])
def atleast_2d(*tensors): return _atleast(tensors[0], 2) if len(tensors) == 1 else tuple([_atleast(x, 2) for x in tensors])
def vstack(tensors, out=None): return cat([_atleast(x, 2) for x in tensors], 0)
row_stack = vstack


def hstack(tensors, out=None):
    parts = [_atleast(x, 1) for x in tensors]
    return cat(parts, 0 if rank(parts[0]) == 1 else 1)


def _deep(x): return _atleast(x, 2).unsqueeze(-1) if rank(x) is not None and rank(x) < 3 else x
def dstack(tensors, out=None): return cat([_deep(x) for x in tensors], 2)
def column_stack(tensors, out=None): return cat([x.reshape(x.numel(), 1) if rank(x) is not None and rank(x) < 2 else x for x in tensors], 1)


def meshgrid(*tensors, **kwargs):
    parts = list(tensors[0]) if len(tensors) == 1 and isinstance(tensors[0], (list, tuple)) else list(tensors)
    sizes = [x.numel() for x in parts]
    if kwargs.get('indexing') == 'xy' and len(sizes) > 1:
        sizes = [sizes[1], sizes[0]] + sizes[2:]
    return tuple([_make(sizes, dtype_of(x), x) for x in parts])


def cartesian_prod(*tensors):
    n = 1
    for x in tensors:
        n = n * x.numel()
    return _make((n, len(tensors)) if len(tensors) > 1 else (n,), dtype_of(tensors[0]), tensors[0])


def block_diag(*tensors):
    rows = columns = 0
    for x in tensors:
        d = dims(_atleast(x, 2))
        if d is None:
            return unknown_tensor('block_diag')
        rows, columns = rows + d[0], columns + d[1]
    return _make((rows, columns), result_type(*tensors), tensors[0])


def combinations(input: Tensor, r=2, with_replacement=False): return _make((fresh('combinations'), r), dtype_of(input), input)


def broadcast_tensors(*tensors):
    r = tensors[0]
    for x in tensors[1:]:
        r = arith('Add', r, x)
    return tuple([_same(r, dtype_of(x)) for x in tensors])


def broadcast_shapes(*shapes):
    r = _make(tuple(shapes[0]), float32)
    for d in shapes[1:]:
        r = arith('Add', r, _make(tuple(d), float32))
    return dims(r)

# Tensors of what nested lists and numbers hold, and the constructors of one element type.
from dimwright import (
    tensor, unknown_tensor, dtype, dtype_of, device_code, with_device, dims, with_dtype, is_tensor, kind, fresh, result_type, must, known, with_sizes, with_range,
    range_of, as_tensor, samples, is_array, is_shape, sizes_of, bounds_of)
from torch._support import default_dtype, int64, bool_, _same


class _Legacy:
    # torch.LongTensor, torch.cuda.FloatTensor and their like: a class to call, and an element type at a place
    def __init__(self, t, place='cpu'):
        self.dtype = t
        self.place = place

    def __call__(self, *args, **kwargs):
        return with_device(self._made(tuple([as_tensor(a) for a in args])), device_code(self.place))

    def _made(self, args):
        if len(args) == 1 and is_shape(args[0]):
            return tensor(args[0], self.dtype)
        if len(args) == 1 and kind(args[0]) in ('list', 'tuple', 'iterator'):
            return with_dtype(_from_data(args[0]), self.dtype)
        if len(args) == 1 and (is_tensor(args[0]) or kind(args[0]) == 'unknown'):
            return unknown_tensor('data', self.dtype, args[0]) if not is_tensor(args[0]) else with_dtype(args[0], self.dtype)
        return tensor(args, self.dtype)


_NAMES = {'Float': 'float32', 'Double': 'float64', 'Long': 'int64', 'Int': 'int32', 'Half': 'float16', 'Byte': 'uint8', 'Bool': 'bool'}


def _legacy(name):
    # 'torch.cuda.FloatTensor'; none where it is no such name
    for short, t in _NAMES.items():
        if short + 'Tensor' in name:
            return _Legacy(dtype(t), 'cuda' if 'cuda' in name else 'cpu')
    return None


def _inside(data):
    # a tensor in a list is a number; an array is a row
    if not is_tensor(data) or is_array(data):
        return _from_data(data)
    d = dims(data)
    for n in () if d is None else d:
        if not must('Tensor/item', n == 1, shape=d, x=data):
            return unknown_tensor('a mistake before')
    s = sizes_of(data)
    x = tensor((), dtype_of(data))
    return x if s is None or len(s) != 1 else with_sizes(x, s)


def _bounded(x, items):
    # of numbers that come from between two others, each may come up
    bounds = [bounds_of(i) for i in items if kind(i) == 'int']
    if len(bounds) == 0 or len(bounds) < len(items) or None in bounds:
        return x
    return with_range(x, min([low for low, high in bounds]), max([high for low, high in bounds]))


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
    # a tuple of unknown length is an iterator here
    if k in ('list', 'tuple', 'range', 'iterator'):
        n = len(data)
        if not known(n):
            parts = [_inside(x) for x in samples(data)]
            if len(parts) == 0:
                return unknown_tensor('data')
            # rows of different lengths are no tensor: each of them tells the others'
            d = None
            for x in parts:
                if d is None:
                    d = dims(x)
            t = result_type(*parts)
            if not all([dims(x) is None or d is None or len(dims(x)) == len(d) for x in parts]):
                return unknown_tensor('data', t)
            if d is None:
                return unknown_tensor('data', t, parts[0], 1)
            return _bounded(tensor((n if kind(n) == 'int' else fresh('data'),) + d, t), samples(data))
        if n == 0:
            return tensor((0,), default_dtype())
        first = _inside(data[0])
        d = dims(first)
        if d is None:
            return unknown_tensor('data', dtype_of(first), first, 1)
        if n > 64:
            return tensor((n,) + d, dtype_of(first))
        parts = [first] + [_inside(data[i]) for i in range(1, n)]
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
    return unknown_tensor('data', None, data)

# Methods of tensors that move elements or only look at them in another shape.
from dimwright import (
    op, tensor, unknown_tensor, dtype, dtype_of, dims, rank, with_shape, with_dtype, is_tensor, kind, fresh, is_one, must, unknown, index, known,
    expect_rank, turns, permuted, expanded, in_rows, lies_in_rows, must_view, made, made_by, view_order, strides_of, tail, with_strides, with_tail, settled)
from torch._support import _flat, _axis, known_int, _same, float32


def _part(x, size, dim):
    # of a tensor of unknown rank: only along the last axis it is known which size changes
    if kind(size) == 'int' and known(dim) and dim == -1:
        return with_tail((size,), dtype_of(x), x)
    return unknown_tensor('a part of a tensor of unknown rank', dtype_of(x), x)

complex64 = dtype('complex64')


def _changed(x):
    # of as many axes, of which any may have another size
    return unknown_tensor('a tensor of unknown shape', dtype_of(x), x)


class Moving:
    # views, axes, repetitions, parts

    def view(self, *shape, **kwargs):
        shape = shape if len(shape) > 0 else (kwargs['dtype'],) if 'dtype' in kwargs else tuple(kwargs['size'])
        if len(shape) == 1 and kind(shape[0]) == 'dtype':
            return with_dtype(self, shape[0])
        out = made(self._reshape(_flat(shape)), made_by(self))
        d = dims(out)
        if d is not None:
            must_view(self, d)
            view_order(self, d)
        return in_rows(out) if lies_in_rows(self) else out

    def reshape(self, *shape, **kwargs):
        out = self._reshape(_flat(shape) if len(shape) > 0 else tuple(kwargs['shape']))
        if dims(out) is not None:
            view_order(self, dims(out))
        return out

    def _reshape(self, shape):
        if rank(self) is None:
            return tensor([unknown('a size') if kind(n) != 'int' or (known_int(n) and n == -1) else n for n in shape], dtype_of(self), self)
        for n in shape:
            if kind(n) != 'int':
                return tensor([unknown('a size') if kind(k) != 'int' or (known_int(k) and k == -1) else k for k in shape], dtype_of(self), self)
        return op.Reshape(self, shape=shape, allowzero=1)

    def view_as(self, other: Tensor): return self.view(*other.shape) if is_tensor(other) and dims(other) is not None else unknown_tensor('view_as', dtype_of(self), other)
    def reshape_as(self, other: Tensor): return self._reshape(other.shape)
    def expand_as(self, other: Tensor): return self.expand(other.shape)

    def flatten(self, start_dim: int = 0, end_dim: int = -1):
        d = dims(self)
        if d is None:
            _axis(self, start_dim)
            if known(start_dim) and start_dim >= 0 and known(end_dim) and end_dim == -1:
                return tensor([fresh('flat', 1) for _ in range(start_dim + 1)], dtype_of(self), self)
            return unknown_tensor('flatten of a tensor of unknown rank', dtype_of(self))
        if len(d) == 0:
            return with_shape(self, (1,))
        a = _axis(self, start_dim)
        b = _axis(self, end_dim)
        n = 1
        for k in d[a:b + 1]:
            n = n * k
        return with_shape(self, d[:a] + (n,) + d[b + 1:])

    def unflatten(self, dim, sizes):
        d = dims(self)
        if d is None:
            return unknown_tensor('unflatten of a tensor of unknown rank', dtype_of(self))
        a = _axis(self, dim)
        return op.Reshape(self, shape=d[:a] + tuple(sizes) + d[a + 1:], allowzero=1)

    def ravel(self): return self.flatten()

    def permute(self, *axes, **kwargs):
        axes = _flat(axes) if len(axes) > 0 else tuple(kwargs['dims'])
        expect_rank(self, len(axes))
        r = rank(self)
        order = [a + r if r is not None and a < 0 else a for a in axes]
        out = op.Transpose(self, perm=order)
        return out if rank(out) is None or r is None else permuted(self, order)

    def transpose(self, dim0: int, dim1: int) -> Tensor:
        d = dims(self)
        a = _axis(self, dim0)
        b = _axis(self, dim1)
        if d is None:
            return _changed(self)
        order = list(range(len(d)))
        if kind(a) == 'int' and kind(b) == 'int' and known_int(a) and known_int(b) and a < len(d) and b < len(d):
            order[a], order[b] = order[b], order[a]
            return permuted(self, order)
        return unknown_tensor('a transpose', dtype_of(self))

    swapdims = transpose_ = transpose
    def swapaxes(self, axis0, axis1): return self.transpose(axis0, axis1)
    def adjoint(self): return self.transpose(-2, -1)

    def t(self) -> Tensor:
        r = rank(self)
        return self.T if r is None or must('Linalg/matrix', r <= 2, function='t', rank=r, x=self) else unknown_tensor('a mistake before')

    t_ = t

    def movedim(self, source, destination):
        d = dims(self)
        one = kind(source) == 'int' and kind(destination) == 'int'
        if d is None or not (one or isinstance(source, (tuple, list)) and isinstance(destination, (tuple, list))):
            return unknown_tensor('movedim', dtype_of(self))
        a, b = ([source], [destination]) if one else (list(source), list(destination))
        a, b = [_axis(self, k) for k in a], [_axis(self, k) for k in b]
        rest = [k for k in range(len(d)) if k not in a]
        order = [a[b.index(k)] if k in b else rest.pop(0) for k in range(len(d))]
        return permuted(self, order)
    moveaxis = movedim

    def squeeze(self, dim=None):
        d = dims(self)
        if d is None:
            return unknown_tensor('squeeze of a tensor of unknown rank', dtype_of(self))
        if dim is None:
            return op.Squeeze(self)
        axes = dim if isinstance(dim, tuple) else (dim,)
        keep = self
        for a in sorted([_axis(self, k) for k in axes], reverse=True):
            # an axis that is not 1 stays, where ONNX's Squeeze would refuse
            if a < len(d) and is_one(d[a]):
                n = dims(keep)
                keep = with_shape(keep, n[:a] + n[a + 1:])
        return keep

    squeeze_ = squeeze

    def unsqueeze(self, dim: int) -> Tensor: return made(op.Unsqueeze(self, axes=[dim]), made_by(self))
    unsqueeze_ = unsqueeze

    def expand(self, *shape, **kwargs):
        shape = _flat(shape) if len(shape) > 0 else tuple(kwargs['size'])
        d = dims(self)
        if d is None:
            return tensor([unknown('a size') if kind(n) != 'int' or (known_int(n) and n == -1) else n for n in shape], dtype_of(self), self)
        if not known(len(shape)):
            return unknown_tensor('expanding to a shape that is not known', dtype_of(self))
        if len(shape) < len(d):
            must('Expand/axes', False, rank=len(d), shape=shape, x=self)
            return unknown_tensor('a mistake before', dtype_of(self))
        lead = len(shape) - len(d)
        full = [d[i - lead] if i >= lead and kind(n) == 'int' and known_int(n) and n == -1 else n for i, n in enumerate(shape)]
        empty = any([kind(n) == 'int' and known_int(n) and n == 0 for n in shape])
        for n in full[:lead]:
            if kind(n) == 'int' and not empty:
                must('Expand/leading', n >= 0, given=n, shape=shape, x=self)
        for i in range(len(d)):
            if kind(full[i + lead]) == 'int':
                must('Expand/broadcast', full[i + lead] >= 0 and (d[i] == full[i + lead] or d[i] == 1), p=d[i], q=full[i + lead], shape=tuple(full), x=self)
        return expanded(self, full)

    def broadcast_to(self, *size, **kwargs): return self.expand(*size, **kwargs)

    def repeat(self, *times, **kwargs):
        times = _flat(times) if len(times) > 0 else tuple(kwargs['repeats'])
        d = dims(self)
        if d is None:
            return tensor([fresh('repeated', 1) for _ in times], dtype_of(self), self)
        lead = len(times) - len(d)
        if lead < 0:
            must('View/axes', False, axis=len(times), rank=len(d), x=self)
        return tensor([n if i < lead else n * d[i - lead] for i, n in enumerate(times)], dtype_of(self), self)

    def tile(self, *times, **kwargs):
        # fewer counts than axes leave the first axes alone
        times = _flat(times) if len(times) > 0 else tuple(kwargs['dims'])
        r = rank(self)
        return self.repeat(*((1,) * (r - len(times)) + times)) if r is not None and r > len(times) else self.repeat(*times)

    def repeat_interleave(self, repeats, dim=None, output_size=None):
        d = dims(self)
        if d is None:
            return unknown_tensor('repeat_interleave', dtype_of(self))
        a = None if dim is None else _axis(self, dim)
        if kind(repeats) != 'int':
            n = fresh('repeated') if output_size is None else output_size
        else:
            n = (self.numel() if a is None else d[a]) * repeats
        return tensor((n,) if a is None else d[:a] + (n,) + d[a + 1:], dtype_of(self), self)

    def split(self, split_size, dim=0):
        size = split_size
        d = dims(self)
        if d is None:
            _axis(self, dim)
            return tuple([_part(self, n, dim) for n in size]) if isinstance(size, (list, tuple)) else turns(_part(self, None, dim))
        a = _axis(self, dim)
        if kind(size) == 'unknown' and known(a):
            return turns(tensor(d[:a] + (fresh('part', 1),) + d[a + 1:], dtype_of(self), self))
        if isinstance(size, (list, tuple)):
            parts = op.Split(self, axis=a, split=tuple(size))
            return parts if isinstance(parts, tuple) else (parts,) if len(size) == 1 else tuple([unknown_tensor('a mistake before') for _ in size])
        size = settled(size)
        pieces = d[a] // size
        if not (known_int(d[a]) and known_int(size)) and known_int(pieces) and pieces > 0 and d[a] == pieces * size:
            return tuple([tensor(d[:a] + (size,) + d[a + 1:], dtype_of(self), self) for _ in range(pieces)])
        if not known_int(d[a]) or not known_int(size):
            return turns(tensor(d[:a] + (fresh('part', 1, size),) + d[a + 1:], dtype_of(self), self))
        parts = []
        left = d[a]
        while left > 0:
            n = min(size, left)
            parts.append(tensor(d[:a] + (n,) + d[a + 1:], dtype_of(self), self))
            left = left - n
        return tuple(parts)

    split_with_sizes = split

    def chunk(self, chunks: int, dim: int = 0) -> tuple:
        d = dims(self)
        if d is None:
            _axis(self, dim)
            k = tail(self)
            part = _part(self, k[-1] // chunks if k is not None and len(k) > 0 and known(k[-1]) and known(chunks) and k[-1] % chunks == 0 else None, dim)
            return tuple([part] * chunks) if known(chunks) else turns(part)
        a = _axis(self, dim)
        if known_int(d[a]) and known_int(chunks):
            return self.split((d[a] + chunks - 1) // chunks, dim) if d[a] > 0 else tuple([_same(self) for _ in range(chunks)])
        if d[a] % chunks == 0:
            return tuple([tensor(d[:a] + (d[a] // chunks,) + d[a + 1:], dtype_of(self), self) for _ in range(chunks)])
        return tuple([tensor(d[:a] + (fresh('chunk', 1, d[a]),) + d[a + 1:], dtype_of(self), self) for _ in range(chunks)])

    def tensor_split(self, indices_or_sections=None, dim=0, indices=None, sections=None):
        n = indices_or_sections if indices_or_sections is not None else sections if indices is None else indices
        d = dims(self)
        if d is None:
            return turns(_changed(self))
        a = _axis(self, dim)
        if isinstance(n, (tuple, list)):
            cuts = [0] + list(n) + [d[a]]
            return tuple([index(self, tuple([slice(None)] * a + [slice(cuts[i], cuts[i + 1])])) for i in range(len(cuts) - 1)])
        if not known_int(n):
            return turns(tensor(d[:a] + (fresh('part', 0, d[a]),) + d[a + 1:], dtype_of(self), self))
        return tuple([tensor(d[:a] + ((d[a] + n - 1 - i) // n,) + d[a + 1:], dtype_of(self), self) for i in range(n)])

    def hsplit(self, sections): return self.tensor_split(sections, 0 if rank(self) == 1 else 1)
    def vsplit(self, sections): return self.tensor_split(sections, 0)
    def dsplit(self, sections): return self.tensor_split(sections, 2)

    def unbind(self, dim: int = 0) -> tuple:
        d = dims(self)
        if d is None:
            _axis(self, dim)
            return turns(unknown_tensor('unbind of a tensor of unknown rank', dtype_of(self), self, -1))
        a = _axis(self, dim)
        if not known_int(d[a]):
            return turns(tensor(d[:a] + d[a + 1:], dtype_of(self), self))
        return tuple([tensor(d[:a] + d[a + 1:], dtype_of(self), self) for _ in range(d[a])])

    def narrow(self, dim: int, start, length: int) -> Tensor:
        d = dims(self)
        if d is None:
            return unknown_tensor('narrow', dtype_of(self), self)
        a = _axis(self, dim)
        if kind(start) == 'int' and kind(length) == 'int':
            must('Slice/range', start + length <= d[a], axis=a, start=start, end=start + length, extent=d[a], x=self)
            return index(self, tuple([slice(None)] * a + [slice(start, start + length)]))
        return tensor(d[:a] + (length,) + d[a + 1:], dtype_of(self), self)

    def select(self, dim, index):
        d = dims(self)
        if d is None:
            return unknown_tensor('select', dtype_of(self), self, -1)
        return _picked(self, tuple([slice(None)] * _axis(self, dim) + [index]))

    def unfold(self, dimension, size, step):
        d = dims(self)
        if d is None:
            return unknown_tensor('unfold', dtype_of(self), self, 1)
        a = _axis(self, dimension)
        if not must('Unfold/size', size <= d[a], size=size, extent=d[a], x=self):
            return unknown_tensor('a mistake before', dtype_of(self))
        s = strides_of(self)
        return with_strides(tensor(d[:a] + ((d[a] - size) // step + 1,) + d[a + 1:] + (size,), dtype_of(self), self), None if s is None else s[:a] + (s[a] * step,) + s[a + 1:] + (s[a],))

    def diagonal(self, offset=0, dim1=0, dim2=1):
        d = dims(self)
        if d is None or not known(offset):
            return unknown_tensor('a diagonal', dtype_of(self))
        a, b = _axis(self, dim1), _axis(self, dim2)
        rows, columns = (d[a], d[b] - offset) if offset >= 0 else (d[a] + offset, d[b])
        n = min(rows, columns)
        return tensor([n for i, n in enumerate(d) if i != a and i != b] + [n if offset == 0 else max(n, 0)], dtype_of(self), self)

    def diag(self, diagonal=0):
        d = dims(self)
        if d is None or not known(diagonal):
            return unknown_tensor('a diagonal', dtype_of(self))
        if not must('Linalg/matrix', len(d) <= 2, function='diag', rank=len(d), x=self):
            return unknown_tensor('a mistake before')
        return self.diag_embed(diagonal) if len(d) == 1 else self.diagonal(diagonal)

    def diag_embed(self, offset=0, dim1=-2, dim2=-1):
        d = dims(self)
        if d is None or not known(offset) or dim1 != -2 or dim2 != -1:
            return unknown_tensor('a diagonal', dtype_of(self))
        n = d[-1] + (offset if offset >= 0 else -offset)
        return tensor(d[:-1] + (n, n), dtype_of(self), self)

    def diagflat(self, offset=0): return self.flatten().diag_embed(offset)

    def rot90(self, k=1, dims=(0, 1)): return self if kind(k) == 'int' and known(k) and k % 2 == 0 else self.transpose(dims[0], dims[1])

    def as_strided(self, size, stride, storage_offset=None): return with_strides(tensor(tuple(size), dtype_of(self), self), tuple(stride))

    def view_as_complex(self):
        d = dims(self)
        if d is None:
            return unknown_tensor('view_as_complex', complex64)
        if len(d) == 0 or not must('Complex/pairs', d[-1] == 2, extent=d[-1], x=self):
            return unknown_tensor('a mistake before', complex64)
        return tensor(d[:-1], complex64, self)

    def view_as_real(self):
        d = dims(self)
        return unknown_tensor('view_as_real', float32) if d is None else tensor(d + (2,), float32, self)

    def resize_(self, *sizes): return tensor(_flat(sizes), dtype_of(self), self)


def _picked(x, where): return index(x, where)

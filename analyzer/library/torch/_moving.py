# Methods of tensors that move elements or only look at them in another shape.
from dimwright import (
    op, tensor, unknown_tensor, dtype_of, dims, rank, with_shape, with_dtype, is_tensor, kind, fresh, must, unknown, index, known,
    expect_rank, turns, permuted, expanded, in_rows, lies_in_rows, must_view, made, made_by, view_order)
from torch._support import _flat, _axis, known_int, _same


class Moving:
    # views, axes, repetitions, parts

    def view(self, *shape):
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

    def view_as(self, other): return self.view(*other.shape) if is_tensor(other) and dims(other) is not None else unknown_tensor('view_as', dtype_of(self), other)
    def reshape_as(self, other): return self._reshape(other.shape)
    def expand_as(self, other): return self.expand(other.shape)

    def flatten(self, start_dim=0, end_dim=-1):
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

    def permute(self, *axes):
        axes = _flat(axes)
        expect_rank(self, len(axes))
        r = rank(self)
        order = [a + r if r is not None and a < 0 else a for a in axes]
        out = op.Transpose(self, perm=order)
        return out if rank(out) is None or r is None else permuted(self, order)

    def transpose(self, a, b):
        d = dims(self)
        a = _axis(self, a)
        b = _axis(self, b)
        if d is None:
            return _same(self)
        order = list(range(len(d)))
        if kind(a) == 'int' and kind(b) == 'int' and known_int(a) and known_int(b) and a < len(d) and b < len(d):
            order[a], order[b] = order[b], order[a]
            return permuted(self, order)
        return unknown_tensor('a transpose', dtype_of(self))

    swapaxes = swapdims = transpose_ = transpose
    def t(self): return self.T
    def movedim(self, a, b):
        d = dims(self)
        if d is None or kind(a) != 'int' or kind(b) != 'int':
            return unknown_tensor('movedim', dtype_of(self))
        order = list(range(len(d)))
        k = order.pop(_axis(self, a))
        order.insert(_axis(self, b), k)
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
            if a < len(d) and d[a] == 1:
                n = dims(keep)
                keep = with_shape(keep, n[:a] + n[a + 1:])
        return keep

    squeeze_ = squeeze

    def unsqueeze(self, dim): return made(op.Unsqueeze(self, axes=[dim]), made_by(self))
    unsqueeze_ = unsqueeze

    def expand(self, *shape):
        shape = _flat(shape)
        d = dims(self)
        if d is None:
            return tensor([unknown('a size') if kind(n) != 'int' or (known_int(n) and n == -1) else n for n in shape], dtype_of(self), self)
        if len(shape) < len(d):
            must('Expand/axes', False, rank=len(d), shape=shape, x=self)
            return unknown_tensor('a mistake before', dtype_of(self))
        lead = len(shape) - len(d)
        full = [d[i - lead] if i >= lead and kind(n) == 'int' and known_int(n) and n == -1 else n for i, n in enumerate(shape)]
        for i in range(len(d)):
            if kind(full[i + lead]) == 'int':
                must('Expand/broadcast', d[i] == full[i + lead] or d[i] == 1, p=d[i], q=full[i + lead], shape=tuple(full), x=self)
        return expanded(self, full)

    broadcast_to = expand

    def repeat(self, *times):
        times = _flat(times)
        d = dims(self)
        if d is None:
            return tensor([fresh('repeated', 1) for _ in times], dtype_of(self), self)
        lead = len(times) - len(d)
        if lead < 0:
            must('View/axes', False, axis=len(times), rank=len(d), x=self)
        return tensor([n if i < lead else n * d[i - lead] for i, n in enumerate(times)], dtype_of(self), self)

    tile = repeat

    def repeat_interleave(self, times, dim=None):
        d = dims(self)
        if d is None or kind(times) != 'int':
            return unknown_tensor('repeat_interleave', dtype_of(self))
        if dim is None:
            return tensor((self.numel() * times,), dtype_of(self), self)
        a = _axis(self, dim)
        return tensor(d[:a] + (d[a] * times,) + d[a + 1:], dtype_of(self), self)

    def split(self, size, dim=0):
        d = dims(self)
        if d is None:
            _axis(self, dim)
            return tuple([_same(self) for _ in size]) if isinstance(size, (list, tuple)) else turns(_same(self))
        a = _axis(self, dim)
        if isinstance(size, (list, tuple)):
            parts = op.Split(self, axis=a, split=tuple(size))
            return parts if isinstance(parts, tuple) else (parts,) if len(size) == 1 else tuple([unknown_tensor('a mistake before') for _ in size])
        if not known_int(d[a]) or not known_int(size):
            return turns(tensor(d[:a] + (fresh('part', 1, size),) + d[a + 1:], dtype_of(self), self))
        parts = []
        left = d[a]
        while left > 0:
            n = min(size, left)
            parts.append(tensor(d[:a] + (n,) + d[a + 1:], dtype_of(self), self))
            left = left - n
        return tuple(parts)

    def chunk(self, chunks, dim=0):
        d = dims(self)
        if d is None:
            _axis(self, dim)
            return tuple([_same(self) for _ in range(chunks)]) if known(chunks) else turns(_same(self))
        a = _axis(self, dim)
        if known_int(d[a]) and known_int(chunks):
            return self.split((d[a] + chunks - 1) // chunks, dim) if d[a] > 0 else tuple([_same(self) for _ in range(chunks)])
        if d[a] % chunks == 0:
            return tuple([tensor(d[:a] + (d[a] // chunks,) + d[a + 1:], dtype_of(self), self) for _ in range(chunks)])
        return tuple([tensor(d[:a] + (fresh('chunk', 1, d[a]),) + d[a + 1:], dtype_of(self), self) for _ in range(chunks)])

    def unbind(self, dim=0):
        d = dims(self)
        if d is None:
            _axis(self, dim)
            return turns(unknown_tensor('unbind of a tensor of unknown rank', dtype_of(self), self, -1))
        a = _axis(self, dim)
        if not known_int(d[a]):
            return turns(tensor(d[:a] + d[a + 1:], dtype_of(self), self))
        return tuple([tensor(d[:a] + d[a + 1:], dtype_of(self), self) for _ in range(d[a])])

    def narrow(self, dim, start, length):
        d = dims(self)
        if d is None:
            return unknown_tensor('narrow', dtype_of(self), self)
        a = _axis(self, dim)
        if kind(start) == 'int' and kind(length) == 'int':
            must('Slice/range', start + length <= d[a], axis=a, start=start, end=start + length, extent=d[a], x=self)
            return index(self, tuple([slice(None)] * a + [slice(start, start + length)]))
        return tensor(d[:a] + (length,) + d[a + 1:], dtype_of(self), self)

    def select(self, dim, where):
        d = dims(self)
        if d is None:
            return unknown_tensor('select', dtype_of(self), self, -1)
        return index(self, tuple([slice(None)] * _axis(self, dim) + [where]))

    def unfold(self, dim, size, step):
        d = dims(self)
        if d is None:
            return unknown_tensor('unfold', dtype_of(self), self, 1)
        a = _axis(self, dim)
        return tensor(d[:a] + ((d[a] - size) // step + 1,) + d[a + 1:] + (size,), dtype_of(self), self)

    def diagonal(self, *args, **kwargs): return unknown_tensor('a diagonal', dtype_of(self))
    diag = diag_embed = diagonal

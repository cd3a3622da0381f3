# Rearranging by patterns: the pattern itself is read by the checker.
import torch
from torch._einsum import named as _named
from dimwright import einops as _einops, rank, dims, unknown_tensor, is_tensor, tensor as _make, dtype_of, fresh, expect_rank, must, kind


def _one(x):
    must('Tensor/expected', kind(x) != 'string', kind='a pattern: it comes after the tensor')
    return torch.stack(x) if isinstance(x, (list, tuple)) else x


def rearrange(tensor, pattern, **axes): return _einops(_one(tensor), pattern, axes)
def repeat(tensor, pattern, **axes): return _einops(_one(tensor), pattern, axes)
def reduce(tensor, pattern, reduction, **axes): return _einops(_one(tensor), pattern, axes)
def einsum(*args): return _named(args[-1], args[:-1])


def pack(tensors, pattern):
    names = pattern.split()
    first = names.index('*')
    after = len(names) - first - 1
    flat = []
    shapes = []
    for x in tensors:
        r = rank(x)
        if r is None:
            expect_rank(x, len(names) - 1, True)
            return _make([fresh(name, 1) for name in names], dtype_of(x)), None
        d = dims(x)
        middle = d[first:r - after]
        shapes.append(middle)
        flat.append(x.reshape(*d[:first], torch.Size(middle).numel() if len(middle) != 0 else 1, *d[r - after:]))
    return torch.cat(flat, first), shapes


def unpack(tensor, packed_shapes, pattern):
    d = dims(tensor)
    if d is None or packed_shapes is None:
        return [unknown_tensor('an unpacked tensor') for _ in packed_shapes] if packed_shapes is not None else unknown_tensor('an unpacked tensor')
    first = pattern.split().index('*')
    sizes = [torch.Size(s).numel() if len(s) != 0 else 1 for s in packed_shapes]
    parts = tensor.split(sizes, first)
    return [part.reshape(*d[:first], *shape, *d[first + 1:]) for part, shape in zip(parts, packed_shapes)]

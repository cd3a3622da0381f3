# Methods of tensors that pick elements or put them in by index or mask.
from dimwright import (
    op, tensor, unknown_tensor, dtype_of, dims, rank, is_tensor, kind, fresh, must, arith, index, index_check, known, same, with_range, range_of, expect_rank,
    dtype_name, made, made_by, turns)
from torch._certain import masked
from torch._support import _axis, _fits_index, _is_discrete, _where, float32, int64, _same, is_no_record


class Picking:
    # by index, by mask

    def index_select(self, dim: int, index: Tensor) -> Tensor:
        d, n = dims(self), dims(index)
        if d is None or n is None:
            return unknown_tensor('index_select', dtype_of(self))
        a = _axis(self, dim)
        if len(n) > 1:
            must('IndexSelect/rank', False, rank=len(n), x=self, index=index)
            return unknown_tensor('a mistake before', dtype_of(self))
        r = range_of(index)
        if r is not None and not must('Gather/index', r[0] >= 0, index=r[0], extent=d[a], x=self, places=index):
            return unknown_tensor('a mistake before', dtype_of(self))
        return _at(self, tuple([slice(None)] * a + [index if len(n) == 1 else index.unsqueeze(0)]))

    def gather(self, dim: int, index: Tensor, sparse_grad=False) -> Tensor:
        if _fits_index(self, dim, index, None):
            picked = same(index, dtype_of(self))
            return made(picked, 'computed') if made_by(self) in ('layer', 'computed') else picked
        return unknown_tensor('a mistake before', dtype_of(self))

    def take_along_dim(self, indices, dim=None):
        if dim is None:
            return self.take(indices)
        d, n = dims(self), dims(indices)
        if d is None or n is None or not must('Gather/rank', len(n) == len(d), given=len(n), rank=len(d), x=self, index=indices):
            return unknown_tensor('take_along_dim', dtype_of(self))
        # all other axes are broadcast
        a = _axis(self, dim)
        both = dims(arith('Add', tensor(d[:a] + (1,) + d[a + 1:], float32), tensor(n[:a] + (1,) + n[a + 1:], float32)))
        return unknown_tensor('a mistake before', dtype_of(self)) if both is None else tensor(both[:a] + (n[a],) + both[a + 1:], dtype_of(self), self)

    def take(self, index): return same(index, dtype_of(self))

    def scatter_(self, dim: int, index: Tensor, src=None, value=None, reduce=None, *args, **kwargs):
        if src is None and value is None:
            must('Call/missing', False, function='scatter', argument='src')
        if is_tensor(index):
            _fits_index(self, dim, index, src if is_tensor(src) else None)
        if is_tensor(src):
            t, u = dtype_of(self), dtype_of(src)
            if kind(t) == 'dtype' and kind(u) == 'dtype':
                must('Scatter/dtype', t == u, given=u, dtype=t, x=self, source=src)
        return with_range(self, None, None)

    scatter = scatter_add_ = scatter_add = scatter_
    def scatter_reduce_(self, dim, index, src, reduce=None, include_self=True): return self.scatter_(dim, index, src)
    scatter_reduce = scatter_reduce_
    def index_put_(self, indices, values, accumulate=False):
        index_check(self, tuple(indices), values)
        return self

    index_put = index_put_
    def masked_scatter_(self, mask, source): return self
    masked_scatter = masked_scatter_

    def index_add_(self, dim: int, index: Tensor, source=None, *args, **kwargs):
        d, s = dims(self), dims(source) if is_tensor(source) else None
        a = _axis(self, dim)
        expect_rank(index, 1)
        if is_tensor(index) and rank(index) is not None and rank(index) > 1:
            must('IndexSelect/rank', False, rank=rank(index), x=self, index=index)
            return unknown_tensor('a mistake before', dtype_of(self))
        if d is not None and s is not None and not must('Scatter/rank', len(d) == len(s) or len(d) == 0 or len(s) == 0, given=len(s), rank=len(d), x=self, source=source):
            return unknown_tensor('a mistake before', dtype_of(self))
        if d is not None and s is not None and len(d) == len(s) and kind(a) == 'int' and known(a):
            for i in range(len(d)):
                if i != a and not must('Scatter/source', s[i] == d[i], axis=i, given=s[i], extent=d[i], x=self, source=source):
                    break
            n = dims(index) if is_tensor(index) else None
            if n is not None and len(n) == 1:
                must('Scatter/source', s[a] == n[0], axis=a, given=s[a], extent=n[0], source=source, index=index)
        return self

    index_add = index_copy_ = index_copy = index_add_
    def index_fill_(self, *args, **kwargs): return self
    index_fill = put_ = index_fill_
    def masked_fill(self, mask: Tensor, value):
        if not is_tensor(mask):
            return _same(self)
        t = dtype_of(mask)
        if kind(t) == 'dtype' and not must('Mask/dtype', dtype_name(t) == 'bool', dtype=t, x=self, mask=mask):
            return unknown_tensor('a mistake before')
        return masked(self, mask, value, op.Where(mask, tensor((), dtype_of(self), self), self)) if rank(mask) is not None and rank(self) is not None else masked(self, mask, value, _same(self))

    def masked_fill_(self, mask: Tensor, value): return self._in_place(self.masked_fill(mask, value))
    def masked_select(self, mask: Tensor): return tensor((fresh('selected'),), dtype_of(self), self)

    def nonzero(self, as_tuple=False):
        r = rank(self)
        n = fresh('nonzero')
        if as_tuple is True:
            return list(turns(tensor((n,), int64, self))) if r is None else (tensor((n,), int64, self),) * r
        return tensor((n, self.ndim), int64, self)

    def argwhere(self): return self.nonzero()
    def where(self, condition, other): return _where(condition, self, other)

    def unique(self, sorted=True, return_inverse=False, return_counts=False, dim=None):
        d = dims(self)
        n = fresh('unique', 1)
        a = None if d is None or dim is None else _axis(self, dim)
        values = tensor((n,) if a is None else d[:a] + (n,) + d[a + 1:], dtype_of(self), self) if dim is None or d is not None else unknown_tensor('unique', dtype_of(self))
        more = ([_same(self, int64) if a is None else tensor((d[a],), int64, self)] if return_inverse is True else []) + ([tensor((n,), int64, self)] if return_counts is True else [])
        return tuple([values] + more) if len(more) > 0 else values

    def unique_consecutive(self, return_inverse=False, return_counts=False, dim=None): return self.unique(True, return_inverse, return_counts, dim)

    def bincount(self, weights=None, minlength=0):
        if not _is_discrete('bincount', self):
            return unknown_tensor('a mistake before', int64)
        if rank(self) is not None and not must('Bincount/rank', rank(self) == 1, rank=rank(self), x=self):
            return unknown_tensor('a mistake before', int64)
        r = range_of(self)
        enough = r is not None and kind(minlength) == 'int' and r[1] < minlength
        t = int64 if weights is None else dtype_of(weights)
        return tensor((minlength,), t, self) if enough is True else tensor((fresh('bins'),), t, self)

    def histc(self, bins=100, min=0, max=0): return tensor((bins,), dtype_of(self), self)

    def __getitem__(self, where): return _at(self, where)
    def __setitem__(self, where, value):
        if is_no_record(value):
            index_check(self, where, value)


def _at(x, where): return index(x, where)

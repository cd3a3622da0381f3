# Methods of tensors that pick elements or put them in by index or mask.
from dimwright import (
    op, tensor, unknown_tensor, dtype_of, dims, rank, is_tensor, kind, fresh, must, index, index_check, known, same, with_range, range_of,
    dtype_name)
from torch._support import _axis, _fits_index, _where, int64, _same


class Picking:
    # by index, by mask

    def index_select(self, dim, where):
        d, n = dims(self), dims(where)
        if d is None or n is None:
            return unknown_tensor('index_select', dtype_of(self))
        a = _axis(self, dim)
        if len(n) > 1:
            must('IndexSelect/rank', False, rank=len(n), x=self, index=where)
            return unknown_tensor('a mistake before', dtype_of(self))
        r = range_of(where)
        if r is not None and not must('Gather/index', r[0] >= 0, index=r[0], extent=d[a], x=self, places=where):
            return unknown_tensor('a mistake before', dtype_of(self))
        return index(self, tuple([slice(None)] * a + [where if len(n) == 1 else where.unsqueeze(0)]))

    def gather(self, dim, index, sparse_grad=False):
        if _fits_index(self, dim, index, None):
            return same(index, dtype_of(self))
        return unknown_tensor('a mistake before', dtype_of(self))

    def scatter_(self, dim, index, src=None, *args, **kwargs):
        if is_tensor(index):
            _fits_index(self, dim, index, src if is_tensor(src) else None)
        return with_range(self, None, None)

    scatter = scatter_add_ = scatter_add = scatter_

    def index_add_(self, dim, index, source=None, *args, **kwargs):
        d, s = dims(self), dims(source) if is_tensor(source) else None
        a = _axis(self, dim)
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
    put_ = index_fill_
    def masked_fill(self, mask, value):
        if not is_tensor(mask):
            return _same(self)
        t = dtype_of(mask)
        if kind(t) == 'dtype' and not must('Mask/dtype', dtype_name(t) == 'bool', dtype=t, x=self, mask=mask):
            return unknown_tensor('a mistake before')
        return op.Where(mask, tensor((), dtype_of(self), self), self) if rank(mask) is not None and rank(self) is not None else _same(self)

    def masked_fill_(self, mask, value): return self._in_place(self.masked_fill(mask, value))
    def masked_select(self, mask): return tensor((fresh('selected'),), dtype_of(self), self)
    def nonzero(self, as_tuple=False): return tensor((fresh('nonzero'), self.ndim), int64)
    def where(self, condition, other): return _where(condition, self, other)
    def unique(self, *args, **kwargs): return tensor((fresh('unique', 1),), dtype_of(self), self)
    def bincount(self, *args, **kwargs): return tensor((fresh('bins'),), int64)
    def histc(self, bins=100, **kwargs): return tensor((bins,), dtype_of(self), self)

    def __getitem__(self, where): return index(self, where)
    def __setitem__(self, where, value): index_check(self, where, value)

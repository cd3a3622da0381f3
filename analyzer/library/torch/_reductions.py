# Methods of tensors that reduce axes, or order what lies along them.
from dimwright import op, tensor, unknown_tensor, dtype_of, dims, rank, with_dtype, is_tensor, kind, fresh, must, some_bool, arith
from torch._certain import spread
from torch._support import _axis, _reduce, _extreme, _positions, _index_of_extreme, _softmax, _over_batch, _is_real, _Pair, float32, int64, bool_, _same


def _summed(x, dtype):
    # integers are added as int64 unless it is said otherwise
    t = dtype_of(x)
    if dtype is not None:
        return with_dtype(x, dtype)
    return with_dtype(x, int64) if kind(t) == 'dtype' and not t.is_floating_point() else x


class Reductions:
    # sums, extremes, orders, softmax

    # numpy's names are taken too
    def sum(self, dim=None, keepdim=False, dtype=None, axis=None, keepdims=False): return _reduce('ReduceSum', _summed(self, dtype), axis if dim is None else dim, keepdim or keepdims)

    def mean(self, dim=None, keepdim=False, dtype=None, axis=None, keepdims=False):
        x = self if dtype is None else with_dtype(self, dtype)
        return _reduce('ReduceMean', x, axis if dim is None else dim, keepdim or keepdims) if _is_real('mean', x) else unknown_tensor('a mistake before')

    def std(self, dim=None, keepdim=False, unbiased=True, correction=1):
        spread(self, dim, unbiased, correction, 'std')
        return _reduce('ReduceMean', self, None if isinstance(dim, bool) else dim, keepdim) if _is_real('std', self) else unknown_tensor('a mistake before')
    var = std
    nanmean = mean
    def logsumexp(self, dim, keepdim=False): return _reduce('ReduceSum', self, dim, keepdim)
    def nansum(self, dim=None, keepdim=False, dtype=None): return self.sum(dim, keepdim, dtype)
    def prod(self, dim=None, keepdim=False, dtype=None): return _reduce('ReduceSum', _summed(self, dtype), dim, keepdim)
    def norm(self, p=2, dim=None, keepdim=False, dtype=None): return _reduce('ReduceSum', self, dim, keepdim) if _is_real('norm', self) else unknown_tensor('a mistake before')
    def median(self, dim=None, keepdim=False): return self.max(dim, keepdim)
    nanmedian = median
    def var_mean(self, dim=None, keepdim=False, unbiased=True, correction=1): return (self.var(dim, keepdim), self.mean(dim, keepdim))
    std_mean = var_mean
    def aminmax(self, dim=None, keepdim=False): return (self.amin(dim, keepdim), self.amax(dim, keepdim))
    def count_nonzero(self, dim=None): return _reduce('ReduceSum', with_dtype(self, int64), dim, False)

    def quantile(self, q, dim=None, keepdim=False, interpolation='linear'):
        r = _reduce('ReduceMean', self, dim, keepdim)
        d, n = dims(r), dims(q) if is_tensor(q) else ()
        return r if n == () else unknown_tensor('a quantile', dtype_of(self)) if d is None or n is None else tensor(n + d, dtype_of(self), self)

    nanquantile = quantile

    def diff(self, n=1, dim=-1, prepend=None, append=None):
        d = dims(self)
        if d is None or prepend is not None or append is not None:
            return unknown_tensor('differences', dtype_of(self))
        a = _axis(self, dim)
        return tensor(d[:a] + (d[a] - n,) + d[a + 1:], dtype_of(self), self)

    def cov(self, correction=1, fweights=None, aweights=None):
        d = dims(self)
        return unknown_tensor('a covariance', dtype_of(self)) if d is None or len(d) > 2 else tensor(() if len(d) == 1 else (d[0], d[0]), dtype_of(self), self)

    corrcoef = cov
    def trapz(self, x=None, dim=-1, dx=None): return self.sum(dim)
    def amax(self, dim=None, keepdim=False): return _extreme('ReduceMax', self, dim, keepdim)
    amin = amax
    def any(self, dim=None, keepdim=False): return with_dtype(_reduce('ReduceMax', with_dtype(self, float32), dim, keepdim), bool_)
    all = any

    def max(self, dim=None, keepdim=False, other=None):
        if other is not None:
            return arith('Max', self, other)
        if is_tensor(dim):
            return arith('Max', self, dim)
        r = _extreme('ReduceMax', self, dim, keepdim)
        return r if dim is None else _Pair(r, _positions(with_dtype(r, int64), self, dim))

    min = max
    def mode(self, dim=-1, keepdim=False): return self.max(dim, keepdim)
    def kthvalue(self, k, dim=-1, keepdim=False): return self.max(dim, keepdim)
    def cummax(self, dim): return _Pair(_same(self), _same(self, int64))
    cummin = cummax

    def argmax(self, dim: int = None, keepdim=False):
        if dim is None:
            return with_dtype(_extreme('ReduceMax', self, None, keepdim), int64)
        _over_batch('argmax', self, dim)
        return _index_of_extreme('argmax', self, dim, keepdim)

    def argmin(self, dim: int = None, keepdim=False):
        return with_dtype(_extreme('ReduceMax', self, None, keepdim), int64) if dim is None else _index_of_extreme('argmin', self, dim, keepdim)

    def argsort(self, dim: int = -1, descending=False, stable=False): return _positions(_same(self, int64), self, dim)
    def sort(self, dim: int = -1, descending=False, stable=False): return _Pair(_same(self), _positions(_same(self, int64), self, dim))

    def topk(self, k: int, dim: int = -1, largest=True, sorted=True):
        d = dims(self)
        if d is None:
            return _Pair(unknown_tensor('topk', dtype_of(self), self), unknown_tensor('topk', int64, self))
        a = _axis(self, dim)
        k = k if kind(k) == 'int' else fresh('k')
        must('TopK/count', k <= d[a], k=k, extent=d[a], x=self)
        n = d[:a] + (k,) + d[a + 1:]
        return _Pair(tensor(n, dtype_of(self), self), _positions(tensor(n, int64, self), self, dim))

    def softmax(self, dim=None, dtype=None):
        _axis(self, -1 if dim is None else dim) if rank(self) is None else None
        return _softmax(op.Softmax, 'softmax', self, -1 if dim is None else dim)

    def log_softmax(self, dim=None, dtype=None): return _softmax(op.LogSoftmax, 'log-softmax', self, -1 if dim is None else dim)

    def multinomial(self, num_samples: int, replacement=False, generator=None):
        if not _is_real('multinomial', self):
            return unknown_tensor('a mistake before', int64)
        d = dims(self)
        if d is None:
            return unknown_tensor('multinomial', int64, self)
        if not replacement and not must('Multinomial/count', num_samples <= d[-1] and num_samples >= 1, given=num_samples, extent=d[-1], x=self):
            return unknown_tensor('a mistake before', int64)
        return _positions(tensor(d[:-1] + (num_samples,), int64, self), self, -1)

    def allclose(self, other, **kwargs): return some_bool('')
    equal = allclose

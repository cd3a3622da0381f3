# Methods of tensors, said as functions of torch.
from dimwright import tensor as _make, unknown_tensor, dtype_of, dims, is_tensor, kind, fresh, known, some_bool, must, rank
from torch._support import _placed, _where, int64


def sum(input: Tensor, *args, **kwargs): return input.sum(*args, **kwargs)
def mean(input: Tensor, *args, **kwargs): return input.mean(*args, **kwargs)
def std(input: Tensor, *args, **kwargs): return input.std(*args, **kwargs)
def var(input: Tensor, *args, **kwargs): return input.var(*args, **kwargs)
def prod(input: Tensor, *args, **kwargs): return input.prod(*args, **kwargs)
def nansum(input: Tensor, *args, **kwargs): return input.nansum(*args, **kwargs)
def nanmean(input: Tensor, *args, **kwargs): return input.nanmean(*args, **kwargs)
def nanmedian(input: Tensor, *args, **kwargs): return input.nanmedian(*args, **kwargs)
def max(input: Tensor, *args, **kwargs): return input.max(*args, **kwargs)
def min(input: Tensor, *args, **kwargs): return input.min(*args, **kwargs)
def amax(input: Tensor, *args, **kwargs): return input.amax(*args, **kwargs)
def amin(input: Tensor, *args, **kwargs): return input.amin(*args, **kwargs)
def aminmax(input: Tensor, *args, **kwargs): return input.aminmax(*args, **kwargs)
def median(input: Tensor, *args, **kwargs): return input.median(*args, **kwargs)
def mode(input: Tensor, *args, **kwargs): return input.mode(*args, **kwargs)
def any(input: Tensor, *args, **kwargs): return input.any(*args, **kwargs)
def all(input: Tensor, *args, **kwargs): return input.all(*args, **kwargs)
def logsumexp(input: Tensor, *args, **kwargs): return input.logsumexp(*args, **kwargs)
def argmax(input: Tensor, *args, **kwargs): return input.argmax(*args, **kwargs)
def argmin(input: Tensor, *args, **kwargs): return input.argmin(*args, **kwargs)
def argsort(input: Tensor, *args, **kwargs): return input.argsort(*args, **kwargs)
def sort(input: Tensor, *args, **kwargs): return input.sort(*args, **kwargs)
def topk(input: Tensor, *args, **kwargs): return input.topk(*args, **kwargs)
def kthvalue(input: Tensor, *args, **kwargs): return input.kthvalue(*args, **kwargs)
def unique(input: Tensor, *args, **kwargs): return input.unique(*args, **kwargs)
def unique_consecutive(input: Tensor, *args, **kwargs): return input.unique_consecutive(*args, **kwargs)
def nonzero(input: Tensor, *args, **kwargs): return input.nonzero(*args, **kwargs)
def argwhere(input: Tensor, *args, **kwargs): return input.argwhere(*args, **kwargs)
def bincount(input: Tensor, *args, **kwargs): return input.bincount(*args, **kwargs)
def histc(input: Tensor, *args, **kwargs): return input.histc(*args, **kwargs)
def cumsum(input: Tensor, *args, **kwargs): return input.cumsum(*args, **kwargs)
def cumprod(input: Tensor, *args, **kwargs): return input.cumprod(*args, **kwargs)
def cummax(input: Tensor, *args, **kwargs): return input.cummax(*args, **kwargs)
def cummin(input: Tensor, *args, **kwargs): return input.cummin(*args, **kwargs)
def logcumsumexp(input: Tensor, *args, **kwargs): return input.logcumsumexp(*args, **kwargs)
def count_nonzero(input: Tensor, *args, **kwargs): return input.count_nonzero(*args, **kwargs)
def quantile(input: Tensor, *args, **kwargs): return input.quantile(*args, **kwargs)
def nanquantile(input: Tensor, *args, **kwargs): return input.nanquantile(*args, **kwargs)
def reshape(input: Tensor, *args, **kwargs): return input.reshape(*args, **kwargs)
def flatten(input: Tensor, *args, **kwargs): return input.flatten(*args, **kwargs)
def unflatten(input: Tensor, *args, **kwargs): return input.unflatten(*args, **kwargs)
def squeeze(input: Tensor, *args, **kwargs): return input.squeeze(*args, **kwargs)
def unsqueeze(input: Tensor, *args, **kwargs): return input.unsqueeze(*args, **kwargs)
def transpose(input: Tensor, *args, **kwargs): return input.transpose(*args, **kwargs)
def swapaxes(input: Tensor, *args, **kwargs): return input.swapaxes(*args, **kwargs)
def swapdims(input: Tensor, *args, **kwargs): return input.swapdims(*args, **kwargs)
def permute(input: Tensor, *args, **kwargs): return input.permute(*args, **kwargs)
def movedim(input: Tensor, *args, **kwargs): return input.movedim(*args, **kwargs)
def moveaxis(input: Tensor, *args, **kwargs): return input.moveaxis(*args, **kwargs)
def unbind(input: Tensor, *args, **kwargs): return input.unbind(*args, **kwargs)
def narrow(input: Tensor, *args, **kwargs): return input.narrow(*args, **kwargs)
def select(input: Tensor, *args, **kwargs): return input.select(*args, **kwargs)
def tile(input: Tensor, *args, **kwargs): return input.tile(*args, **kwargs)
def repeat_interleave(input: Tensor, repeats=None, *args, **kwargs):
    # alone, it is how often each place is repeated
    return unknown_tensor('repeat_interleave', int64) if repeats is None else input.repeat_interleave(repeats, *args, **kwargs)
def ravel(input: Tensor, *args, **kwargs): return input.ravel(*args, **kwargs)
def chunk(input: Tensor, *args, **kwargs): return input.chunk(*args, **kwargs)
def tensor_split(input: Tensor, *args, **kwargs): return input.tensor_split(*args, **kwargs)
def hsplit(input: Tensor, *args, **kwargs): return input.hsplit(*args, **kwargs)
def vsplit(input: Tensor, *args, **kwargs): return input.vsplit(*args, **kwargs)
def dsplit(input: Tensor, *args, **kwargs): return input.dsplit(*args, **kwargs)
def diagonal(input: Tensor, *args, **kwargs): return input.diagonal(*args, **kwargs)
def diag_embed(input: Tensor, *args, **kwargs): return input.diag_embed(*args, **kwargs)
def diagflat(input: Tensor, *args, **kwargs): return input.diagflat(*args, **kwargs)
def gather(input: Tensor, *args, **kwargs): return input.gather(*args, **kwargs)
def index_select(input: Tensor, *args, **kwargs): return input.index_select(*args, **kwargs)
def take(input: Tensor, *args, **kwargs): return input.take(*args, **kwargs)
def take_along_dim(input: Tensor, *args, **kwargs): return input.take_along_dim(*args, **kwargs)
def masked_select(input: Tensor, *args, **kwargs): return input.masked_select(*args, **kwargs)
def masked_fill(input: Tensor, *args, **kwargs): return input.masked_fill(*args, **kwargs)
def masked_scatter(input: Tensor, *args, **kwargs): return input.masked_scatter(*args, **kwargs)
def scatter(input: Tensor, *args, **kwargs): return input.scatter(*args, **kwargs)
def scatter_add(input: Tensor, *args, **kwargs): return input.scatter_add(*args, **kwargs)
def scatter_reduce(input: Tensor, *args, **kwargs): return input.scatter_reduce(*args, **kwargs)
def index_add(input: Tensor, *args, **kwargs): return input.index_add(*args, **kwargs)
def index_fill(input: Tensor, *args, **kwargs): return input.index_fill(*args, **kwargs)
def index_put(input: Tensor, *args, **kwargs): return input.index_put(*args, **kwargs)
def index_copy(input: Tensor, *args, **kwargs): return input.index_copy(*args, **kwargs)
def softmax(input: Tensor, *args, **kwargs): return input.softmax(*args, **kwargs)
def log_softmax(input: Tensor, *args, **kwargs): return input.log_softmax(*args, **kwargs)
def multinomial(input: Tensor, *args, **kwargs): return input.multinomial(*args, **kwargs)
def tril(input: Tensor, *args, **kwargs): return input.tril(*args, **kwargs)
def triu(input: Tensor, *args, **kwargs): return input.triu(*args, **kwargs)
def flip(input: Tensor, *args, **kwargs): return input.flip(*args, **kwargs)
def roll(input: Tensor, *args, **kwargs): return input.roll(*args, **kwargs)
def rot90(input: Tensor, *args, **kwargs): return input.rot90(*args, **kwargs)
def fliplr(input: Tensor, *args, **kwargs): return input.fliplr(*args, **kwargs)
def flipud(input: Tensor, *args, **kwargs): return input.flipud(*args, **kwargs)
def diff(input: Tensor, *args, **kwargs): return input.diff(*args, **kwargs)
def cov(input: Tensor, *args, **kwargs): return input.cov(*args, **kwargs)
def corrcoef(input: Tensor, *args, **kwargs): return input.corrcoef(*args, **kwargs)
def std_mean(input: Tensor, *args, **kwargs): return input.std_mean(*args, **kwargs)
def var_mean(input: Tensor, *args, **kwargs): return input.var_mean(*args, **kwargs)
def clone(input: Tensor, *args, **kwargs): return input.clone(*args, **kwargs)
def detach(input: Tensor, *args, **kwargs): return input.detach(*args, **kwargs)
def as_strided(input: Tensor, *args, **kwargs): return input.as_strided(*args, **kwargs)
def broadcast_to(input: Tensor, *args, **kwargs): return input.broadcast_to(*args, **kwargs)
def bernoulli(input: Tensor, *args, **kwargs): return input.bernoulli(*args, **kwargs)
def renorm(input: Tensor, *args, **kwargs): return input.renorm(*args, **kwargs)
def view_as_real(input: Tensor, *args, **kwargs): return input.view_as_real(*args, **kwargs)
def view_as_complex(input: Tensor, *args, **kwargs): return input.view_as_complex(*args, **kwargs)
def adjoint(input: Tensor, *args, **kwargs): return input.adjoint(*args, **kwargs)
def msort(input: Tensor, *args, **kwargs): return input.msort(*args, **kwargs)
def norm(input: Tensor, p='fro', dim=None, keepdim=False, out=None, dtype=None): return input.norm(p, dim, keepdim)
def dist(input: Tensor, other: Tensor, p=2): return input.dist(other)
def split(tensor, split_size_or_sections, dim=0): return tensor.split(split_size_or_sections, dim)
def t(input: Tensor): return input.t()
def numel(input: Tensor): return input.numel()
def is_floating_point(input: Tensor): return input.is_floating_point()
def is_complex(input: Tensor): return input.is_complex()
def is_nonzero(input): return some_bool('')
def trapezoid(y, x=None, dim=-1, dx=None):
    if is_tensor(x) and rank(x) == 1 and rank(y) is not None:
        n = dims(y)[dim]
        if not must('Trapezoid/points', dims(x)[0] == n or n == 1, given=dims(x)[0], expected=n, places=x, values=y):
            return unknown_tensor('a mistake before')
    return y.sum(dim)


trapz = trapezoid

def histogram(input: Tensor, bins=100, **kwargs): return (_make((bins,), dtype_of(input), input), _make((bins + 1,), dtype_of(input), input)) if kind(bins) == 'int' else (unknown_tensor('a histogram'), bins)
def bucketize(input, boundaries: Tensor, out_int32=False, right=False):
    if kind(input) in ('int', 'float'):
        return _make((), int64)
    return unknown_tensor('places among boundaries', int64) if not is_tensor(input) or dims(input) is None else _make(dims(input), int64, input)



def searchsorted(sorted_sequence, input, out_int32=False, right=False, side=None, sorter=None): return bucketize(input, sorted_sequence)
def tril_indices(row, col, offset=0, dtype=int64, device=None): return _placed(_make((2, _below(row, col, offset)), dtype), {'device': device})
def triu_indices(row, col, offset=0, dtype=int64, device=None): return _placed(_make((2, _below(col, row, -offset)), dtype), {'device': device})


def _below(rows, columns, offset):
    # how many places lie on and below a diagonal
    if not (known(rows) and known(columns) and known(offset)):
        return fresh('indices')
    n = 0
    for i in range(rows):
        on = i + 1 + offset
        n = n + (0 if on < 0 else columns if on > columns else on)
    return n


def where(condition: Tensor, input=None, other=None, out=None):
    if input is None:
        return condition.nonzero(True)
    return _where(condition, input, other)


def diag(input: Tensor, diagonal=0): return input.diag(diagonal)
def allclose(*args, **kwargs): return some_bool('')
equal = is_same_size = allclose

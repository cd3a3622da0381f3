# torch.distributions: samples have the shape of the batch of distributions, with the asked shape in front.
from dimwright import tensor, unknown_tensor, dims, dtype, dtype_of, is_tensor, arith
from torch._support import _same, float32, int64


class Distribution:
    def _base(self): return self.loc

    def _drawn(self, shape, t):
        d = dims(self._base())
        return unknown_tensor('a sample', t) if d is None else tensor(tuple(shape) + d, t, self._base())

    def sample(self, sample_shape=()): return self._drawn(sample_shape, float32)
    def rsample(self, sample_shape=()): return self._drawn(sample_shape, float32)
    def log_prob(self, value): return arith('Mul', self._base(), value)
    cdf = icdf = log_prob
    def entropy(self): return _same(self._base())

    @property
    def mean(self): return _same(self._base())

    variance = stddev = mode = mean


class Normal(Distribution):
    def __init__(self, loc, scale, validate_args=None):
        self.loc = arith('Add', loc, scale) if is_tensor(loc) or is_tensor(scale) else tensor((), float32)
        self.scale = _same(self.loc)


class Laplace(Normal): pass
class Gumbel(Normal): pass
class Cauchy(Normal): pass
class LogNormal(Normal): pass
class Beta(Normal): pass
class Gamma(Normal): pass
class Uniform(Normal): pass


class Bernoulli(Distribution):
    def __init__(self, probs=None, logits=None, validate_args=None):
        given = logits if probs is None else probs
        self.loc = self.probs = self.logits = given if is_tensor(given) else tensor((), float32)


class Exponential(Bernoulli): pass
class Poisson(Bernoulli): pass


class Categorical(Distribution):
    # the last axis is that of the classes
    def __init__(self, probs=None, logits=None, validate_args=None):
        self.probs = self.logits = logits if probs is None else probs

    def _base(self):
        d = dims(self.probs)
        return unknown_tensor('categories of unknown rank') if d is None else tensor(d[:-1], float32, self.probs)

    def sample(self, sample_shape=()): return self._drawn(sample_shape, int64)


class OneHotCategorical(Categorical):
    def _base(self): return self.probs
    def sample(self, sample_shape=()): return self._drawn(sample_shape, float32)
    def log_prob(self, value): return Categorical._base(self)


class Independent(Distribution):
    def __init__(self, base, reinterpreted_batch_ndims, validate_args=None):
        self.base = base
        self.count = reinterpreted_batch_ndims

    def _base(self): return self.base._base()
    def log_prob(self, value):
        x = self.base.log_prob(value)
        d = dims(x)
        return unknown_tensor('a log probability') if d is None else tensor(d[:len(d) - self.count], float32, x)


def kl_divergence(p, q): return arith('Sub', p._base(), q._base())


class kl:
    kl_divergence = kl_divergence
class categorical:
    Categorical = Categorical
class normal:
    Normal = Normal

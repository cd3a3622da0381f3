# torch.distributions: a batch of distributions, each over events: samples have the asked shape, the batch's and the
# event's, one after the other; log probabilities have no event axes.
from dimwright import tensor, unknown_tensor, dims, dtype_of, is_tensor, arith, kind, known, must, unknown, with_range
from torch._support import _same, float32, int64


class Distribution:
    discrete = None

    def __init__(self, batch_shape=(), event_shape=(), validate_args=None):
        self._like = tensor((), float32)
        self.batch_shape, self.event_shape = tuple(batch_shape), tuple(event_shape)

    def _over(self, like, events=0):
        # the parameters of all distributions broadcast together; the last axes are those of an event
        self._like = like
        d = dims(like)
        if d is None:
            self.batch_shape, self.event_shape = unknown('a batch shape'), unknown('an event shape')
        else:
            self.batch_shape, self.event_shape = d[:len(d) - events], d[len(d) - events:]

    def _is_known(self): return kind(self.batch_shape) == 'tuple' and kind(self.event_shape) == 'tuple'

    def _made(self, shape, events=True):
        if not self._is_known():
            return unknown_tensor('parameters of unknown shape', dtype_of(self._like))
        return tensor(tuple(shape) + self.batch_shape + (self.event_shape if events else ()), dtype_of(self._like), self._like)

    def sample(self, sample_shape=()): return self._made(sample_shape)
    def rsample(self, sample_shape=()): return self._made(sample_shape)
    def sample_n(self, n): return self._made((n,))

    def log_prob(self, value):
        x = arith('Mul', self._made(()), value)
        d = dims(x)
        if d is None or not self._is_known():
            return x
        return tensor(d[:len(d) - len(self.event_shape)], dtype_of(self._like), x)

    def cdf(self, value): return self.log_prob(value)
    icdf = cdf
    def entropy(self): return self._made((), False)
    def perplexity(self): return self._made((), False)
    def enumerate_support(self, expand=True): return unknown_tensor('all outcomes')
    def expand(self, batch_shape, _instance=None):
        out = Distribution(batch_shape, self.event_shape)
        return out

    @property
    def mean(self): return self._made(())

    variance = stddev = mode = mean


def _together(*parameters):
    # parameters broadcast; plain numbers stand for one distribution
    found = [p for p in parameters if is_tensor(p)]
    if len(found) == 0:
        return tensor((), float32)
    out = found[0]
    for p in found[1:]:
        out = arith('Add', out, p)
    return _same(out)


class _Two(Distribution):
    def __init__(self, loc, scale, validate_args=None):
        self.loc, self.scale = loc, scale
        self._over(_together(loc, scale))


class Normal(_Two): pass
class Laplace(_Two): pass
class Gumbel(_Two): pass
class Cauchy(_Two): pass
class LogNormal(_Two): pass


class Uniform(_Two):
    def __init__(self, low, high, validate_args=None):
        self.low, self.high = low, high
        self._over(_together(low, high))


class Beta(_Two):
    def __init__(self, concentration1, concentration0, validate_args=None):
        self._over(_together(concentration1, concentration0))


Kumaraswamy = Beta


class Gamma(_Two):
    def __init__(self, concentration, rate, validate_args=None):
        self._over(_together(concentration, rate))


InverseGamma = Gamma


class VonMises(_Two):
    def __init__(self, loc, concentration, validate_args=None):
        self._over(_together(loc, concentration))


class Weibull(_Two):
    def __init__(self, scale, concentration, validate_args=None):
        self._over(_together(scale, concentration))


class Pareto(_Two):
    def __init__(self, scale, alpha, validate_args=None):
        self._over(_together(scale, alpha))


class FisherSnedecor(_Two):
    def __init__(self, df1, df2, validate_args=None):
        self._over(_together(df1, df2))


class StudentT(Distribution):
    def __init__(self, df, loc=0.0, scale=1.0, validate_args=None):
        self._over(_together(df, loc, scale))


class Exponential(Distribution):
    def __init__(self, rate, validate_args=None):
        self._over(_together(rate))


class Poisson(Exponential): pass


class HalfNormal(Distribution):
    def __init__(self, scale, validate_args=None):
        self._over(_together(scale))


class HalfCauchy(HalfNormal): pass


class Chi2(Distribution):
    def __init__(self, df, validate_args=None):
        self._over(_together(df))


class Bernoulli(Distribution):
    def __init__(self, probs=None, logits=None, validate_args=None):
        self.probs = self.logits = _together(logits if probs is None else probs)
        self._over(self.probs)


class Geometric(Bernoulli): pass
class ContinuousBernoulli(Bernoulli): pass


class Binomial(Distribution):
    def __init__(self, total_count=1, probs=None, logits=None, validate_args=None):
        self.probs = self.logits = logits if probs is None else probs
        self._over(_together(total_count, self.probs))


class NegativeBinomial(Binomial): pass


class RelaxedBernoulli(Distribution):
    def __init__(self, temperature, probs=None, logits=None, validate_args=None):
        self._over(_together(logits if probs is None else probs))


class Categorical(Distribution):
    # the last axis of the parameters is that of the classes
    def __init__(self, probs=None, logits=None, validate_args=None):
        given = logits if probs is None else probs
        self.probs = self.logits = _same(given) if is_tensor(given) else unknown_tensor('categories')
        d = dims(self.probs)
        self._over(self.probs if d is None else tensor(d[:-1], dtype_of(self.probs), self.probs))

    def sample(self, sample_shape=()):
        d = dims(self.probs)
        x = _same(self._made(sample_shape), int64)
        return x if d is None else with_range(x, 0, d[-1] - 1, True)


class OneHotCategorical(Distribution):
    def __init__(self, probs=None, logits=None, validate_args=None):
        self.probs = self.logits = logits if probs is None else probs
        self._over(self.probs, 1)


class OneHotCategoricalStraightThrough(OneHotCategorical): pass


class RelaxedOneHotCategorical(Distribution):
    def __init__(self, temperature, probs=None, logits=None, validate_args=None):
        self._over(logits if probs is None else probs, 1)


class Multinomial(Distribution):
    def __init__(self, total_count=1, probs=None, logits=None, validate_args=None):
        self._over(logits if probs is None else probs, 1)


class Dirichlet(Distribution):
    def __init__(self, concentration, validate_args=None):
        self._over(concentration, 1)


class LogisticNormal(Distribution):
    def __init__(self, loc, scale, validate_args=None):
        d = dims(_together(loc, scale))
        self._over(unknown_tensor('a simplex') if d is None else tensor(d[:-1] + (d[-1] + 1,), float32, loc), 1)


class MultivariateNormal(Distribution):
    # that the matrix fits is noticed when it is used
    def __init__(self, loc, covariance_matrix=None, precision_matrix=None, scale_tril=None, validate_args=None):
        self.loc = loc
        self.matrix = [m for m in (covariance_matrix, precision_matrix, scale_tril) if m is not None][0]
        d, m = dims(loc), dims(self.matrix)
        if d is not None and m is not None and len(m) >= 2 and len(m) - 1 > len(d):
            loc = tensor(m[:-2] + d[-1:], dtype_of(loc), loc)
        self._over(loc, 1)

    def _fits(self):
        d, m = dims(self.loc), dims(self.matrix)
        return d is None or m is None or must('Distribution/matrix', m[-1] == d[-1] or d[-1] == 1, rows=m[-1], extent=d[-1], loc=self.loc, matrix=self.matrix)

    def log_prob(self, value): return Distribution.log_prob(self, value) if self._fits() else unknown_tensor('a mistake before')
    def rsample(self, sample_shape=()): return self._made(sample_shape) if self._fits() else unknown_tensor('a mistake before')
    sample = rsample


class LowRankMultivariateNormal(Distribution):
    def __init__(self, loc, cov_factor, cov_diag, validate_args=None):
        self._over(_together(loc, cov_diag), 1)


class Independent(Distribution):
    def __init__(self, base_distribution, reinterpreted_batch_ndims, validate_args=None):
        self.base_dist = base_distribution
        self._like = base_distribution._like
        n = reinterpreted_batch_ndims
        b = base_distribution.batch_shape
        if base_distribution._is_known() and must('Distribution/batch', n <= len(b), given=n, axes=len(b)):
            self.batch_shape, self.event_shape = b[:len(b) - n], b[len(b) - n:] + base_distribution.event_shape
        else:
            self.batch_shape = self.event_shape = unknown('a batch shape')


class TransformedDistribution(Distribution):
    def __init__(self, base_distribution, transforms=None, validate_args=None):
        self.base_dist = base_distribution
        self.transforms = transforms
        self._like = base_distribution._like
        self.batch_shape, self.event_shape = base_distribution.batch_shape, base_distribution.event_shape


class MixtureSameFamily(Distribution):
    def __init__(self, mixture_distribution, component_distribution, validate_args=None):
        self.component_distribution = component_distribution
        self._like = component_distribution._like
        b = component_distribution.batch_shape
        self.batch_shape = b[:-1] if kind(b) == 'tuple' else b
        self.event_shape = component_distribution.event_shape
        p = dims(mixture_distribution.probs)
        if kind(b) == 'tuple' and p is not None and len(b) > 0:
            must('Distribution/mixture', p[-1] == b[-1], given=p[-1], components=b[-1], weights=mixture_distribution.probs)


class Transform:
    def __init__(self, *args, **kwargs):
        pass

    def __call__(self, x): return _same(x)
    def inv(self, x): return _same(x)
    def log_abs_det_jacobian(self, x, y): return _same(x)


class TanhTransform(Transform): pass
class SigmoidTransform(Transform): pass
class AffineTransform(Transform): pass
class ExpTransform(Transform): pass
class PowerTransform(Transform): pass
class SoftplusTransform(Transform): pass
class ComposeTransform(Transform): pass


def kl_divergence(p, q):
    x = arith('Sub', p._made(()), q._made(()))
    d = dims(x)
    return x if d is None or not p._is_known() else tensor(d[:len(d) - len(p.event_shape)], dtype_of(x), x)


class kl:
    kl_divergence = kl_divergence
class categorical:
    Categorical = Categorical
class normal:
    Normal = Normal
class transforms:
    TanhTransform = TanhTransform
    AffineTransform = AffineTransform
    SigmoidTransform = SigmoidTransform
    ExpTransform = ExpTransform

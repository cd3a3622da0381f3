# numpy.random: arrays of numbers that nobody knows, of known sizes.
from dimwright import tensor, unknown_tensor, dtype_of, dims, kind, known, fresh, some_number, with_range, range_of, same, as_array, is_array
from numpy._array import array, _size, _t
from numpy._types import float64, int64, bool_, _type


def seed(*args): return None
def rand(*size): return as_array(tensor(size, float64)) if len(size) > 0 else some_number()
randn = rand
def random(size=None, dtype=None): return some_number() if size is None else as_array(tensor(_size(size), float64 if dtype is None else _type(dtype)))
random_sample = ranf = sample = random


def _spread(*xs):
    # parameters that are arrays are spread over each other
    r = None
    for x in xs:
        if kind(x) not in ('int', 'float', 'bool', 'none'):
            r = array(x) if r is None else r + x
    return r


def _drawn(a, b, size, t):
    if size is not None:
        return as_array(tensor(_size(size), t))
    of = _spread(a, b)
    return some_number() if of is None else as_array(same(_t(of), t))


def uniform(low=0.0, high=1.0, size=None): return _drawn(low, high, size, float64)
def normal(loc=0.0, scale=1.0, size=None): return _drawn(loc, scale, size, float64)
def beta(a, b, size=None): return _drawn(a, b, size, float64)
gamma = laplace = logistic = gumbel = lognormal = wald = vonmises = normal
def exponential(scale=1.0, size=None): return _drawn(scale, None, size, float64)
rayleigh = weibull = pareto = power = standard_t = chisquare = exponential
def poisson(lam=1.0, size=None): return _drawn(lam, None, size, int64) if size is not None or _spread(lam) is not None else fresh('random', 0)
geometric = poisson
def binomial(n, p, size=None): return _drawn(n, p, size, int64) if size is not None or _spread(n, p) is not None else fresh('random', 0)
negative_binomial = binomial
def standard_normal(size=None, dtype=None): return some_number() if size is None else as_array(tensor(_size(size), float64 if dtype is None else _type(dtype)))
standard_exponential = standard_cauchy = standard_normal
def multinomial(n, pvals, size=None): return as_array(tensor(_size(size) + (array(pvals).size,), int64))
def dirichlet(alpha, size=None): return as_array(tensor(_size(size) + (array(alpha).size,), float64))
def multivariate_normal(mean, cov, size=None, *args, **kwargs): return as_array(tensor(_size(size) + (array(mean).size,), float64))


def randint(low, high=None, size=None, dtype=None, endpoint=False):
    if high is None:
        low, high = 0, low
    last = high if endpoint is True else high - 1
    if size is None:
        return fresh('random', low if known(low) else 0, last) if kind(last) == 'int' else as_array(same(_t(_spread(low, high)), int64)) if _spread(low, high) is not None else fresh('random', 0)
    t = tensor(_size(size), int64 if dtype is None else _type(dtype))
    return as_array(with_range(t, low, last, True) if kind(low) == 'int' and kind(last) == 'int' else t)


def permutation(x):
    if kind(x) == 'int':
        return as_array(with_range(tensor((x,), int64), 0, x - 1, True))
    t = _t(array(x))
    r = range_of(t)
    return as_array(same(t) if r is None else with_range(same(t), r[0], r[1], r[2]))


def permuted(x, axis=None, out=None): return permutation(x)
def shuffle(x, axis=0): return None


def choice(x, size=None, replace=True, p=None, axis=0, shuffle=True):
    if size is None:
        return fresh('choice', 0, x - 1) if kind(x) == 'int' else x[fresh('choice', 0)] if not is_array(x) else x[0]
    if kind(x) == 'int':
        return as_array(with_range(tensor(_size(size), int64), 0, x - 1, True))
    t = _t(array(x))
    return as_array(tensor(_size(size) + (dims(t)[1:] if dims(t) is not None else ()), dtype_of(t)))


def RandomState(*args): return _Generator()
def default_rng(*args): return _Generator()
def get_state(*args): return None
set_state = get_state


class _Generator:
    def rand(self, *size): return rand(*size)
    randn = rand
    def random(self, size=None, dtype=None, out=None): return random(size, dtype)
    random_sample = random
    def normal(self, loc=0.0, scale=1.0, size=None): return normal(loc, scale, size)
    gamma = laplace = lognormal = normal
    def uniform(self, low=0.0, high=1.0, size=None): return uniform(low, high, size)
    def beta(self, a, b, size=None): return beta(a, b, size)
    def exponential(self, scale=1.0, size=None): return exponential(scale, size)
    def poisson(self, lam=1.0, size=None): return poisson(lam, size)
    def binomial(self, n, p, size=None): return binomial(n, p, size)
    def standard_normal(self, size=None, dtype=None, out=None): return standard_normal(size, dtype)
    def multinomial(self, n, pvals, size=None): return multinomial(n, pvals, size)
    def dirichlet(self, alpha, size=None): return dirichlet(alpha, size)
    def multivariate_normal(self, mean, cov, size=None, **kwargs): return multivariate_normal(mean, cov, size)
    def randint(self, low, high=None, size=None, dtype=None): return randint(low, high, size, dtype)
    def integers(self, low, high=None, size=None, dtype=None, endpoint=False): return randint(low, high, size, dtype, endpoint)
    def permutation(self, x, axis=0): return permutation(x)
    def permuted(self, x, axis=None, out=None): return permutation(x)
    def shuffle(self, x, axis=0): return None
    def choice(self, x, size=None, replace=True, p=None, axis=0, shuffle=True): return choice(x, size, replace, p)
Generator = _Generator

# numpy.random: arrays of numbers that nobody knows, of known sizes.
from dimwright import tensor, dtype_of, dims, kind, known, fresh, some_number, with_range, same, as_array
from numpy._array import array, float64, int64, _size, _t, _type


def seed(*args): return None
def rand(*size): return as_array(tensor(size, float64)) if len(size) > 0 else some_number()
randn = rand
def random(size=None): return some_number() if size is None else as_array(tensor(_size(size), float64))
random_sample = ranf = random
def uniform(low=0.0, high=1.0, size=None): return some_number() if size is None else as_array(tensor(_size(size), float64))
def normal(loc=0.0, scale=1.0, size=None): return some_number() if size is None else as_array(tensor(_size(size), float64))
def standard_normal(size=None): return some_number() if size is None else as_array(tensor(_size(size), float64))
beta = gamma = laplace = normal

def randint(low, high=None, size=None, dtype=None):
    if high is None:
        low, high = 0, low
    if size is None:
        return fresh('random', low if known(low) else 0, high - 1)
    t = tensor(_size(size), int64 if dtype is None else _type(dtype))
    return as_array(with_range(t, low, high - 1, True) if kind(low) == 'int' and kind(high) == 'int' else t)

def permutation(x): return as_array(with_range(tensor((x,), int64), 0, x - 1, True)) if kind(x) == 'int' else as_array(same(_t(array(x))))
def shuffle(x): return None

def choice(x, size=None, replace=True, p=None):
    if size is None:
        return fresh('choice', 0) if kind(x) == 'int' else x[0]
    if kind(x) == 'int':
        return as_array(with_range(tensor(_size(size), int64), 0, x - 1, True))
    t = _t(array(x))
    return as_array(tensor(_size(size) + (dims(t)[1:] if dims(t) is not None else ()), dtype_of(t)))

def RandomState(*args): return _Generator()
def default_rng(*args): return _Generator()


class _Generator:
    def rand(self, *size): return rand(*size)
    randn = rand
    def random(self, size=None): return random(size)
    def normal(self, loc=0.0, scale=1.0, size=None): return normal(loc, scale, size)
    def uniform(self, low=0.0, high=1.0, size=None): return uniform(low, high, size)
    def standard_normal(self, size=None): return random(size)
    def randint(self, low, high=None, size=None, dtype=None): return randint(low, high, size, dtype)
    integers = randint
    def permutation(self, x): return permutation(x)
    def shuffle(self, x): return None
    def choice(self, x, size=None, replace=True, p=None): return choice(x, size, replace, p)

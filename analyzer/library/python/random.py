# random: numbers that nobody knows.
from dimwright import some_number, fresh, unknown, turns


def seed(*args): return None
def random(): return some_number()
def uniform(a, b): return some_number()
gauss = normalvariate = uniform
def randint(a, b): return a + fresh('random', 0, b - a)
def randrange(a, b=None, step=1): return fresh('random', 0, a - 1) if b is None else a + fresh('random', 0, b - a - 1)
def choice(values): return values[fresh('random', 0)]
def sample(values, k): return [choice(values) for _ in range(k)]
def shuffle(values): return None
def choices(values, weights=None, *, cum_weights=None, k=1): return [choice(values) for _ in range(k)]
def getrandbits(k): return fresh('random', 0)
betavariate = gammavariate = normalvariate
def expovariate(lambd=1.0): return some_number()


class Random:
    # a generator of its own
    def __init__(self, x=None):
        pass

    def seed(self, *args): return None
    def random(self): return some_number()
    def uniform(self, a, b): return some_number()
    gauss = normalvariate = betavariate = uniform
    def randint(self, a, b): return randint(a, b)
    def randrange(self, a, b=None, step=1): return randrange(a, b, step)
    def choice(self, values): return choice(values)
    def sample(self, values, k): return sample(values, k)
    def shuffle(self, values): return None
    def choices(self, values, weights=None, *, cum_weights=None, k=1): return choices(values, k=k)
    def getrandbits(self, k): return getrandbits(k)
    def getstate(self): return unknown('the state of a generator')
    def setstate(self, state): return None


SystemRandom = Random

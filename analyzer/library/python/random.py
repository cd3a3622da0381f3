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
def choices(values, **kwargs): return unknown('random choices')

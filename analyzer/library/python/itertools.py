# itertools
from dimwright import unknown, turns


def chain(*iterables):
    items = []
    for i in iterables:
        items.extend(i)
    return items


def repeat(value, times=None): return turns(value) if times is None else [value for _ in range(times)]
def cycle(values): return turns(*values)


def product(*iterables, repeat=1):
    result = [()]
    for pool in list(iterables) * repeat:
        result = [r + (x,) for r in result for x in pool]
    return result


def count(start=0, step=1): return turns(start)
def islice(values, *args): return turns(*values)
def combinations(values, n): return unknown('combinations')
permutations = accumulate = groupby = zip_longest = combinations

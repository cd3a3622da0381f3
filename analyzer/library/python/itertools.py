# itertools
from dimwright import unknown, turns, known, kind, fresh


class _Chain:
    def __call__(self, *iterables): return self.from_iterable(iterables)

    def from_iterable(self, iterables):
        items = []
        for i in iterables:
            items.extend(i)
        return items


chain = _Chain()


def repeat(value, times=None): return turns(value) if times is None else [value for _ in range(times)]
def cycle(values): return turns(*values)


def product(*iterables, repeat=1):
    result = [()]
    for pool in list(iterables) * repeat:
        result = [r + (x,) for r in result for x in pool]
    return result


class count:
    def __init__(self, start=0, step=1): self.start, self.step = start, step
    def __iter__(self): return turns(self.start, self.start + fresh('turn', 1) if kind(self.start) == 'int' and kind(self.step) == 'int' and known(self.step) and self.step > 0 else unknown('a count'))


def islice(values, *args):
    start = args[0] if len(args) > 1 and args[0] is not None else 0
    stop = args[0] if len(args) == 1 else args[1]
    step = args[2] if len(args) > 2 and args[2] is not None else 1
    if isinstance(values, count):
        return turns(values.start) if stop is None else [values.start + i * values.step for i in range(start, stop, step)]
    items = list(values)
    return turns(*items) if not known(len(items)) else items[start:stop:step]


def _places(n, r, again, ordered):
    # indices of what is chosen
    found = [()]
    for _ in range(r):
        found = [f + (i,) for f in found for i in range(n) if (ordered and (again or i not in f)) or (not ordered and (len(f) == 0 or i > f[-1] or (again and i == f[-1])))]
    return found


def _chosen(values, r, again, ordered):
    items = list(values)
    if not known(len(items)) or not known(r) or len(items) > 12 or r > 3:
        return turns(tuple([items[0] for _ in range(r)])) if known(r) else unknown('combinations')
    return [tuple([items[i] for i in places]) for places in _places(len(items), r, again, ordered)]


def combinations(iterable, r): return _chosen(iterable, r, False, False)
def combinations_with_replacement(iterable, r): return _chosen(iterable, r, True, False)
def permutations(iterable, r=2): return _chosen(iterable, r, False, True)


def pairwise(iterable):
    items = list(iterable)
    return [(items[i], items[i + 1]) for i in range(len(items) - 1)] if known(len(items)) else turns((items[0], items[0]))


def accumulate(iterable, func=None, *, initial=None):
    items = list(iterable)
    if not known(len(items)):
        return unknown('sums so far')
    found = [] if initial is None else [initial]
    for x in items:
        found.append(x if len(found) == 0 else found[-1] + x if func is None else func(found[-1], x))
    return found


def zip_longest(*iterables, fillvalue=None):
    rows = [list(i) for i in iterables]
    if not all([known(len(row)) for row in rows]):
        return turns(*zip(*rows))
    n = max([len(row) for row in rows])
    return [tuple([row[i] if i < len(row) else fillvalue for row in rows]) for i in range(n)]


def starmap(f, iterable): return [f(*x) for x in iterable]
def takewhile(predicate, iterable): return turns(*iterable)
dropwhile = filterfalse = takewhile
def groupby(iterable, key=None): return unknown('groups')

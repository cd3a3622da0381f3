# functools


class _Partial:
    def __init__(self, f, args, named):
        self.func = f
        self.args = args
        self.keywords = named

    def __call__(self, *args, **kwargs): return self.func(*self.args, *args, **{**self.keywords, **kwargs})


def partial(f, *args, **kwargs): return _Partial(f, args, kwargs)
def wraps(f): return _keep
def _keep(f): return f


def reduce(f, values, *start):
    items = list(values)
    result = start[0] if len(start) > 0 else items[0]
    for v in (items if len(start) > 0 else items[1:]):
        result = f(result, v)
    return result


def lru_cache(maxsize=None, typed=False): return maxsize if callable(maxsize) else _keep
def cache(f): return f
cached_property = property

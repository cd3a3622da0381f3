# collections
from dimwright import unknown, named, kind


def OrderedDict(*args, **kwargs): return dict(*args, **kwargs)
def defaultdict(factory=None, *args): return unknown('a defaultdict')
def Counter(*args): return unknown('a Counter')
def deque(values=(), maxlen=None): return list(values)


class namedtuple:
    # called, it makes a tuple whose items have names
    def __init__(self, name, fields, rename=False, defaults=None, module=None):
        self._fields = tuple(fields.replace(',', ' ').split()) if kind(fields) == 'string' else tuple(fields)
        self._defaults = tuple(defaults) if defaults is not None else ()

    def __call__(self, *args, **kwargs):
        values = list(args)
        for i, name in enumerate(self._fields):
            if i >= len(args):
                at = i - (len(self._fields) - len(self._defaults))
                values.append(kwargs[name] if name in kwargs else self._defaults[at] if at >= 0 else unknown('an item of a named tuple'))
        return named(tuple(values), self._fields)

    def _make(self, values): return self(*values)

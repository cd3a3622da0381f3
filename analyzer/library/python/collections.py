# collections
from dimwright import unknown, named, kind, known, fresh, set_field, must


def OrderedDict(*args, **kwargs): return dict(*args, **kwargs)


class _Table:
    # a dictionary that makes what it lacks
    def __init__(self, entries):
        self._entries = entries

    def __getitem__(self, key):
        if key not in self._entries:
            self._entries[key] = self._missing()
        return self._entries[key]

    def __setitem__(self, key, value): self._entries[key] = value
    def __delitem__(self, key): self._entries.pop(key)
    def __contains__(self, key): return key in self._entries
    def __iter__(self): return list(self._entries.keys())
    def __len__(self): return len(self._entries)
    def get(self, key, default=None): return self._entries.get(key, default)
    def keys(self): return self._entries.keys()
    def values(self): return self._entries.values()
    def items(self): return self._entries.items()
    def pop(self, *args): return self._entries.pop(*args)
    def clear(self): self._entries.clear()
    def setdefault(self, key, default=None): return self._entries.setdefault(key, default)
    def update(self, *args, **kwargs): self._entries.update(*args, **kwargs)


class UserDict(_Table):
    # what a class that derives from dict has, too; its attributes may be entries
    def __init__(self, *args, **kwargs): set_field(self, '_entries', dict(*args, **kwargs))

    def __getitem__(self, key):
        if key not in self._entries and hasattr(self, '__missing__'):
            return self.__missing__(key)
        return self._entries[key]

    def copy(self): return dict(self._entries)


class defaultdict(_Table):
    def __init__(self, default_factory=None, *args, **kwargs):
        self._entries = dict(*args, **kwargs)
        self.default_factory = default_factory

    def _missing(self): return unknown('a missing entry') if self.default_factory is None else self.default_factory()
    def copy(self): return self


def Counter(*args): return unknown('a Counter')


class deque:
    # beyond its greatest length, what is oldest goes
    def __init__(self, iterable=(), maxlen=None):
        self._items, self.maxlen = [], maxlen
        for item in iterable:
            self.append(item)

    def append(self, item):
        self._items.append(item)
        if self.maxlen is not None and known(len(self._items)) and known(self.maxlen) and len(self._items) > self.maxlen:
            self._items.pop(0)

    def appendleft(self, item):
        self._items.insert(0, item)
        if self.maxlen is not None and known(len(self._items)) and known(self.maxlen) and len(self._items) > self.maxlen:
            self._items.pop()

    def extend(self, items):
        for item in items:
            self.append(item)

    def extendleft(self, items):
        for item in items:
            self.appendleft(item)

    def pop(self): return self._items.pop()
    def popleft(self): return self._items.pop(0)
    def clear(self): self._items.clear()
    def rotate(self, n=1): self._items = [self._items[(i - n) % len(self._items)] for i in range(len(self._items))]
    def reverse(self): self._items.reverse()
    def index(self, item): return self._items.index(item)
    def count(self, item): return self._items.count(item)
    def remove(self, item): self._items.remove(item)
    def insert(self, i, item): self._items.insert(i, item)
    def copy(self): return deque(self._items, self.maxlen)
    def __getitem__(self, i): return self._items[i]
    def __setitem__(self, i, item): self._items[i] = item
    def __iter__(self): return self._items
    def __len__(self): return len(self._items)
    def __contains__(self, item): return item in self._items
    def __bool__(self): return len(self._items) > 0


class namedtuple:
    # called, it makes a tuple whose items have names
    def __init__(self, typename: str, field_names, rename=False, defaults=None, module=None):
        self._fields = tuple(field_names.replace(',', ' ').split()) if kind(field_names) == 'string' else tuple(field_names)
        self._defaults = tuple(defaults) if defaults is not None else ()
        self._typename = typename

    def _missing(self, name, args):
        if kind(args) == 'tuple' and known(len(args)):
            must('Call/missing', False, function=self._typename, argument=name)
        return unknown('an item of a named tuple')

    def __call__(self, *args, **kwargs):
        values = list(args)
        for i, name in enumerate(self._fields):
            if i >= len(args):
                at = i - (len(self._fields) - len(self._defaults))
                values.append(kwargs[name] if name in kwargs else self._defaults[at] if at >= 0 else self._missing(name, args))
        return named(tuple(values), self._fields)

    def _make(self, values): return self(*values)

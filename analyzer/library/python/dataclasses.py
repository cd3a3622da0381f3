# dataclasses: the constructor follows the order of the annotated names.
from dimwright import fresh, kind, some_bool, some_number, some_text, unknown


class _Field:
    def __init__(self, default, factory):
        self.default = default
        self.factory = factory


MISSING = object


def field(default=MISSING, default_factory=None, **kwargs): return _Field(default, default_factory)


def _fields(cls):
    names = []
    for base in reversed(cls.__mro__):
        for name in getattr(base, '__annotations__', ()):
            if name not in names:
                names.append(name)
    return names


def _of_type(cls, name):
    # some value of the type that the name is annotated with
    t = None
    for base in cls.__mro__:
        t = getattr(base, '__types__', {}).get(name, t)
    return fresh(name, 0) if t is int else some_number() if t is float else some_text() if t is str else some_bool(name) if t is bool else unknown('a field that is not known')


def _decorate(cls):
    names = _fields(cls)

    def __init__(self, *args, **kwargs):
        for i, name in enumerate(names):
            if kind(kwargs) == 'unknown' or kind(args) == 'unknown':
                value = _of_type(cls, name)
            elif i < len(args):
                value = args[i]
            elif name in kwargs:
                value = kwargs[name]
            else:
                value = getattr(cls, name)
                if isinstance(value, _Field):
                    value = value.factory() if value.factory is not None else value.default
            setattr(self, name, value)
        if hasattr(self, '__post_init__'):
            self.__post_init__()

    if '__init__' not in names and not _defines_init(cls):
        cls.__init__ = __init__
    return cls


def _defines_init(cls): return False
def dataclass(cls=None, **kwargs): return _decorate if cls is None else _decorate(cls)
def asdict(obj): return dict(vars(obj))
def replace(obj, **kwargs): return obj
def fields(obj): return []

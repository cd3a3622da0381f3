# dataclasses: the constructor follows the order of the annotated names.


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


def _decorate(cls):
    names = _fields(cls)

    def __init__(self, *args, **kwargs):
        for i, name in enumerate(names):
            if i < len(args):
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

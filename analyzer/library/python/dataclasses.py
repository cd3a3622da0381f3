# dataclasses: the constructor follows the order of the annotated names.
from dimwright import fresh, kind, must, some_bool, some_number, some_text, unknown


class _Field:
    def __init__(self, default, factory, init):
        self.default = default
        self.factory = factory
        self.init = init


class _Missing:
    pass


MISSING = _Missing()


def field(default=MISSING, default_factory=None, init=True, **kwargs): return _Field(default, default_factory, init)


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


def _is_given(cls, name):
    # what the constructor takes
    value = getattr(cls, name, None)
    return value.init if isinstance(value, _Field) else True


def _decorate(cls):
    names = _fields(cls)
    taken = [name for name in names if _is_given(cls, name)]

    def __init__(self, *args, **kwargs):
        for name in names:
            place = taken.index(name) if name in taken else len(args)
            if kind(kwargs) == 'unknown' or kind(args) == 'unknown':
                value = _of_type(cls, name)
            elif place < len(args):
                value = args[place]
            elif name in kwargs:
                value = kwargs[name]
            elif hasattr(cls, name):
                value = getattr(cls, name)
                if isinstance(value, _Field):
                    if value.factory is None and value.default is MISSING:
                        value = unknown('a field without a value')
                    else:
                        value = value.factory() if value.factory is not None else value.default
            else:
                must('Call/missing', False, function=cls.__name__, argument=name)
                value = unknown('a mistake before')
            setattr(self, name, value)
        if hasattr(self, '__post_init__'):
            self.__post_init__()

    if '__init__' not in vars(cls):
        cls.__init__ = __init__
    cls.__match_args__ = tuple(taken)
    cls.__dataclass_fields__ = tuple(names)
    return cls


class _FieldOf:
    def __init__(self, name):
        self.name = name
        self.type = unknown('the type of a field')


def dataclass(cls=None, **kwargs): return _decorate if cls is None else _decorate(cls)
def asdict(obj): return dict(vars(obj))
def astuple(obj): return tuple([getattr(obj, name) for name in obj.__dataclass_fields__])
def fields(obj): return tuple([_FieldOf(name) for name in obj.__dataclass_fields__])
def is_dataclass(obj): return hasattr(obj, '__dataclass_fields__')


def replace(obj, **kwargs):
    values = {name: getattr(obj, name) for name in obj.__dataclass_fields__}
    values.update(kwargs)
    return obj.__class__(**values)

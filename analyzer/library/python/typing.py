# typing: annotations are not followed here.


class _Any:
    def __class_getitem__(cls, item): return cls
    def __getitem__(self, item): return self
    def __or__(self, other): return self


Any = List = Dict = Tuple = Optional = Union = Callable = Iterable = Iterator = Sequence = Literal = Set = Type = Generator = Mapping = Final = ClassVar = Annotated = NoReturn = Self = Hashable = Text = _Any()
TYPE_CHECKING = False
def cast(t, value): return value
def TypeVar(*args, **kwargs): return _Any()
def overload(f): return f


class NamedTuple:
    # as a class that others extend: a tuple whose items have the annotated names
    def __init__(self, *args, **kwargs):
        for i, name in enumerate(self._fields()):
            setattr(self, name, args[i] if i < len(args) else kwargs[name] if name in kwargs else getattr(self.__class__, name))

    def _fields(self):
        names = []
        for base in reversed(self.__class__.__mro__):
            for name in getattr(base, '__annotations__', ()):
                if name not in names:
                    names.append(name)
        return names

    def __iter__(self): return tuple([getattr(self, name) for name in self._fields()])
    def __getitem__(self, i): return self.__iter__()[i]
    def __len__(self): return len(self._fields())
    def _asdict(self): return {name: getattr(self, name) for name in self._fields()}
    def _replace(self, **kwargs): return self.__class__(**{name: kwargs[name] if name in kwargs else getattr(self, name) for name in self._fields()})


class Protocol: pass
class Generic: pass

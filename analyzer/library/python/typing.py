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
class NamedTuple: pass
class Protocol: pass
class Generic: pass

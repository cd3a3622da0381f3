# enum: what the body of such a class is assigned becomes its members.
from dimwright import kind, unknown


class _Auto: pass


def auto(): return _Auto()
def unique(cls): return cls


class Enum:
    def __init_subclass__(cls, **kwargs):
        members, last = [], 0
        for name, value in vars(cls).items():
            if name.startswith('_') or kind(value) in ('function', 'property', 'static', 'class-method', 'class', 'method'):
                continue
            last = cls._next(name, last, len(members)) if isinstance(value, _Auto) else value
            member = object.__new__(cls)
            member.name, member.value, member._name_, member._value_ = name, last, name, last
            if '__init__' in vars(cls):
                cls.__init__(member, *(last if kind(last) == 'tuple' else (last,)))
            setattr(cls, name, member)
            members.append(member)
        cls._members = tuple(members)
        cls.__members__ = {member.name: member for member in members}

    def __new__(cls, value):
        for member in cls._members:
            if member.value == value:
                return member
        return unknown('a member of an enumeration')

    def __eq__(self, other):
        # who is a text or a number as well equals it
        if isinstance(other, Enum):
            return self is other
        return self.value == other if str in self.__class__.__bases__ or int in self.__class__.__bases__ else False

    @classmethod
    def _next(cls, name, last, count): return last + 1

    @classmethod
    def __iter__(cls): return cls._members

    @classmethod
    def __len__(cls): return len(cls._members)

    def __class_getitem__(cls, name): return cls.__members__[name] if name in cls.__members__ else unknown('a member of an enumeration')


class StrEnum(Enum):
    @classmethod
    def _next(cls, name, last, count): return name.lower()

    def __str__(self): return self.value
    def __eq__(self, other): return self.value == other.value if isinstance(other, Enum) else self.value == other


class IntEnum(Enum):
    def __index__(self): return self.value
    def __int__(self): return self.value
    def __eq__(self, other): return self.value == int(other)
    def __add__(self, other): return self.value + int(other)
    def __radd__(self, other): return int(other) + self.value
    def __sub__(self, other): return self.value - int(other)
    def __mul__(self, other): return self.value * int(other)
    def __rmul__(self, other): return int(other) * self.value
    def __lt__(self, other): return self.value < int(other)
    def __le__(self, other): return self.value <= int(other)
    def __gt__(self, other): return self.value > int(other)
    def __ge__(self, other): return self.value >= int(other)


Flag = IntFlag = IntEnum
EnumMeta = EnumType = unknown('the class of enumerations')

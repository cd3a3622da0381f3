# inspect: what kind of thing something is.
from dimwright import kind, unknown


def isfunction(value): return kind(value) == 'function' if kind(value) != 'unknown' else unknown('a function')
def ismethod(value): return kind(value) == 'method' if kind(value) != 'unknown' else unknown('a method')
def isclass(value): return kind(value) == 'class' if kind(value) != 'unknown' else unknown('a class')

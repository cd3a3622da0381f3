# Element types of numpy: their names, and what two of them become together. Numbers of Python give way to arrays
# (numpy's NEP 50); an array of no axes does not.
from dimwright import dtype, dtype_of, dtype_name, with_dtype, is_tensor, kind, known, unknown

float64 = double = float_ = dtype('float64')
float32 = single = dtype('float32')
float16 = half = dtype('float16')
int64 = int_ = longlong = intp = dtype('int64')
int32 = intc = dtype('int32')
int16 = short = dtype('int16')
int8 = byte = dtype('int8')
uint64 = uint = dtype('uint64')
uint32 = dtype('uint32')
uint16 = dtype('uint16')
uint8 = ubyte = dtype('uint8')
bool_ = dtype('bool')
complex64 = dtype('complex64')
complex128 = dtype('complex128')

_OF = {'float64': float64, 'float32': float32, 'float16': float16, 'int64': int64, 'int32': int32, 'int16': int16, 'int8': int8, 'uint64': uint64, 'uint32': uint32,
       'uint16': uint16, 'uint8': uint8, 'bool': bool_, 'complex64': complex64, 'complex128': complex128}
_SHORT = {'float': float64, 'f2': float16, 'f4': float32, 'f8': float64, 'f': float32, 'd': float64, 'int': int64, 'i1': int8, 'i2': int16, 'i4': int32, 'i8': int64, 'u1': uint8,
          'u2': uint16, 'u4': uint32, 'u8': uint64, 'B': uint8, 'b': int8, 'i': int32, 'l': int64, '?': bool_, 'bool_': bool_, 'complex': complex128, 'double': float64, 'single': float32, 'half': float16}
_BITS = {'int8': 8, 'int16': 16, 'int32': 32, 'int64': 64, 'uint8': 8, 'uint16': 16, 'uint32': 32, 'uint64': 64, 'float16': 16, 'float32': 32, 'float64': 64, 'complex64': 64, 'complex128': 128}
_REAL = {8: 'float16', 16: 'float32', 32: 'float64', 64: 'float64'}


def _type(t):
    # an element type however it is said
    if t is None or kind(t) == 'dtype':
        return t
    if kind(t) == 'string':
        t = t[1:] if known(t) and len(t) > 1 and t[0] in ('<', '>', '=', '|') else t
        return _OF[t] if t in _OF else _SHORT[t] if t in _SHORT else unknown('an element type')
    return float64 if t is float else int64 if t is int else bool_ if t is bool else complex128 if t is complex else unknown('an element type')


def _group(name): return 'u' if name in ('uint8', 'uint16', 'uint32', 'uint64') else name[0]


def _real_for(name):
    # the shortest type of real numbers that holds such numbers
    g = _group(name)
    return name if g in ('f', 'c') else 'float16' if g == 'b' else _REAL[_BITS[name]]


def _both(a, b):
    # two names, of arrays
    if a == b or b == 'bool':
        return a
    if a == 'bool':
        return b
    g, h = _group(a), _group(b)
    if g == h:
        return a if _BITS[a] >= _BITS[b] else b
    if g == 'c' or h == 'c':
        other = b if g == 'c' else a
        return 'complex128' if 'complex128' in (a, b) or _real_for(other) == 'float64' else 'complex64'
    if g == 'f' or h == 'f':
        x, y = _real_for(a), _real_for(b)
        return x if _BITS[x] >= _BITS[y] else y
    signed, unsigned = (a, b) if g == 'i' else (b, a)
    if _BITS[unsigned] == 64:
        return 'float64'
    return signed if _BITS[signed] > _BITS[unsigned] else {8: 'int16', 16: 'int32', 32: 'int64'}[_BITS[unsigned]]


def _common(*values):
    # the element type of what is computed of arrays and numbers; none where one is not known
    name, numbers = None, []
    for x in values:
        if is_tensor(x):
            n = dtype_name(x)
            if n is None or (n != 'bool' and n not in _BITS):
                return None
            name = n if name is None else _both(name, n)
        else:
            numbers.append(kind(x))
    if name is None:
        return None
    for k in numbers:
        if k == 'float' and _group(name) in ('b', 'i', 'u'):
            name = 'float64'
        elif k == 'int' and name == 'bool':
            name = 'int64'
        elif k not in ('int', 'float', 'bool', 'condition'):
            return None
    return _OF[name]


def _summed(t):
    # sums and products of short integers are long ones
    n = dtype_name(t)
    if n is None or (n != 'bool' and n not in _BITS):
        return None
    return int64 if n == 'bool' or _group(n) == 'i' else uint64 if _group(n) == 'u' else dtype_of(t)


def _averaged(t):
    n = dtype_name(t)
    return None if n is None or (n != 'bool' and n not in _BITS) else dtype_of(t) if _group(n) in ('f', 'c') else float64


def _as(x, t):
    # none: not known
    return with_dtype(x, unknown('an element type') if t is None else t)


def _real(x):
    # what functions such as the root give
    n = dtype_name(x)
    return _as(x, None if n is None or (n != 'bool' and n not in _BITS) else _OF[_real_for(n)])

# math: what sizes are computed with.
from dimwright import real_function, some_number

pi = 3.141592653589793
e = 2.718281828459045
inf = float('inf')
nan = some_number()


def floor(x): return real_function('floor', x)
def ceil(x): return real_function('ceil', x)
def trunc(x): return real_function('trunc', x)
def sqrt(x): return real_function('sqrt', x)
def log(x, base=None): return real_function('log', x) if base is None else real_function('log', x) / real_function('log', base)
def log2(x): return real_function('log2', x)
def log10(x): return real_function('log10', x)
def exp(x): return real_function('exp', x)
def pow(a, b): return float(a) ** float(b)
def isqrt(x): return real_function('floor', real_function('sqrt', x))
def sin(x): return real_function('sin', x)
def cos(x): return real_function('cos', x)
def tan(x): return real_function('tan', x)
def tanh(x): return real_function('tanh', x)
def fabs(x): return abs(float(x))
def radians(x): return x * pi / 180
def isnan(x): return real_function('isnan', x)
isinf = isfinite = isclose = isnan


def prod(values, start=1):
    for v in values:
        start = start * v
    return start


def gcd(a, b):
    while b:
        a, b = b, a % b
    return a

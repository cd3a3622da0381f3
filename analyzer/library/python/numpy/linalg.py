# numpy.linalg: norms and inverses.
from dimwright import some_number, same, as_array
from numpy._array import _reduced, _t, _wide


def norm(x, ord=None, axis=None, keepdims=False): return some_number() if axis is None else _reduced('ReduceSum', as_array(_wide(_t(x))), axis, keepdims)
def inv(x): return as_array(same(_t(x)))

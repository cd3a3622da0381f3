# copy: what a program changes in a copy is not changed in the original.
from dimwright import clone, is_tensor


def copy(x): return clone(x, False)
def deepcopy(x, memo=None): return clone(x, True)

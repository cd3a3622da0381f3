# torch.autograd
from torch._support import _same
def Variable(x, **kwargs): return x
def grad(outputs, inputs, *args, **kwargs):
    return tuple([_same(x) for x in (inputs if isinstance(inputs, (list, tuple)) else [inputs])])

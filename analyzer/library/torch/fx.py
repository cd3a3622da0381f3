# torch.fx: a traced module does what the module does; what is done to its graph is not followed.
from dimwright import unknown
from torch.nn import Module


def symbolic_trace(root, concrete_args=None):
    root.graph, root.code = unknown('a traced graph'), unknown('the text of a traced graph')
    root.recompile = root.print_readable = root.delete_all_unused_submodules = _leave
    return root


def _leave(*args, **kwargs): return unknown('what is done to a traced graph')
def wrap(function): return function


class GraphModule(Module):
    def __new__(cls, root, graph, *args, **kwargs): return unknown('a module made of a graph')


class Proxy:
    # stands for a value while a graph is recorded: what is made of one is one
    def __init__(self, node, tracer=None):
        self.node = node

    def __torch_function__(self, *args): return Proxy(self.node)
    def __add__(self, other): return Proxy(self.node)
    __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = __matmul__ = __neg__ = __getitem__ = __pow__ = __add__
    def __call__(self, *args, **kwargs): return Proxy(self.node)
    def __getattr__(self, name): return Proxy(self.node)

# torch.fx: a traced module does what the module does; what is done to its graph is not followed.
from dimwright import unknown
from torch.nn import Module


def symbolic_trace(module, concrete_args=None): return module
def wrap(function): return function


class GraphModule(Module):
    def __new__(cls, root, graph, *args, **kwargs): return unknown('a module made of a graph')

# torch.nn.modules.module: the base of all modules by its longer name.
from torch.nn import Module

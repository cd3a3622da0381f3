# torch.nn.modules: the same layers by their longer name.
from torch.nn import *

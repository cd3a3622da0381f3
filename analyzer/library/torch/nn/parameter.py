# torch.nn.parameter: the same Parameter by its longer name.
from torch.nn import Parameter

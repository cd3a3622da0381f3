# torch.nn: everything by its public name; the parts lie beside this file.
import torch.nn.functional as functional
import torch.nn.init as init
import torch.nn.utils as utils
from torch.nn._module import Module, Parameter, Identity, Sequential, ModuleList, ParameterList, ModuleDict, ParameterDict
from torch.nn._layers import *
from torch.nn._padding import *
from torch.nn._norm import *
from torch.nn._activation import *
from torch.nn._losses import *
from torch.nn._recurrent import *
from torch.nn._attention import *
import torch.nn.parallel as parallel
from torch.nn.parallel import DataParallel

# torch.nn: activations and dropout.
from dimwright import (arith, op, tensor, unknown_tensor, dims, rank, parameter, is_parameter, is_tensor, kind, fresh, must, unknown,
    set_field, get_field, fields, no_attribute, with_shape, dtype, dtype_of, known, some_bool)
from torch._support import _same, float32
import torch.nn.functional as F
from torch.nn._module import Module, _tuple, _weights


class _Elementwise(Module):
    # activations and dropout: they take options and keep the shape
    def __init__(self, *args, **kwargs):
        pass

    def forward(self, input): return F._each(input)


class ReLU(_Elementwise): pass
class ReLU6(_Elementwise): pass
class LeakyReLU(_Elementwise): pass
class PReLU(Module):
    def __init__(self, num_parameters=1, init=0.25, *args, **kwargs):
        self.weight = _weights((num_parameters,))

    def forward(self, input): return F.prelu(input, self.weight)


class RReLU(_Elementwise): pass
class ELU(_Elementwise): pass
class SELU(_Elementwise): pass
class CELU(_Elementwise): pass
class GELU(_Elementwise): pass
class SiLU(_Elementwise): pass
class Mish(_Elementwise): pass
class Sigmoid(Module):
    def forward(self, input): return F.sigmoid(input)


class LogSigmoid(_Elementwise): pass
class Tanh(_Elementwise): pass
class Softplus(_Elementwise): pass
class Softsign(_Elementwise): pass
class Hardtanh(_Elementwise): pass
class Hardsigmoid(_Elementwise): pass
class Hardswish(_Elementwise): pass
class Threshold(_Elementwise): pass
class _Dropout(_Elementwise):
    def forward(self, input): return _same(input)


class Dropout(_Dropout): pass
class Dropout1d(_Dropout): pass
class Dropout2d(_Dropout): pass
class Dropout3d(_Dropout): pass
class AlphaDropout(_Dropout): pass


class Softmax(Module):
    def __init__(self, dim=None):
        self.dim = dim

    def forward(self, input): return F.softmax(input, self.dim)


class Softmin(Softmax):
    pass


class Softmax2d(Module):
    def forward(self, input): return F.softmax(input, -3)


class LogSoftmax(Module):
    def __init__(self, dim=None):
        self.dim = dim

    def forward(self, input): return F.log_softmax(input, self.dim)


class GLU(Module):
    def __init__(self, dim=-1):
        self.dim = dim

    def forward(self, input): return F.glu(input, self.dim)

# torch.nn: layers that add values around the last axes.
import torch.nn.functional as F
from torch.nn._module import Module, _tuple


class _Pad(Module):
    axes = 2
    mode = 'constant'

    def __init__(self, padding, value=0):
        self.padding = _tuple(padding, 2 * self.axes)

    def forward(self, input): return F.pad(input, self.padding, self.mode)


class ZeroPad1d(_Pad):
    axes = 1


class ZeroPad2d(_Pad):
    axes = 2


class ZeroPad3d(_Pad):
    axes = 3


class ConstantPad1d(ZeroPad1d): pass
class ConstantPad2d(ZeroPad2d): pass
class ConstantPad3d(ZeroPad3d): pass


class ReflectionPad1d(_Pad):
    axes = 1
    mode = 'reflect'


class ReflectionPad2d(_Pad):
    axes = 2
    mode = 'reflect'


class ReflectionPad3d(_Pad):
    axes = 3
    mode = 'reflect'


class ReplicationPad1d(ZeroPad1d): pass
class ReplicationPad2d(ZeroPad2d): pass
class ReplicationPad3d(ZeroPad3d): pass


class CircularPad1d(_Pad):
    axes = 1
    mode = 'circular'


class CircularPad2d(_Pad):
    axes = 2
    mode = 'circular'


class CircularPad3d(_Pad):
    axes = 3
    mode = 'circular'

# The patterns as layers.
from torch.nn import Module
from dimwright import einops as _einops, unknown_tensor


class Rearrange(Module):
    def __init__(self, pattern, **axes):
        self.pattern = pattern
        self.axes = axes

    def forward(self, x): return _einops(x, self.pattern, self.axes)


class Reduce(Module):
    def __init__(self, pattern, reduction, **axes):
        self.pattern = pattern
        self.axes = axes

    def forward(self, x): return _einops(x, self.pattern, self.axes)


class EinMix(Module):
    def __init__(self, pattern, weight_shape=None, bias_shape=None, **axes):
        self.pattern = pattern
        self.axes = axes

    def forward(self, x): return _einops(x, self.pattern, self.axes)

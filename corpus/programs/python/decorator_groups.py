# Why it is here: a depthwise convolution is made with groups of its outputs instead of its inputs.
# class: conv channels
import functools
import torch
import torch.nn as nn

REGISTRY = {}


def register(name):
    def wrap(cls):
        REGISTRY[name] = cls
        return cls
    return wrap


def logged(fn):
    @functools.wraps(fn)
    def inner(*args, **kwargs):
        result = fn(*args, **kwargs)
        print(fn.__name__, tuple(result.shape))
        return result
    return inner


@register('separable')
class Separable(nn.Module):
    def __init__(self, cin, cout, kernel=3):
        super().__init__()
        self.depthwise = nn.Conv2d(cin, cin, kernel, padding=kernel // 2, groups=cin)
        self.pointwise = nn.Conv2d(cin, cout, 1, groups=cin)  #! Conv/groups

    @logged
    def forward(self, x):
        return self.pointwise(self.depthwise(x))


net = REGISTRY['separable'](12, 32)
net(torch.randn(1, 12, 16, 16))

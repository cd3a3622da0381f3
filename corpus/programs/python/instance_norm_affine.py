# Why it is here: an affine group norm after the channels were doubled.
# class: normalisation channels
import torch
from torch import nn


class Gated(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.conv = nn.Conv2d(c, 2 * c, 3, padding=1)
        self.norm = nn.GroupNorm(4, c)

    def forward(self, x):
        a, b = self.norm(self.conv(x)).chunk(2, 1)  #! GroupNormalization/scale
        return a * b.sigmoid()


print(Gated(8)(torch.rand(2, 8, 10, 10)).shape)

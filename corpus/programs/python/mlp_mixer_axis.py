# Why it is here: the token-mixing layer forgets to transpose.
# class: matmul inner dimension
import torch
from torch import nn


def ff(n, mult=2):
    return nn.Sequential(nn.Linear(n, n * mult), nn.GELU(), nn.Linear(n * mult, n))


class Mixer(nn.Module):
    def __init__(self, tokens=49, width=32):
        super().__init__()
        self.norms = nn.ModuleList([nn.LayerNorm(width), nn.LayerNorm(width)])
        self.tokens, self.channels = ff(tokens), ff(width)

    def forward(self, x):
        x = x + self.tokens(self.norms[0](x))  #! Linear/in_features
        return x + self.channels(self.norms[1](x))


print(Mixer()(torch.randn(2, 49, 32)).shape)

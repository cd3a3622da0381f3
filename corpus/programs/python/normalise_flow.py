# Why it is here: coupling layers of a flow that invert each other, with masks and log determinants.
import math
import torch
from torch import nn


class Coupling(nn.Module):
    def __init__(self, d, hidden=16, flip=False):
        super().__init__()
        self.flip, self.d = flip, d // 2
        self.net = nn.Sequential(nn.Linear(self.d, hidden), nn.Tanh(), nn.Linear(hidden, 2 * (d - self.d)))

    def forward(self, x, reverse=False):
        a, b = x[:, :self.d], x[:, self.d:]
        if self.flip:
            a, b = b, a
        s, t = self.net(a).chunk(2, -1)
        b = (b - t) * torch.exp(-s) if reverse else b * torch.exp(s) + t
        parts = (b, a) if self.flip else (a, b)
        return torch.cat(parts, 1), s.sum(1)


flow = nn.ModuleList([Coupling(6, flip=bool(i % 2)) for i in range(4)])
x = torch.randn(10, 6)
z, log_det = x, 0
for layer in flow:
    z, ld = layer(z)
    log_det = log_det + ld
log_prob = -0.5 * (z ** 2 + math.log(2 * math.pi)).sum(1) + log_det
(-log_prob.mean()).backward()
for layer in reversed(flow):
    z, _ = layer(z, reverse=True)
assert z.shape == x.shape and log_prob.shape == (10,)

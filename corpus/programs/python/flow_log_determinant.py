# Why it is here: a flow whose log determinants are a column.
# class: in-place broadcast growth
import torch
from torch import nn
from torch.distributions import MultivariateNormal


class Coupling(nn.Module):
    def __init__(self, dim, hidden, flip):
        super().__init__()
        self.flip = flip
        half = dim // 2
        self.s = nn.Sequential(nn.Linear(half, hidden), nn.Tanh(), nn.Linear(hidden, dim - half))
        self.t = nn.Sequential(nn.Linear(half, hidden), nn.Tanh(), nn.Linear(hidden, dim - half))

    def forward(self, x):
        a, b = x.chunk(2, dim=1)
        if self.flip:
            a, b = b, a
        s, t = self.s(a), self.t(a)
        y = b * torch.exp(s) + t
        out = torch.cat([y, a] if self.flip else [a, y], dim=1)
        return out, s.sum(dim=1)


class RealNVP(nn.Module):
    def __init__(self, dim, layers=4, hidden=16):
        super().__init__()
        self.layers = nn.ModuleList([Coupling(dim, hidden, i % 2 == 1) for i in range(layers)])
        self.register_buffer('mean', torch.zeros(dim))
        self.register_buffer('cov', torch.eye(dim))

    @property
    def prior(self):
        return MultivariateNormal(self.mean, self.cov)

    def log_prob(self, x):
        logdet = torch.zeros(x.size(0), 1)
        for layer in self.layers:
            x, ld = layer(x)
            logdet += ld  #! InPlace/grows
        return self.prior.log_prob(x) + logdet


flow = RealNVP(4)
opt = torch.optim.Adam(flow.parameters(), lr=1e-3)
for _ in range(2):
    x = torch.randn(64, 4)
    loss = -flow.log_prob(x).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()

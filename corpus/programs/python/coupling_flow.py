# Why it is here: a flow of affine couplings with its densities on a grid.
import math
import torch
from torch import nn
from torch.distributions import MultivariateNormal, Categorical, Normal

class AffineCoupling(nn.Module):
    def __init__(self, dim, hidden=24, flip=False):
        super().__init__()
        self.flip = flip
        self.k = dim // 2
        self.net = nn.Sequential(nn.Linear(self.k, hidden), nn.Tanh(), nn.Linear(hidden, 2 * (dim - self.k)))
    def forward(self, x):
        a, b = x[:, :self.k], x[:, self.k:]
        if self.flip:
            a, b = b, a
        s, t = self.net(a).chunk(2, dim=1)
        s = torch.tanh(s)
        b = b * s.exp() + t
        if self.flip:
            a, b = b, a
        return torch.cat([a, b], dim=1), s.sum(dim=1)
    def inverse(self, z):
        a, b = z[:, :self.k], z[:, self.k:]
        if self.flip:
            a, b = b, a
        s, t = self.net(a).chunk(2, dim=1)
        b = (b - t) * (-torch.tanh(s)).exp()
        if self.flip:
            a, b = b, a
        return torch.cat([a, b], dim=1)

class Flow(nn.Module):
    def __init__(self, dim, n=4):
        super().__init__()
        self.prior = MultivariateNormal(torch.zeros(dim), torch.eye(dim))
        self.layers = nn.ModuleList([AffineCoupling(dim, flip=bool(i % 2)) for i in range(n)])
    def log_prob(self, x):
        ld = x.new_zeros(x.size(0))
        for l in self.layers:
            x, d = l(x)
            ld = ld + d
        return self.prior.log_prob(x) + ld
    @torch.no_grad()
    def sample(self, n):
        z = self.prior.sample((n,))
        for l in reversed(self.layers):
            z = l.inverse(z)
        return z

def moons(n):
    c = Categorical(torch.tensor([0.5, 0.5])).sample((n,))
    t = torch.rand(n) * math.pi
    x = torch.where(c.bool(), 1 - torch.cos(t), torch.cos(t))
    y = torch.where(c.bool(), 0.5 - torch.sin(t), torch.sin(t))
    return torch.stack([x, y], dim=1) + 0.05 * torch.randn(n, 2)

flow = Flow(2)
opt = torch.optim.Adam(flow.parameters(), 1e-3)
for i in range(4):
    loss = -flow.log_prob(moons(128)).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
s = flow.sample(64)
assert s.shape == (64, 2)
xx, yy = torch.meshgrid(torch.linspace(-1, 2, 20), torch.linspace(-1, 1, 10), indexing='xy')
grid = torch.stack([xx.ravel(), yy.ravel()], dim=-1)
dens = flow.log_prob(grid).exp().view(xx.shape).detach().numpy()
kl = torch.distributions.kl_divergence(Normal(s.mean(0), s.std(0)), Normal(torch.zeros(2), torch.ones(2))).sum()
print(dens.sum(), kl.item())

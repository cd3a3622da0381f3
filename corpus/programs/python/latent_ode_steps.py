# Why it is here: a latent differential equation: as many states as there are steps of the solver.
# class: incompatible broadcast
from __future__ import annotations
import torch
from torch import nn, Tensor
from typing import Callable


def rk4(f: Callable[[Tensor, Tensor], Tensor], y0: Tensor, t: Tensor) -> Tensor:
    ys = [y0]
    for a, b in zip(t[:-1], t[1:]):
        h, y = b - a, ys[-1]
        k1 = f(a, y)
        k2 = f(a + h / 2, y + h / 2 * k1)
        k3 = f(a + h / 2, y + h / 2 * k2)
        k4 = f(b, y + h * k3)
        ys.append(y + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4))
    return torch.stack(ys)


class Field(nn.Module):
    def __init__(self, dim: int, hidden: int = 24):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(dim + 1, hidden), nn.Tanh(), nn.Linear(hidden, dim))

    def forward(self, t, y):
        return self.net(torch.cat([y, t.expand(y.shape[0], 1)], dim=1))


class LatentODE(nn.Module):
    def __init__(self, obs: int, latent: int):
        super().__init__()
        self.enc = nn.GRU(obs, 2 * latent)
        self.field = Field(latent)
        self.dec = nn.Linear(latent, obs)

    def forward(self, x: Tensor, t: Tensor):
        # x: (T, B, obs)
        _, h = self.enc(x.flip(0))
        mu, logvar = h[0].chunk(2, dim=-1)
        z0 = mu + (0.5 * logvar).exp() * torch.randn_like(mu)
        zs = rk4(self.field, z0, t)
        return self.dec(zs), mu, logvar


model = LatentODE(2, 6)
t = torch.linspace(0, 1, 15)
x = torch.randn(20, 8, 2)
rec, mu, logvar = model(x, t)
loss = (rec - x).pow(2).sum((0, 2)).mean()  #! Sub/broadcast
loss.backward()

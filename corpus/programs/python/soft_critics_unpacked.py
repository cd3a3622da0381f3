# Why it is here: the smaller of two critics, given as a pair.
# class: RNN output tuple used as tensor
import copy
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.distributions import Normal, TransformedDistribution
from torch.distributions.transforms import TanhTransform


def mlp(sizes, act=nn.ReLU, out=nn.Identity):
    layers = []
    for j in range(len(sizes) - 1):
        layers += [nn.Linear(sizes[j], sizes[j + 1]), (act if j < len(sizes) - 2 else out)()]
    return nn.Sequential(*layers)


class Actor(nn.Module):
    def __init__(self, obs, act, hidden=(32, 32)):
        super().__init__()
        self.net = mlp([obs, *hidden], out=nn.ReLU)
        self.mu, self.log_std = nn.Linear(hidden[-1], act), nn.Linear(hidden[-1], act)

    def forward(self, o):
        h = self.net(o)
        mu, log_std = self.mu(h), self.log_std(h).clamp(-20, 2)
        d = Normal(mu, log_std.exp())
        u = d.rsample()
        logp = d.log_prob(u).sum(-1)
        logp = logp - (2 * (0.6931 - u - F.softplus(-2 * u))).sum(dim=1)
        return torch.tanh(u), logp


class Critic(nn.Module):
    def __init__(self, obs, act):
        super().__init__()
        self.q1, self.q2 = mlp([obs + act, 32, 32, 1]), mlp([obs + act, 32, 32, 1])

    def forward(self, o, a):
        x = torch.cat([o, a], dim=-1)
        return self.q1(x).squeeze(-1), self.q2(x).squeeze(-1)


class Buffer:
    def __init__(self, obs, act, size):
        self.o, self.o2 = torch.zeros(size, obs), torch.zeros(size, obs)
        self.a, self.r, self.d = torch.zeros(size, act), torch.zeros(size), torch.zeros(size)
        self.ptr, self.n, self.size = 0, 0, size

    def store(self, o, a, r, o2, d):
        i = self.ptr
        self.o[i], self.a[i], self.r[i], self.o2[i], self.d[i] = o, a, r, o2, d
        self.ptr, self.n = (i + 1) % self.size, min(self.n + 1, self.size)

    def batch(self, k):
        idx = torch.randint(0, self.n, size=(k,))
        return dict(o=self.o[idx], a=self.a[idx], r=self.r[idx], o2=self.o2[idx], d=self.d[idx])


OBS, ACT = 11, 3
actor, critic = Actor(OBS, ACT), Critic(OBS, ACT)
target = copy.deepcopy(critic)
for p in target.parameters():
    p.requires_grad = False
pi_opt, q_opt = torch.optim.Adam(actor.parameters(), 3e-4), torch.optim.Adam(critic.parameters(), 3e-4)
buf = Buffer(OBS, ACT, 500)
for _ in range(60):
    buf.store(torch.randn(OBS), torch.rand(ACT), 1.0, torch.randn(OBS), 0.0)
for step in range(2):
    b = buf.batch(16)
    with torch.no_grad():
        a2, logp2 = actor(b['o2'])
        t1, t2 = target(b['o2'], a2)
        backup = b['r'] + 0.99 * (1 - b['d']) * (torch.min(t1, t2) - 0.2 * logp2)
    q1, q2 = critic(b['o'], b['a'])
    q_loss = F.mse_loss(q1, backup) + F.mse_loss(q2, backup)
    q_opt.zero_grad(); q_loss.backward(); q_opt.step()
    a, logp = actor(b['o'])
    pi_loss = (0.2 * logp - torch.min(critic(b['o'], a))).mean()  #! Call/tensor
    pi_opt.zero_grad(); pi_loss.backward(); pi_opt.step()
    with torch.no_grad():
        for p, tp in zip(critic.parameters(), target.parameters()):
            tp.mul_(0.995).add_(0.005 * p)

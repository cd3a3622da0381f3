# Why it is here: a Bayesian layer whose spread of biases has the size of the inputs.
# class: parameter size
import math
import torch
from torch import nn
import torch.nn.functional as F
from torch.distributions import Normal, kl_divergence


class BayesLinear(nn.Module):
    def __init__(self, nin, nout):
        super().__init__()
        self.w_mu = nn.Parameter(torch.empty(nout, nin).uniform_(-0.2, 0.2))
        self.w_rho = nn.Parameter(torch.full((nout, nin), -5.0))
        self.b_mu = nn.Parameter(torch.zeros(nout))
        self.b_rho = nn.Parameter(torch.full((nin,), -5.0))
        self.kl = None

    @property
    def weight(self):
        return Normal(self.w_mu, F.softplus(self.w_rho))

    @property
    def bias(self):
        return Normal(self.b_mu, F.softplus(self.b_rho))

    def forward(self, x):
        prior = Normal(0.0, 1.0)
        self.kl = kl_divergence(self.weight, prior).sum() + kl_divergence(self.bias, prior).sum()
        return F.linear(x, self.weight.rsample(), self.bias.rsample())  #! Expand/broadcast


class BNN(nn.Module):
    def __init__(self, *sizes):
        super().__init__()
        self.layers = nn.ModuleList([BayesLinear(a, b) for a, b in zip(sizes, sizes[1:])])

    def forward(self, x):
        *body, last = self.layers
        for l in body:
            x = torch.tanh(l(x))
        return last(x)

    def kl(self):
        return sum(l.kl for l in self.layers)


xs = torch.linspace(-3, 3, 64).unsqueeze(1)
ys = torch.sin(xs) + 0.1 * torch.randn_like(xs)
net = BNN(1, 20, 20, 1)
opt = torch.optim.Adam(net.parameters(), lr=1e-2)
for _ in range(3):
    nll = 0.5 * ((net(xs) - ys) ** 2).sum() / 0.01 + 64 * math.log(0.1)
    loss = nll + net.kl() / 64
    opt.zero_grad(); loss.backward(); opt.step()
with torch.no_grad():
    draws = torch.stack([net(xs) for _ in range(8)])
    print(draws.mean(0).shape, draws.std(0).max())

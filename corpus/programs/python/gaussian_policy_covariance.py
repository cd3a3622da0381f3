# Why it is here: a policy of Gaussians against a prior whose covariance has another size.
# class: distribution parameters
import torch
from torch import nn
from torch.distributions import Normal, Independent, MultivariateNormal, kl_divergence

class Gaussian(nn.Module):
    def __init__(self, o, a):
        super().__init__()
        self.mean = nn.Linear(o, a)
        self.log_std = nn.Parameter(torch.zeros(a))
    def forward(self, obs):
        return Normal(self.mean(obs), self.log_std.exp())

p = Gaussian(10, 3)
d = p(torch.randn(16, 10))
act = d.rsample()
lp = d.log_prob(act).sum(-1)
adv = torch.randn(16)
loss = -(lp * adv).mean()
mvn = MultivariateNormal(torch.zeros(3), torch.eye(4))
e = mvn.log_prob(act)  #! Distribution/matrix
kl = kl_divergence(d, Normal(torch.zeros(3), torch.ones(3))).sum(-1)
(loss + e.mean() + kl.mean()).backward()

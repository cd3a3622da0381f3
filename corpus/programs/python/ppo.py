# Why it is here: proximal policy optimisation with generalised advantages.
import torch
import torch.nn as nn
from torch.distributions import Categorical

class ActorCritic(nn.Module):
    def __init__(self, obs_dim, n_actions):
        super().__init__()
        self.shared = nn.Sequential(nn.Linear(obs_dim, 64), nn.Tanh())
        self.pi = nn.Linear(64, n_actions)
        self.v = nn.Linear(64, 1)
    def forward(self, x):
        h = self.shared(x)
        return Categorical(logits=self.pi(h)), self.v(h)

T, N = 64, 4
net = ActorCritic(6, 3)
opt = torch.optim.Adam(net.parameters(), lr=3e-4)
obs = torch.randn(T, N, 6)
with torch.no_grad():
    dist, values = net(obs)
    actions = dist.sample()
    logp_old = dist.log_prob(actions)
values = values.squeeze(-1)
rewards, dones = torch.randn(T, N), torch.zeros(T, N)
adv = torch.zeros(T, N)
last = torch.zeros(N)
for t in reversed(range(T - 1)):
    delta = rewards[t] + 0.99 * values[t + 1] * (1 - dones[t]) - values[t]
    last = delta + 0.99 * 0.95 * (1 - dones[t]) * last
    adv[t] = last
returns = adv + values
b_obs, b_act, b_logp, b_adv, b_ret = obs.reshape(-1, 6), *(x.reshape(-1) for x in (actions, logp_old, adv, returns))
for idx in torch.randperm(T * N).split(32):
    dist, v = net(b_obs[idx])
    ratio = (dist.log_prob(b_act[idx]) - b_logp[idx]).exp()
    a = (b_adv[idx] - b_adv[idx].mean()) / (b_adv[idx].std() + 1e-8)
    pg = -torch.min(ratio * a, ratio.clamp(0.8, 1.2) * a).mean()
    vf = (v.squeeze(-1) - b_ret[idx]).pow(2).mean()
    loss = pg + 0.5 * vf - 0.01 * dist.entropy().mean()
    opt.zero_grad()
    loss.backward()
    opt.step()

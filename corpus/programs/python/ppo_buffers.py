# Why it is here: buffers filled step by step, then flattened and indexed by a shuffled numpy array.
import numpy as np
import torch
import torch.nn as nn
from torch.distributions import Categorical, Normal

class VecEnv:
    def __init__(self, n, obs=8, actions=4):
        self.n, self.obs, self.actions = n, obs, actions
    def reset(self): return np.zeros((self.n, self.obs), dtype=np.float32)
    def step(self, a):
        assert a.shape == (self.n,), a.shape
        obs = np.random.randn(self.n, self.obs).astype(np.float32)
        rew = np.random.rand(self.n).astype(np.float32)
        done = np.random.rand(self.n) < 0.05
        return obs, rew, done

def ortho(layer, std=np.sqrt(2)):
    nn.init.orthogonal_(layer.weight, std)
    nn.init.constant_(layer.bias, 0.0)
    return layer

class Agent(nn.Module):
    def __init__(self, obs, actions):
        super().__init__()
        self.trunk = nn.Sequential(ortho(nn.Linear(obs, 64)), nn.Tanh(), ortho(nn.Linear(64, 64)), nn.Tanh())
        self.pi, self.v = ortho(nn.Linear(64, actions), 0.01), ortho(nn.Linear(64, 1), 1.0)
    def value(self, x): return self.v(self.trunk(x)).squeeze(-1)
    def act(self, x, a=None):
        h = self.trunk(x)
        dist = Categorical(logits=self.pi(h))
        if a is None:
            a = dist.sample()
        return a, dist.log_prob(a), dist.entropy(), self.v(h).squeeze(-1)

T, N = 16, 6
env = VecEnv(N)
agent = Agent(env.obs, env.actions)
opt = torch.optim.Adam(agent.parameters(), lr=2.5e-4, eps=1e-5)
obs = torch.zeros(T, N, env.obs)
acts = torch.zeros(T, N, dtype=torch.long)
logps, rews, dones, vals = (torch.zeros(T, N) for _ in range(4))
nxt = torch.from_numpy(env.reset())
nxt_done = torch.zeros(N)
for update in range(2):
    for t in range(T):
        obs[t], dones[t] = nxt, nxt_done
        with torch.no_grad():
            a, lp, _, v = agent.act(nxt)
        acts[t], logps[t], vals[t] = a, lp, v
        o, r, d = env.step(a.numpy())
        nxt, rews[t], nxt_done = torch.from_numpy(o), torch.from_numpy(r), torch.from_numpy(d).float()
    with torch.no_grad():
        nv = agent.value(nxt)
        adv = torch.zeros_like(rews)
        last = 0
        for t in reversed(range(T)):
            nonterm = 1.0 - (nxt_done if t == T - 1 else dones[t + 1])
            nextv = nv if t == T - 1 else vals[t + 1]
            delta = rews[t] + 0.99 * nextv * nonterm - vals[t]
            adv[t] = last = delta + 0.99 * 0.95 * nonterm * last
        ret = adv + vals
    b_obs = obs.reshape(-1, env.obs)
    b_act, b_lp, b_adv, b_ret = acts.view(-1), logps.view(-1), adv.view(-1), ret.view(-1)
    inds = np.arange(T * N)
    for _ in range(2):
        np.random.shuffle(inds)
        for s in range(0, T * N, 32):
            mb = inds[s:s + 32]
            _, lp, ent, v = agent.act(b_obs[mb], b_act[mb])
            ratio = (lp - b_lp[mb]).exp()
            a_ = b_adv[mb]
            a_ = (a_ - a_.mean()) / (a_.std() + 1e-8)
            pg = torch.max(-a_ * ratio, -a_ * ratio.clamp(0.8, 1.2)).mean()
            vl = 0.5 * ((v - b_ret[mb]) ** 2).mean()
            loss = pg + 0.5 * vl - 0.01 * ent.mean()
            opt.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(agent.parameters(), 0.5)
            opt.step()
    y_pred, y_true = vals.numpy().ravel(), ret.numpy().ravel()
    ev = 1 - np.var(y_true - y_pred) / np.var(y_true)
    print(update, loss.item(), ev)

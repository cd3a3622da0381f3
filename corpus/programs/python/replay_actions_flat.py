# Why it is here: actions from a ring of memories lack the axis along which gather picks values.
# class: gather/einsum/chunk shapes
import random
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

class SumTree:
    def __init__(self, capacity):
        self.capacity = capacity
        self.prio = np.zeros(capacity, dtype=np.float32)
        self.data = [None] * capacity
        self.pos = 0
        self.full = False
    def add(self, item, p=1.0):
        self.data[self.pos] = item
        self.prio[self.pos] = p
        self.pos += 1
        if self.pos == self.capacity:
            self.pos, self.full = 0, True
    def __len__(self):
        return self.capacity if self.full else self.pos
    def sample(self, n, beta=0.4):
        n_all = len(self)
        p = self.prio[:n_all] ** 0.6
        p = p / p.sum()
        idx = np.random.choice(n_all, n, p=p)
        w = (n_all * p[idx]) ** (-beta)
        return idx, [self.data[i] for i in idx], (w / w.max()).astype(np.float32)

class Dueling(nn.Module):
    def __init__(self, obs, actions, hidden=64):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(obs, hidden), nn.ReLU())
        self.adv = nn.Linear(hidden, actions)
        self.val = nn.Linear(hidden, 1)
    def forward(self, s):
        h = self.body(s)
        a = self.adv(h)
        return self.val(h) + a - a.mean(dim=1, keepdim=True)

class Env:
    def __init__(self): self.s = np.zeros(6, dtype=np.float32)
    def reset(self):
        self.s = np.random.randn(6).astype(np.float32)
        return self.s
    def step(self, a):
        self.s = self.s * 0.9 + 0.1 * np.random.randn(6).astype(np.float32)
        return self.s, float(self.s[a]), bool(np.random.rand() < 0.1), {}

def update(online, target, buf, opt, batch=32, gamma=0.99):
    idx, items, w = buf.sample(batch)
    s, a, r, s2, d = zip(*items)
    s = torch.from_numpy(np.stack(s))
    s2 = torch.from_numpy(np.stack(s2))
    a = torch.tensor(a)
    r = torch.tensor(r, dtype=torch.float32)
    d = torch.tensor(d, dtype=torch.float32)
    q = online(s).gather(1, a).squeeze(1)  #! Gather/rank
    with torch.no_grad():
        best = online(s2).argmax(1, keepdim=True)
        t = r + gamma * (1 - d) * target(s2).gather(1, best).squeeze(1)
    td = F.smooth_l1_loss(q, t, reduction='none')
    loss = (torch.from_numpy(w) * td).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
    prios = td.detach().numpy() + 1e-5
    for i, p in zip(idx, prios):
        buf.prio[i] = p
    return loss.item()

env, buf = Env(), SumTree(500)
online, target = Dueling(6, 3), Dueling(6, 3)
target.load_state_dict(online.state_dict())
opt = torch.optim.Adam(online.parameters(), lr=1e-3)
s = env.reset()
for step in range(80):
    eps = max(0.1, 1 - step / 60)
    if random.random() < eps:
        a = random.randrange(3)
    else:
        with torch.no_grad():
            a = online(torch.from_numpy(s)[None]).argmax().item()
    s2, r, done, _ = env.step(a)
    buf.add((s, a, r, s2, float(done)))
    s = env.reset() if done else s2
    if len(buf) >= 40:
        update(online, target, buf, opt)
    if step % 20 == 0:
        for tp, p in zip(target.parameters(), online.parameters()):
            tp.data.lerp_(p.data, 0.05)

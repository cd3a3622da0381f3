# Why it is here: deep Q-learning with named transitions.
import random
from collections import deque, namedtuple
import torch
import torch.nn as nn
import torch.nn.functional as F

Transition = namedtuple('Transition', ('state', 'action', 'reward', 'next_state', 'done'))

class Buffer:
    def __init__(self, capacity):
        self.memory = deque([], maxlen=capacity)
    def push(self, *args):
        self.memory.append(Transition(*args))
    def sample(self, n):
        return random.sample(self.memory, n)
    def __len__(self):
        return len(self.memory)

class QNet(nn.Module):
    def __init__(self, obs, act):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(obs, 64), nn.ReLU(), nn.Linear(64, act))
    def forward(self, x):
        return self.net(x)

policy, target = QNet(4, 2), QNet(4, 2)
target.load_state_dict(policy.state_dict())
opt = torch.optim.AdamW(policy.parameters(), lr=1e-4)
buf = Buffer(1000)
for i in range(100):
    s = torch.randn(1, 4)
    a = policy(s).max(1).indices.view(1, 1)
    buf.push(s, a, torch.tensor([1.0]), torch.randn(1, 4), i % 9 == 0)

def optimize(n=32):
    batch = Transition(*zip(*buf.sample(n)))
    state = torch.cat(batch.state)
    action = torch.cat(batch.action)
    reward = torch.cat(batch.reward)
    nxt = torch.cat(batch.next_state)
    q = policy(state).gather(1, action)
    with torch.no_grad():
        v = target(nxt).max(1).values
    expected = v * 0.99 + reward
    loss = F.smooth_l1_loss(q, expected.unsqueeze(1))
    opt.zero_grad()
    loss.backward()
    nn.utils.clip_grad_value_(policy.parameters(), 100)
    opt.step()

optimize()

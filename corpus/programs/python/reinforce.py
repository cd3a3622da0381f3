# Why it is here: policy gradients over episodes as long as they happen to be.
import numpy as np
import torch
import torch.nn as nn
import torch.optim as optim
from torch.distributions import Categorical


class CartPole:
    """a stand-in with the interface of gym"""
    def reset(self):
        self.t = 0
        return np.random.randn(4).astype(np.float32)

    def step(self, action):
        self.t += 1
        return np.random.randn(4).astype(np.float32), 1.0, self.t > 20, {}


class Policy(nn.Module):
    def __init__(self):
        super().__init__()
        self.affine1 = nn.Linear(4, 128)
        self.dropout = nn.Dropout(p=0.6)
        self.action_head = nn.Linear(128, 2)
        self.value_head = nn.Linear(128, 1)
        self.saved = []
        self.rewards = []

    def forward(self, x):
        x = torch.relu(self.dropout(self.affine1(x)))
        return torch.softmax(self.action_head(x), dim=-1), self.value_head(x)


policy = Policy()
optimizer = optim.Adam(policy.parameters(), lr=1e-2)


def select_action(state):
    probs, value = policy(torch.from_numpy(state).unsqueeze(0))
    m = Categorical(probs)
    a = m.sample()
    policy.saved.append((m.log_prob(a), value))
    return a.item()


def finish():
    R, returns, pl, vl = 0, [], [], []
    for r in policy.rewards[::-1]:
        R = r + 0.99 * R
        returns.insert(0, R)
    returns = torch.tensor(returns)
    returns = (returns - returns.mean()) / (returns.std() + 1e-8)
    for (logp, value), R in zip(policy.saved, returns):
        adv = R - value.item()
        pl.append(-logp * adv)
        vl.append(nn.functional.smooth_l1_loss(value.squeeze(), R))
    optimizer.zero_grad()
    loss = torch.cat(pl).sum() + torch.stack(vl).sum()
    loss.backward()
    optimizer.step()
    del policy.rewards[:]
    del policy.saved[:]


def main():
    env = CartPole()
    for ep in range(2):
        state, done = env.reset(), False
        while not done:
            state, reward, done, _ = env.step(select_action(state))
            policy.rewards.append(reward)
        finish()


if __name__ == '__main__':
    main()

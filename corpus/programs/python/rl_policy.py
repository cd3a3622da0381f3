# Why it is here: REINFORCE with a hand-written environment, discounted returns and a Categorical by multinomial.
import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim


class Policy(nn.Module):
    def __init__(self, state_dim=4, n_actions=2):
        super().__init__()
        self.affine1 = nn.Linear(state_dim, 128)
        self.dropout = nn.Dropout(p=0.6)
        self.affine2 = nn.Linear(128, n_actions)
        self.saved_log_probs = []
        self.rewards = []

    def forward(self, x):
        x = F.relu(self.dropout(self.affine1(x)))
        return F.softmax(self.affine2(x), dim=1)


class Environment:
    def __init__(self, seed=0):
        self.steps = 0
        self.state = torch.zeros(4)

    def reset(self):
        self.steps = 0
        self.state = torch.randn(4) * 0.05
        return self.state

    def step(self, action):
        self.steps += 1
        push = 1.0 if action == 1 else -1.0
        self.state = self.state + 0.02 * torch.tensor([push, 0.0, -push, 0.0])
        done = self.steps >= 20 or self.state.abs().max().item() > 2.4
        return self.state, 1.0, done


policy = Policy()
optimizer = optim.Adam(policy.parameters(), lr=1e-2)
eps = 1e-8


def select_action(state):
    probs = policy(state.float().unsqueeze(0))
    action = torch.multinomial(probs, 1)
    policy.saved_log_probs.append(torch.log(probs.gather(1, action)).squeeze(1))
    return action.item()


def finish_episode(gamma=0.99):
    R = 0
    returns = []
    for r in policy.rewards[::-1]:
        R = r + gamma * R
        returns.insert(0, R)
    returns = torch.tensor(returns)
    returns = (returns - returns.mean()) / (returns.std() + eps)
    policy_loss = [-log_prob * ret for log_prob, ret in zip(policy.saved_log_probs, returns)]
    optimizer.zero_grad()
    loss = torch.cat(policy_loss).sum()
    loss.backward()
    optimizer.step()
    del policy.rewards[:]
    del policy.saved_log_probs[:]


env = Environment()
running = 10
for episode in range(3):
    state, ep_reward = env.reset(), 0
    for t in range(1, 10000):
        action = select_action(state)
        state, reward, done = env.step(action)
        policy.rewards.append(reward)
        ep_reward += reward
        if done:
            break
    running = 0.05 * ep_reward + (1 - 0.05) * running
    finish_episode()
    print('Episode {}\tLast reward: {:.2f}\tAverage reward: {:.2f}'.format(episode, ep_reward, running))

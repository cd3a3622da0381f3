# Why it is here: the scores are (batch, classes), and the softmax is taken over a third axis that does not exist.
# class: dim out of range
import torch
import torch.nn as nn
import torch.nn.functional as F


class Policy(nn.Module):
    def __init__(self, state_dim=4, n_actions=2, hidden=128):
        super(Policy, self).__init__()
        self.affine1 = nn.Linear(state_dim, hidden)
        self.dropout = nn.Dropout(p=0.6)
        self.affine2 = nn.Linear(hidden, n_actions)

    def forward(self, x):
        x = self.affine1(x)
        x = self.dropout(x)
        x = F.relu(x)
        action_scores = self.affine2(x)
        return F.log_softmax(action_scores, dim=2)  #! LogSoftmax/axis


def discounted(rewards, gamma=0.99):
    returns = []
    total = 0.0
    for r in rewards[::-1]:
        total = r + gamma * total
        returns.insert(0, total)
    return torch.tensor(returns)


policy = Policy()
states = torch.randn(6, 4)
returns = discounted([1.0] * 6)
log_probs = policy(states)
loss = -(log_probs.max(dim=1).values * returns).sum()
loss.backward()

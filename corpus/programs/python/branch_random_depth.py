# Why it is here: which layers run is drawn at random, and every draw is right, because all inner layers keep the width.
import random

import torch
import torch.nn as nn


class RandomDepth(nn.Module):
    def __init__(self, d_in, hidden, d_out, most=4, keep=0.5):
        super().__init__()
        self.first = nn.Linear(d_in, hidden)
        self.middle = nn.ModuleList([nn.Linear(hidden, hidden) for _ in range(most)])
        self.last = nn.Linear(hidden, d_out)
        self.keep = keep

    def forward(self, x):
        h = torch.tanh(self.first(x))
        for layer in self.middle:
            if random.random() < self.keep:
                h = torch.tanh(layer(h))
            elif h.sum() > 0:
                h = h * self.keep
        return self.last(h)


def fit(model, x, y, steps=20):
    criterion = nn.MSELoss(reduction='sum')
    optimizer = torch.optim.SGD(model.parameters(), lr=1e-4, momentum=0.9)
    for t in range(steps):
        loss = criterion(model(x), y)
        if t % 10 == 9:
            print(t, loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


if __name__ == '__main__':
    N, D_in, H, D_out = 64, 100, 50, 10
    fit(RandomDepth(D_in, H, D_out), torch.randn(N, D_in), torch.randn(N, D_out))

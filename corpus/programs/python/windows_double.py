# Why it is here: windows of a series of doubles, normalised by NumPy.
# class: dtype Long/Float in Linear
import numpy as np
import torch
import torch.nn as nn


def load(n=200):
    rng = np.random.default_rng(0)
    t = np.linspace(0, 20, n)
    return np.stack([np.sin(t), np.cos(t)], axis=1) + 0.05 * rng.standard_normal((n, 2))


def make_windows(series, lag):
    xs, ys = [], []
    for i in range(len(series) - lag):
        xs.append(series[i:i + lag])
        ys.append(series[i + lag])
    return np.array(xs), np.array(ys)


class Net(nn.Module):
    def __init__(self, f, h=16):
        super().__init__()
        self.lstm = nn.LSTM(f, h, 2, batch_first=True)
        self.fc = nn.Linear(h, f)

    def forward(self, x):
        o, (h, c) = self.lstm(x)  #! RNN/dtype
        return self.fc(h[-1])


xs, ys = make_windows(load(), 12)
mean, std = xs.mean((0, 1)), xs.std((0, 1))
xs = (xs - mean) / std
xs = torch.from_numpy(xs)
ys = torch.from_numpy(ys).float()
net = Net(2)
opt = torch.optim.Adam(net.parameters())
for i in range(0, len(xs), 64):
    pred = net(xs[i:i + 64])
    loss = ((pred - ys[i:i + 64]) ** 2).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()

# Why it is here: windows of a series cut with numpy.
import numpy as np
import torch
import torch.nn as nn
from functools import partial, wraps
from typing import Iterator, Tuple

def log_call(f):
    @wraps(f)
    def inner(*args, **kwargs):
        out = f(*args, **kwargs)
        print(f.__name__, getattr(out, 'shape', None))
        return out
    return inner

@log_call
def generate(n_series=12, length=120, seed=0):
    r = np.random.RandomState(seed)
    t = np.arange(length)
    season = np.sin(2 * np.pi * t / 12)[None, :] * r.uniform(0.5, 2, size=(n_series, 1))
    trend = r.normal(size=(n_series, 1)) * t / length
    noise = r.normal(scale=0.1, size=(n_series, length))
    return season + trend + noise

def scale(x, axis=1):
    mu, sd = x.mean(axis=axis, keepdims=True), x.std(axis=axis, keepdims=True)
    return (x - mu) / np.maximum(sd, 1e-6), mu, sd

def windows(x, inp, out) -> Iterator[Tuple[np.ndarray, np.ndarray]]:
    n = x.shape[1] - inp - out + 1
    idx = np.arange(inp)[None, :] + np.arange(n)[:, None]
    for row in x:
        yield row[idx], row[idx[:, -1:] + 1 + np.arange(out)[None]]

class NBeatsBlock(nn.Module):
    def __init__(self, inp, out, width=32, theta=6, act=partial(nn.ReLU, inplace=True)):
        super().__init__()
        self.fc = nn.Sequential(nn.Linear(inp, width), act(), nn.Linear(width, width), act())
        self.theta_b, self.theta_f = nn.Linear(width, theta, bias=False), nn.Linear(width, theta, bias=False)
        tb, tf = torch.linspace(0, 1, inp), torch.linspace(0, 1, out)
        self.register_buffer('Tb', torch.stack([tb ** i for i in range(theta)]))
        self.register_buffer('Tf', torch.stack([tf ** i for i in range(theta)]))
    def forward(self, x):
        h = self.fc(x)
        return self.theta_b(h) @ self.Tb, self.theta_f(h) @ self.Tf

class NBeats(nn.Module):
    def __init__(self, inp, out, blocks=3, **kw):
        super().__init__()
        self.blocks = nn.ModuleList(NBeatsBlock(inp, out, **kw) for _ in range(blocks))
        self.out = out
    def forward(self, x):
        res, fc = x, torch.zeros(x.size(0), self.out, dtype=x.dtype)
        for b in self.blocks:
            back, f = b(res)
            res, fc = res - back, fc + f
        return fc

INP, OUT = 24, 6
data, mu, sd = scale(generate())
xs, ys = zip(*windows(data, INP, OUT))
X, Y = np.concatenate(xs).astype(np.float32), np.concatenate(ys).astype(np.float32)
order = np.random.permutation(len(X))
X, Y = torch.from_numpy(X[order]), torch.from_numpy(Y[order])
model = NBeats(INP, OUT, width=16, theta=4)
opt = torch.optim.Adam(model.parameters(), 1e-3)
for xb, yb in zip(X.split(256), Y.split(256)):
    loss = nn.functional.l1_loss(model(xb), yb)
    opt.zero_grad(); loss.backward(); opt.step()
with torch.no_grad():
    last = torch.tensor(data[:, -INP:], dtype=torch.float32)
    pred = model(last).numpy() * sd + mu
smape = 2 * np.abs(pred - pred.mean()) / (np.abs(pred) + 1e-8)
q = np.quantile(pred, [0.1, 0.5, 0.9], axis=0)
print(pred.shape, smape.mean(), q[1].round(2), np.vstack([q, pred.mean(0)]).shape)

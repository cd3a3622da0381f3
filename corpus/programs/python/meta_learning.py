# Why it is here: weights in a dictionary, adapted inside a loop.
import torch
from torch import nn
import torch.nn.functional as F
from collections import OrderedDict


class Net:
    """weights as a dictionary; forward is a pure function"""
    @staticmethod
    def init(ways, ch=16):
        w = OrderedDict()
        c = 1
        for i in range(3):
            w[f'conv{i}.w'] = torch.randn(ch, c, 3, 3) * 0.1
            w[f'conv{i}.b'] = torch.zeros(ch)
            c = ch
        w['fc.w'] = torch.randn(ways, ch * 3 * 3) * 0.1
        w['fc.b'] = torch.zeros(ways)
        for v in w.values():
            v.requires_grad_(True)
        return w

    @staticmethod
    def forward(w, x):
        for i in range(3):
            x = F.conv2d(x, w[f'conv{i}.w'], w[f'conv{i}.b'], padding=1)
            x = F.max_pool2d(F.relu(x), 2)
        return F.linear(x.view(x.size(0), -1), w['fc.w'], w['fc.b'])


def task(ways=5, shots=2, queries=3):
    xs = torch.rand(ways * shots, 1, 28, 28)
    ys = torch.arange(ways).repeat_interleave(shots)
    xq = torch.rand(ways * queries, 1, 28, 28)
    yq = torch.arange(ways).repeat_interleave(queries)
    return xs, ys, xq, yq


def adapt(w, x, y, lr=0.4, steps=2):
    for _ in range(steps):
        loss = F.cross_entropy(Net.forward(w, x), y)
        grads = torch.autograd.grad(loss, w.values(), create_graph=True)
        w = OrderedDict((k, p - lr * g) for (k, p), g in zip(w.items(), grads))
    return w


meta = Net.init(5)
opt = torch.optim.Adam(meta.values(), lr=1e-3)
for it in range(2):
    total = 0.
    for _ in range(2):
        xs, ys, xq, yq = task()
        fast = adapt(meta, xs, ys)
        total = total + F.cross_entropy(Net.forward(fast, xq), yq)
    opt.zero_grad()
    total.backward()
    opt.step()

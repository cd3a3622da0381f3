# Why it is here: a network that makes the weights of another; its loss is not reduced.
# class: backward on non-scalar
import torch
from torch import nn
from torch.func import functional_call
import torch.nn.functional as F


class Target(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(5, 8)
        self.b = nn.Linear(8, 2)

    def forward(self, x):
        return self.b(torch.relu(self.a(x)))


class Hyper(nn.Module):
    def __init__(self, target, code=4):
        super().__init__()
        self.shapes = {n: p.shape for n, p in target.named_parameters()}
        self.total = sum(s.numel() for s in self.shapes.values())
        self.net = nn.Sequential(nn.Linear(code, 32), nn.ReLU(), nn.Linear(32, self.total))

    def forward(self, z):
        flat = self.net(z)
        out, i = {}, 0
        for n, s in self.shapes.items():
            k = s.numel()
            out[n] = flat[i:i + k].view(s)
            i += k
        return out


target = Target()
hyper = Hyper(target)
opt = torch.optim.Adam(hyper.parameters(), 1e-3)
for _ in range(2):
    z = torch.randn(4)
    params = hyper(z)
    x, y = torch.randn(16, 5), torch.randn(16, 2)
    pred = functional_call(target, params, (x,))
    loss = F.mse_loss(pred, y, reduction='none')
    opt.zero_grad()
    loss.backward()  #! Backward/scalar
    opt.step()

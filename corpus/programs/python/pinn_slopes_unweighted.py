# Why it is here: slopes at many points are asked for as if there were one.
# class: backward on non-scalar
import torch
from torch import nn
from torch.autograd import grad

class MLP(nn.Module):
    def __init__(self, sizes, act=torch.tanh):
        super().__init__()
        self.ls = nn.ModuleList([nn.Linear(*s) for s in zip(sizes, sizes[1:])])
        self.act = act
    def forward(self, *xs):
        z = torch.cat(xs, dim=-1)
        for l in self.ls[:-1]:
            z = self.act(l(z))
        return self.ls[-1](z)

def d(y, x):
    return grad(y, x, create_graph=True)[0]  #! Backward/scalar

u = MLP([2, 20, 20, 1])
opt = torch.optim.Adam(u.parameters(), 1e-3)
for it in range(3):
    x = torch.rand(50, 1, requires_grad=True)
    t = torch.rand(50, 1, requires_grad=True)
    y = u(x, t)
    ut, ux = d(y, t), d(y, x)
    uxx = d(ux, x)
    f = ut + y * ux - 0.01 / torch.pi * uxx
    xb = torch.cat([torch.full((10, 1), -1.), torch.ones(10, 1)])
    tb = torch.rand(20, 1)
    bc = u(xb, tb).pow(2).mean()
    x0 = torch.linspace(-1, 1, 30).view(-1, 1)
    ic = (u(x0, torch.zeros_like(x0)) + torch.sin(torch.pi * x0)).pow(2).mean()
    loss = f.pow(2).mean() + bc + ic
    opt.zero_grad()
    loss.backward()
    opt.step()
print((torch.outer(x0.squeeze(), torch.ones(5)) @ torch.ones(5, 1) - x0).norm(), f.detach().numpy().shape)

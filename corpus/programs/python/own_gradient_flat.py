# Why it is here: the gradient that is handed to backward() lacks the column of the output.
# class: backward on non-scalar
import torch
from torch.autograd import Function, gradcheck
import torch.nn as nn

class Swish(Function):
    @staticmethod
    def forward(ctx, x):
        s = torch.sigmoid(x)
        ctx.save_for_backward(x, s)
        return x * s
    @staticmethod
    def backward(ctx, g):
        x, s = ctx.saved_tensors
        return g * (s + x * s * (1 - s))

class Scale(Function):
    @staticmethod
    def forward(ctx, x, w):
        ctx.save_for_backward(x, w)
        return x * w.view(1, -1)
    @staticmethod
    def backward(ctx, g):
        x, w = ctx.saved_tensors
        return g * w.view(1, -1), (g * x).sum(0)

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.l1, self.l2 = nn.Linear(6, 9), nn.Linear(9, 1)
        self.w = nn.Parameter(torch.ones(9))
    def forward(self, x):
        return self.l2(Scale.apply(Swish.apply(self.l1(x)), self.w))

net = Net()
x = torch.randn(7, 6, requires_grad=True)
y = net(x)
g, = torch.autograd.grad(y.sum(), x, create_graph=True)
pen = (g.norm(dim=1) - 1).pow(2).mean()
pen.backward()
y2 = net(x)
y2.backward(torch.ones(7))  #! Backward/gradient
y3 = net(x).mean()
with torch.no_grad():
    for p in net.parameters():
        p -= 0.1 * p.grad
        p.grad.zero_()
print(y3.item())
jac = torch.autograd.functional.jacobian(net, x.detach())
print(jac.shape)
a = torch.ones(3, requires_grad=True)
b = (a * 2).sum()
b.backward()
c = (a * 3).sum()
c.backward()
leaf = torch.zeros(3, requires_grad=True)
out = leaf * 2
out[0] = 5
out.sum().backward()

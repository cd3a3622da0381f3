# Why it is here: an optimizer given a weight that was computed.
# class: non-leaf parameter
import torch
w = torch.randn(5, requires_grad=True) * 0.1
opt = torch.optim.SGD([w], lr=0.1)  #! Optimizer/leaf
loss = (w ** 2).sum()
loss.backward()
opt.step()

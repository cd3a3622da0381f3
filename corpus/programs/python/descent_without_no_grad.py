# Why it is here: gradient descent by hand that records its own steps.
# class: in-place change of a leaf
import torch
w = torch.zeros(4, requires_grad=True)
x = torch.randn(10, 4)
for _ in range(3):
    loss = (x @ w).pow(2).mean()
    loss.backward()
    w -= 0.1 * w.grad  #! InPlace/leaf
    w.grad = None

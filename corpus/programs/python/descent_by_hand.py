# Why it is here: gradient descent by hand.
import torch
w = torch.zeros(4, requires_grad=True)
x = torch.randn(10, 4)
for _ in range(3):
    loss = (x @ w).pow(2).mean()
    loss.backward()
    with torch.no_grad():
        w -= 0.1 * w.grad
    w.grad = None

# Why it is here: a network of plain functions over a list of weights, updated without an optimiser.
import torch
import torch.nn.functional as F


def init(sizes, scale=0.1):
    return [(torch.randn(a, b) * scale, torch.zeros(b)) for a, b in zip(sizes[:-1], sizes[1:])]


def forward(params, x):
    *hidden, last = params
    for w, b in hidden:
        x = torch.tanh(x @ w + b)
    w, b = last
    return x @ w + b


params = init([12, 24, 24, 3])
for w, b in params:
    w.requires_grad_()
    b.requires_grad_()
x, y = torch.randn(30, 12), torch.randint(0, 3, (30,))
for i in range(0, 30, 8):
    xb, yb = x[i:i + 8], y[i:i + 8]
    loss = F.cross_entropy(forward(params, xb), yb)
    loss.backward()
    with torch.no_grad():
        for w, b in params:
            w -= 0.1 * w.grad
            b -= 0.1 * b.grad
            w.grad.zero_()
            b.grad.zero_()
accuracy = (forward(params, x).argmax(1) == y).float().mean()
print(f'{accuracy:.2%}')

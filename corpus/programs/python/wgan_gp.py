# Why it is here: the gradient penalty of a Wasserstein GAN with autograd.grad, random interpolation and norms.
import torch
from torch import nn, autograd

G = nn.Sequential(nn.Linear(10, 32), nn.ReLU(), nn.Linear(32, 2))
D = nn.Sequential(nn.Linear(2, 32), nn.LeakyReLU(0.2), nn.Linear(32, 1))


def gradient_penalty(real, fake, lam=10.0):
    alpha = torch.rand(real.size(0), 1).expand(real.size())
    mixed = (alpha * real + (1 - alpha) * fake).requires_grad_(True)
    scores = D(mixed)
    grads = autograd.grad(outputs=scores, inputs=mixed, grad_outputs=torch.ones(scores.size()),
                          create_graph=True, retain_graph=True, only_inputs=True)[0]
    return ((grads.norm(2, dim=1) - 1) ** 2).mean() * lam


opts = [torch.optim.Adam(m.parameters(), lr=1e-4, betas=(0.5, 0.9)) for m in (G, D)]
for step in range(4):
    real = torch.randn(16, 2) * 0.5 + torch.tensor([1.0, -1.0])
    fake = G(torch.randn(16, 10))
    loss = D(fake.detach()).mean() - D(real).mean() + gradient_penalty(real, fake.detach())
    opts[1].zero_grad()
    loss.backward()
    opts[1].step()
    if step % 2:
        opts[0].zero_grad()
        (-D(G(torch.randn(16, 10))).mean()).backward()
        opts[0].step()

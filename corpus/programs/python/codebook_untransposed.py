# Why it is here: distances to a codebook.
# class: matmul inner dimension
import torch
from torch import nn
import torch.nn.functional as F


class VectorQuantizer(nn.Module):
    def __init__(self, k, d, beta=0.25):
        super().__init__()
        self.codebook = nn.Embedding(k, d)
        self.codebook.weight.data.uniform_(-1 / k, 1 / k)
        self.k, self.d, self.beta = k, d, beta

    def forward(self, z):
        z = z.permute(0, 2, 3, 1).contiguous()
        flat = z.view(-1, self.d)
        dist = (flat.pow(2).sum(1, keepdim=True) + self.codebook.weight.pow(2).sum(1)
                - 2 * flat @ self.codebook.weight)  #! MatMul/inner
        idx = dist.argmin(1)
        q = self.codebook(idx).view(z.shape)
        loss = F.mse_loss(q, z.detach()) + self.beta * F.mse_loss(q.detach(), z)
        q = z + (q - z).detach()
        probs = F.one_hot(idx, self.k).float().mean(0)
        perplexity = torch.exp(-(probs * (probs + 1e-10).log()).sum())
        return q.permute(0, 3, 1, 2).contiguous(), loss, perplexity


class Residual(nn.Sequential):
    def __init__(self, c, h):
        super().__init__(nn.ReLU(), nn.Conv2d(c, h, 3, padding=1), nn.ReLU(), nn.Conv2d(h, c, 1))

    def forward(self, x):
        return x + super().forward(x)


class VQVAE(nn.Module):
    def __init__(self, d=24, k=50):
        super().__init__()
        self.enc = nn.Sequential(nn.Conv2d(3, 32, 4, 2, 1), nn.ReLU(), nn.Conv2d(32, 64, 4, 2, 1), Residual(64, 16), nn.Conv2d(64, d, 1))
        self.vq = VectorQuantizer(k, d)
        self.dec = nn.Sequential(nn.Conv2d(d, 64, 3, padding=1), Residual(64, 16),
                                 nn.ConvTranspose2d(64, 32, 4, 2, 1), nn.ReLU(), nn.ConvTranspose2d(32, 3, 4, 2, 1))

    def forward(self, x):
        q, loss, ppl = self.vq(self.enc(x))
        return self.dec(q), loss, ppl


net = VQVAE()
x = torch.rand(2, 3, 32, 32)
rec, vq_loss, ppl = net(x)
(F.mse_loss(rec, x) + vq_loss).backward()
print(ppl.item())

# Why it is here: rays, positional encodings, and alpha compositing with cumprod and None indexing.
import torch
from torch import nn


def encode(x, n=4):
    freq = 2.0 ** torch.arange(n)
    angles = x[..., None] * freq
    return torch.cat([torch.sin(angles), torch.cos(angles)], dim=-1).flatten(-2)


class Field(nn.Module):
    def __init__(self, n=4, width=32, skip=(1,)):
        super().__init__()
        self.n, self.skip = n, skip
        inp = 3 * 2 * n
        self.layers = nn.ModuleList([nn.Linear(inp if i == 0 else width + (inp if i in skip else 0), width) for i in range(3)])
        self.out = nn.Linear(width, 4)

    def forward(self, pts):
        e = encode(pts, self.n)
        h = e
        for i, layer in enumerate(self.layers):
            if i in self.skip:
                h = torch.cat([h, e], -1)
            h = torch.relu(layer(h))
        rgb, sigma = torch.split(self.out(h), [3, 1], dim=-1)
        return rgb.sigmoid(), sigma.squeeze(-1)


origins, directions = torch.zeros(10, 3), nn.functional.normalize(torch.randn(10, 3), dim=-1)
t = torch.linspace(2.0, 6.0, 16)
points = origins[:, None] + directions[:, None] * t[None, :, None]
rgb, sigma = Field()(points)
delta = torch.cat([t[1:] - t[:-1], torch.tensor([1e10])])
alpha = 1 - torch.exp(-torch.relu(sigma) * delta)
trans = torch.cumprod(torch.cat([torch.ones(10, 1), 1 - alpha + 1e-10], -1), -1)[:, :-1]
weights = alpha * trans
colour = (weights[..., None] * rgb).sum(-2)
depth = (weights * t).sum(-1)
assert colour.shape == (10, 3) and depth.shape == (10,)

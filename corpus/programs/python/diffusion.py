# Why it is here: a diffusion model with a U-Net that knows its step.
"""Denoising diffusion on 2-d toy images."""
import argparse
import math

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader, TensorDataset


def sinusoidal(t, dim):
    half = dim // 2
    freqs = torch.exp(-math.log(10000) * torch.arange(half, device=t.device) / (half - 1))
    ang = t.float()[:, None] * freqs[None]
    return torch.cat([ang.sin(), ang.cos()], dim=-1)


class ResBlock(nn.Module):
    def __init__(self, cin, cout, tdim):
        super().__init__()
        self.norm1 = nn.GroupNorm(8, cin)
        self.conv1 = nn.Conv2d(cin, cout, 3, padding=1)
        self.temb = nn.Linear(tdim, cout)
        self.norm2 = nn.GroupNorm(8, cout)
        self.conv2 = nn.Conv2d(cout, cout, 3, padding=1)
        self.skip = nn.Conv2d(cin, cout, 1) if cin != cout else nn.Identity()

    def forward(self, x, t):
        h = self.conv1(F.silu(self.norm1(x)))
        h = h + self.temb(F.silu(t))[:, :, None, None]
        h = self.conv2(F.silu(self.norm2(h)))
        return h + self.skip(x)


class UNet(nn.Module):
    def __init__(self, ch=32, mults=(1, 2, 2), tdim=64):
        super().__init__()
        self.tdim = tdim
        self.tmlp = nn.Sequential(nn.Linear(tdim, tdim), nn.SiLU(), nn.Linear(tdim, tdim))
        self.inp = nn.Conv2d(3, ch, 3, padding=1)
        downs, chans, c = [], [], ch
        for m in mults:
            downs.append(ResBlock(c, ch * m, tdim))
            c = ch * m
            chans.append(c)
        self.downs = nn.ModuleList(downs)
        self.mid = ResBlock(c, c, tdim)
        ups = []
        for m in reversed(mults):
            ups.append(ResBlock(c + chans.pop(), ch * m, tdim))
            c = ch * m
        self.ups = nn.ModuleList(ups)
        self.out = nn.Conv2d(c, 3, 3, padding=1)

    def forward(self, x, t):
        emb = self.tmlp(sinusoidal(t, self.tdim))
        h = self.inp(x)
        hs = []
        for d in self.downs:
            h = d(h, emb)
            hs.append(h)
            h = F.avg_pool2d(h, 2)
        h = self.mid(h, emb)
        for u in self.ups:
            h = F.interpolate(h, scale_factor=2)
            h = u(torch.cat([h, hs.pop()], dim=1), emb)
        return self.out(h)


class Diffusion:
    def __init__(self, steps, device):
        self.steps = steps
        betas = torch.linspace(1e-4, 0.02, steps, device=device)
        self.alpha_bar = torch.cumprod(1 - betas, 0)

    def loss(self, model, x0):
        t = torch.randint(0, self.steps, (x0.shape[0],), device=x0.device)
        noise = torch.randn_like(x0)
        ab = self.alpha_bar[t].view(-1, 1, 1, 1)
        xt = ab.sqrt() * x0 + (1 - ab).sqrt() * noise
        return F.mse_loss(model(xt, t), noise)


def main():
    p = argparse.ArgumentParser()
    p.add_argument('--steps', type=int, default=50)
    p.add_argument('--epochs', type=int, default=1)
    p.add_argument('--batch', type=int, default=4)
    args = p.parse_args()
    device = torch.device('cuda' if torch.cuda.is_available() else 'cpu')
    data = TensorDataset(torch.rand(10, 3, 32, 32) * 2 - 1)
    loader = DataLoader(data, batch_size=args.batch, shuffle=True)
    model = UNet().to(device)
    diff = Diffusion(args.steps, device)
    opt = torch.optim.AdamW(model.parameters(), lr=2e-4)
    for epoch in range(args.epochs):
        for (x,) in loader:
            loss = diff.loss(model, x.to(device))
            opt.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            opt.step()
        print(f'epoch {epoch} loss {loss.item():.4f}')


if __name__ == '__main__':
    main()

# Why it is here: rays, encodings, skips by a list, a cumulative product along samples.
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

def get_rays(h, w, focal, c2w):
    i, j = torch.meshgrid(torch.arange(w, dtype=torch.float32), torch.arange(h, dtype=torch.float32), indexing='xy')
    dirs = torch.stack([(i - w * 0.5) / focal, -(j - h * 0.5) / focal, -torch.ones_like(i)], -1)
    rays_d = torch.sum(dirs[..., None, :] * c2w[:3, :3], -1)
    rays_o = c2w[:3, -1].expand(rays_d.shape)
    return rays_o, rays_d

class PosEnc:
    def __init__(self, n):
        self.freqs = 2.0 ** torch.linspace(0.0, n - 1, n)
    def __call__(self, x):
        out = [x]
        for f in self.freqs:
            for fn in (torch.sin, torch.cos):
                out.append(fn(x * f))
        return torch.cat(out, -1)

class NeRF(nn.Module):
    def __init__(self, depth=4, width=64, cin=3 + 3 * 2 * 6, skips=(2,)):
        super().__init__()
        self.skips = skips
        self.layers = nn.ModuleList([nn.Linear(cin, width)] + [nn.Linear(width + cin if i in skips else width, width) for i in range(1, depth)])
        self.sigma = nn.Linear(width, 1)
        self.rgb = nn.Linear(width, 3)
    def forward(self, x):
        h = x
        for i, l in enumerate(self.layers):
            if i in self.skips:
                h = torch.cat([x, h], -1)
            h = F.relu(l(h))
        return torch.cat([self.rgb(h), self.sigma(h)], -1)

def render(model, enc, o, d, near, far, n):
    z = torch.linspace(near, far, n)
    z = z + torch.rand(o.shape[0], n) * (far - near) / n
    pts = o[:, None, :] + d[:, None, :] * z[..., None]
    raw = model(enc(pts.reshape(-1, 3))).reshape(*pts.shape[:2], 4)
    sigma, rgb = F.relu(raw[..., 3]), torch.sigmoid(raw[..., :3])
    delta = torch.cat([z[:, 1:] - z[:, :-1], torch.full_like(z[:, :1], 1e10)], -1)
    alpha = 1.0 - torch.exp(-sigma * delta)
    trans = torch.cumprod(torch.cat([torch.ones(alpha.shape[0], 1), 1.0 - alpha + 1e-10], -1), -1)[:, :-1]
    w = alpha * trans
    return (w[..., None] * rgb).sum(-2), (w * z).sum(-1)

H = W = 20
poses = torch.eye(4).repeat(3, 1, 1)
poses[:, 2, 3] = 4.0
images = torch.rand(3, H, W, 3)
enc, model = PosEnc(6), NeRF()
opt = torch.optim.Adam(model.parameters(), lr=5e-3)
for it in range(3):
    k = np.random.randint(images.shape[0])
    o, d = get_rays(H, W, 22.0, poses[k])
    sel = torch.randperm(H * W)[:128]
    o, d, gold = o.reshape(-1, 3)[sel], d.reshape(-1, 3)[sel], images[k].reshape(-1, 3)[sel]
    rgb, depth = render(model, enc, o, d, 2.0, 6.0, 16)
    loss = ((rgb - gold) ** 2).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
    psnr = -10.0 * torch.log10(loss.detach())
    print(it, psnr.item(), depth.mean().item())

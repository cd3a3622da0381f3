# Why it is here: a text tower whose attention takes time first.
# class: attention mask
from dataclasses import dataclass
import numpy as np
import torch
from torch import nn
import torch.nn.functional as F


@dataclass
class VisionCfg:
    size: int = 32
    patch: int = 8
    width: int = 48
    layers: int = 2


@dataclass
class TextCfg:
    ctx: int = 10
    vocab: int = 100
    width: int = 32
    layers: int = 2


class ResidualAttention(nn.Module):
    def __init__(self, d, h, mask=None):
        super().__init__()
        self.attn = nn.MultiheadAttention(d, h)
        self.ln1, self.ln2 = nn.LayerNorm(d), nn.LayerNorm(d)
        self.mlp = nn.Sequential(nn.Linear(d, 4 * d), nn.GELU(), nn.Linear(4 * d, d))
        self.mask = mask

    def forward(self, x):
        y = self.ln1(x)
        x = x + self.attn(y, y, y, need_weights=False, attn_mask=self.mask)[0]  #! Attention/mask
        return x + self.mlp(self.ln2(x))


class Vision(nn.Module):
    def __init__(self, c: VisionCfg, out):
        super().__init__()
        self.conv = nn.Conv2d(3, c.width, c.patch, c.patch, bias=False)
        self.cls = nn.Parameter(torch.randn(c.width))
        self.pos = nn.Parameter(torch.randn((c.size // c.patch) ** 2 + 1, c.width))
        self.blocks = nn.Sequential(*[ResidualAttention(c.width, 4) for _ in range(c.layers)])
        self.proj = nn.Parameter(torch.randn(c.width, out))

    def forward(self, x):
        x = self.conv(x).flatten(2).permute(0, 2, 1)
        x = torch.cat([self.cls.to(x.dtype) + torch.zeros(x.shape[0], 1, x.shape[-1]), x], dim=1) + self.pos
        x = self.blocks(x.permute(1, 0, 2)).permute(1, 0, 2)
        return x[:, 0] @ self.proj


class Text(nn.Module):
    def __init__(self, c: TextCfg, out):
        super().__init__()
        self.tok = nn.Embedding(c.vocab, c.width)
        self.pos = nn.Parameter(torch.empty(c.ctx, c.width).normal_(std=0.01))
        mask = torch.empty(c.ctx, c.ctx).fill_(float('-inf')).triu_(1)
        self.blocks = nn.Sequential(*[ResidualAttention(c.width, 4, mask) for _ in range(c.layers)])
        self.proj = nn.Parameter(torch.empty(c.width, out))

    def forward(self, t):
        x = self.tok(t) + self.pos
        x = self.blocks(x)
        return x[torch.arange(x.shape[0]), t.argmax(dim=-1)] @ self.proj


class CLIP(nn.Module):
    def __init__(self, dim=24):
        super().__init__()
        self.visual, self.text = Vision(VisionCfg(), dim), Text(TextCfg(), dim)
        self.scale = nn.Parameter(torch.ones([]) * np.log(1 / 0.07))

    def forward(self, img, txt):
        i, t = F.normalize(self.visual(img), dim=-1), F.normalize(self.text(txt), dim=-1)
        logits = self.scale.exp() * i @ t.t()
        y = torch.arange(len(img))
        return (F.cross_entropy(logits, y) + F.cross_entropy(logits.t(), y)) / 2


loss = CLIP()(torch.rand(5, 3, 32, 32), torch.randint(0, 100, (5, 10)))
loss.backward()

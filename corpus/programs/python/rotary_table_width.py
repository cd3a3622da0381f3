# Why it is here: a table of rotary positions for the whole width instead of one head.
# class: incompatible broadcast
from dataclasses import dataclass
from typing import Optional

import torch
import torch.nn as nn
import torch.nn.functional as F


@dataclass
class LlamaConfig:
    vocab: int = 128
    dim: int = 64
    layers: int = 2
    heads: int = 8
    kv_heads: int = 2
    max_len: int = 32
    eps: float = 1e-5

    @property
    def head_dim(self):
        return self.dim // self.heads


class RMSNorm(nn.Module):
    def __init__(self, dim, eps):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(dim))
        self.eps = eps

    def forward(self, x):
        return self.weight * (x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.eps))


def rope_table(dim, end, theta=10000.0):
    freqs = 1.0 / (theta ** (torch.arange(0, dim, 2).float() / dim))
    t = torch.arange(end)
    freqs = torch.outer(t, freqs)
    return freqs.cos(), freqs.sin()


def rotate(x, cos, sin):
    # x: (B, T, H, D)
    x1, x2 = x.chunk(2, dim=-1)
    cos = cos[None, :, None, :]
    sin = sin[None, :, None, :]
    return torch.cat([x1 * cos - x2 * sin, x1 * sin + x2 * cos], dim=-1)  #! Mul/broadcast


def repeat_kv(x, n):
    b, t, h, d = x.shape
    if n == 1:
        return x
    return x[:, :, :, None, :].expand(b, t, h, n, d).reshape(b, t, h * n, d)


class Attention(nn.Module):
    def __init__(self, cfg: LlamaConfig):
        super().__init__()
        self.cfg = cfg
        self.rep = cfg.heads // cfg.kv_heads
        self.wq = nn.Linear(cfg.dim, cfg.heads * cfg.head_dim, bias=False)
        self.wk = nn.Linear(cfg.dim, cfg.kv_heads * cfg.head_dim, bias=False)
        self.wv = nn.Linear(cfg.dim, cfg.kv_heads * cfg.head_dim, bias=False)
        self.wo = nn.Linear(cfg.heads * cfg.head_dim, cfg.dim, bias=False)

    def forward(self, x, cos, sin, mask: Optional[torch.Tensor]):
        b, t, _ = x.shape
        q = self.wq(x).view(b, t, self.cfg.heads, self.cfg.head_dim)
        k = self.wk(x).view(b, t, self.cfg.kv_heads, self.cfg.head_dim)
        v = self.wv(x).view(b, t, self.cfg.kv_heads, self.cfg.head_dim)
        q, k = rotate(q, cos, sin), rotate(k, cos, sin)
        k, v = repeat_kv(k, self.rep), repeat_kv(v, self.rep)
        q, k, v = (z.transpose(1, 2) for z in (q, k, v))
        scores = q @ k.transpose(2, 3) / self.cfg.head_dim ** 0.5
        if mask is not None:
            scores = scores + mask
        out = F.softmax(scores.float(), dim=-1).type_as(q) @ v
        return self.wo(out.transpose(1, 2).contiguous().view(b, t, -1))


class Block(nn.Module):
    def __init__(self, cfg):
        super().__init__()
        self.attn = Attention(cfg)
        self.n1, self.n2 = RMSNorm(cfg.dim, cfg.eps), RMSNorm(cfg.dim, cfg.eps)
        hidden = int(2 * 4 * cfg.dim / 3)
        self.w1 = nn.Linear(cfg.dim, hidden, bias=False)
        self.w2 = nn.Linear(hidden, cfg.dim, bias=False)
        self.w3 = nn.Linear(cfg.dim, hidden, bias=False)

    def forward(self, x, cos, sin, mask):
        x = x + self.attn(self.n1(x), cos, sin, mask)
        y = self.n2(x)
        return x + self.w2(F.silu(self.w1(y)) * self.w3(y))


class Llama(nn.Module):
    def __init__(self, cfg):
        super().__init__()
        self.cfg = cfg
        self.tok = nn.Embedding(cfg.vocab, cfg.dim)
        self.blocks = nn.ModuleList(Block(cfg) for _ in range(cfg.layers))
        self.norm = RMSNorm(cfg.dim, cfg.eps)
        self.out = nn.Linear(cfg.dim, cfg.vocab, bias=False)
        self.out.weight = self.tok.weight
        cos, sin = rope_table(cfg.dim, cfg.max_len)
        self.register_buffer('cos', cos, persistent=False)
        self.register_buffer('sin', sin, persistent=False)

    def forward(self, ids):
        b, t = ids.shape
        h = self.tok(ids)
        mask = torch.full((t, t), float('-inf')).triu(1)
        for block in self.blocks:
            h = block(h, self.cos[:t], self.sin[:t], mask)
        return self.out(self.norm(h))

    @torch.no_grad()
    def generate(self, ids, n):
        for _ in range(n):
            logits = self(ids[:, -self.cfg.max_len:])[:, -1]
            nxt = torch.multinomial(F.softmax(logits, -1), 1)
            ids = torch.cat((ids, nxt), dim=1)
        return ids


if __name__ == '__main__':
    model = Llama(LlamaConfig())
    x = torch.randint(0, 128, (2, 12))
    logits = model(x)
    loss = F.cross_entropy(logits.view(-1, logits.size(-1)), x.reshape(-1))
    loss.backward()
    print(model.generate(x, 5).shape)

# Why it is here: a named tuple as a cache that grows with each word.
from __future__ import annotations
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import nn


class Cache(NamedTuple):
    k: torch.Tensor
    v: torch.Tensor

    def extend(self, k, v):
        return Cache(torch.cat([self.k, k], dim=2), torch.cat([self.v, v], dim=2))

    @property
    def length(self):
        return self.k.shape[2]


class CausalSelfAttention(nn.Module):
    def __init__(self, d, h):
        super().__init__()
        assert d % h == 0
        self.h, self.dk = h, d // h
        self.qkv = nn.Linear(d, 3 * d)
        self.proj = nn.Linear(d, d)

    def forward(self, x, cache: Cache | None = None):
        b, t, d = x.shape
        q, k, v = self.qkv(x).split(d, dim=-1)
        q, k, v = (y.view(b, t, self.h, self.dk).transpose(1, 2) for y in (q, k, v))
        past = 0
        if cache is not None:
            past = cache.length
            cache = cache.extend(k, v)
        else:
            cache = Cache(k, v)
        k, v = cache
        mask = torch.ones(t, past + t, dtype=torch.bool).tril(past)
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        return self.proj(y.transpose(1, 2).reshape(b, t, d)), cache


class Layer(nn.Module):
    def __init__(self, d, h):
        super().__init__()
        self.ln1, self.ln2 = nn.LayerNorm(d), nn.LayerNorm(d)
        self.attn = CausalSelfAttention(d, h)
        self.mlp = nn.Sequential(nn.Linear(d, 4 * d), nn.GELU(), nn.Linear(4 * d, d))

    def forward(self, x, cache=None):
        a, cache = self.attn(self.ln1(x), cache)
        x = x + a
        return x + self.mlp(self.ln2(x)), cache


class LM(nn.Module):
    def __init__(self, vocab=60, d=32, h=4, n=2, ctx=64):
        super().__init__()
        self.tok, self.pos = nn.Embedding(vocab, d), nn.Embedding(ctx, d)
        self.layers = nn.ModuleList([Layer(d, h) for _ in range(n)])
        self.head = nn.Linear(d, vocab)

    def forward(self, ids, caches=None):
        past = 0 if caches is None else caches[0].length
        pos = torch.arange(past, past + ids.size(1))
        x = self.tok(ids) + self.pos(pos)
        new = []
        for i, layer in enumerate(self.layers):
            x, c = layer(x, None if caches is None else caches[i])
            new.append(c)
        return self.head(x), new


@torch.inference_mode()
def generate(model, prompt, n):
    logits, caches = model(prompt)
    out = prompt
    for _ in range(n):
        nxt = logits[:, -1].argmax(-1, keepdim=True)
        out = torch.cat([out, nxt], 1)
        logits, caches = model(nxt, caches)
    return out


print(generate(LM().eval(), torch.randint(0, 60, (2, 5)), 6).shape)

# Why it is here: latents that attend to data, with einops.
import torch
import torch.nn as nn
from einops import rearrange, repeat


def exists(v):
    return v is not None


def default(v, d):
    return v if exists(v) else d


class PreNorm(nn.Module):
    def __init__(self, dim, fn, context_dim=None):
        super().__init__()
        self.fn, self.norm = fn, nn.LayerNorm(dim)
        self.norm_context = nn.LayerNorm(context_dim) if exists(context_dim) else None

    def forward(self, x, **kwargs):
        x = self.norm(x)
        if exists(self.norm_context):
            kwargs.update(context=self.norm_context(kwargs['context']))
        return self.fn(x, **kwargs)


class GEGLU(nn.Module):
    def forward(self, x):
        x, gates = x.chunk(2, dim=-1)
        return x * nn.functional.gelu(gates)


def FeedForward(dim, mult=4):
    return nn.Sequential(nn.Linear(dim, dim * mult * 2), GEGLU(), nn.Linear(dim * mult, dim))


class Attention(nn.Module):
    def __init__(self, query_dim, context_dim=None, heads=4, dim_head=8):
        super().__init__()
        inner = dim_head * heads
        context_dim = default(context_dim, query_dim)
        self.scale, self.heads = dim_head ** -0.5, heads
        self.to_q = nn.Linear(query_dim, inner, bias=False)
        self.to_kv = nn.Linear(context_dim, inner * 2, bias=False)
        self.to_out = nn.Linear(inner, query_dim)

    def forward(self, x, context=None, mask=None):
        h = self.heads
        q = self.to_q(x)
        k, v = self.to_kv(default(context, x)).chunk(2, dim=-1)
        q, k, v = map(lambda t: rearrange(t, 'b n (h d) -> (b h) n d', h=h), (q, k, v))
        sim = torch.einsum('b i d, b j d -> b i j', q, k) * self.scale
        if exists(mask):
            mask = repeat(mask, 'b j -> (b h) () j', h=h)
            sim.masked_fill_(~mask, -torch.finfo(sim.dtype).max)
        out = torch.einsum('b i j, b j d -> b i d', sim.softmax(dim=-1), v)
        return self.to_out(rearrange(out, '(b h) n d -> b n (h d)', h=h))


class Perceiver(nn.Module):
    def __init__(self, *, in_dim, latents=10, latent_dim=32, depth=2, classes=6):
        super().__init__()
        self.latents = nn.Parameter(torch.randn(latents, latent_dim))
        self.layers = nn.ModuleList([])
        for _ in range(depth):
            self.layers.append(nn.ModuleList([
                PreNorm(latent_dim, Attention(latent_dim, in_dim), context_dim=in_dim),
                PreNorm(latent_dim, FeedForward(latent_dim)),
                PreNorm(latent_dim, Attention(latent_dim)),
            ]))
        self.to_logits = nn.Sequential(nn.LayerNorm(latent_dim), nn.Linear(latent_dim, classes))

    def forward(self, data, mask=None):
        x = repeat(self.latents, 'n d -> b n d', b=data.shape[0])
        for cross, ff, self_attn in self.layers:
            x = cross(x, context=data, mask=mask) + x
            x = ff(x) + x
            x = self_attn(x) + x
        return self.to_logits(x.mean(dim=-2))


model = Perceiver(in_dim=12)
print(model(torch.randn(2, 50, 12), mask=torch.ones(2, 50).bool()).shape)

# Why it is here: a filter bank for another number of frequencies.
# class: matmul inner dimension
import math
from typing import Iterable, Optional
import torch
import torch.nn.functional as F
from torch import Tensor, nn

def sinusoids(length, channels, max_timescale=10000):
    assert channels % 2 == 0
    inc = math.log(max_timescale) / (channels // 2 - 1)
    inv = torch.exp(-inc * torch.arange(channels // 2))
    scaled = torch.arange(length)[:, None] * inv[None, :]
    return torch.cat([torch.sin(scaled), torch.cos(scaled)], dim=1)

class MHA(nn.Module):
    def __init__(self, n_state, n_head):
        super().__init__()
        self.n_head = n_head
        self.query, self.key, self.value = nn.Linear(n_state, n_state), nn.Linear(n_state, n_state, bias=False), nn.Linear(n_state, n_state)
        self.out = nn.Linear(n_state, n_state)
    def forward(self, x: Tensor, xa: Optional[Tensor] = None, mask: Optional[Tensor] = None):
        q = self.query(x)
        k, v = self.key(x if xa is None else xa), self.value(x if xa is None else xa)
        wv, qk = self.qkv(q, k, v, mask)
        return self.out(wv), qk
    def qkv(self, q, k, v, mask=None):
        n_batch, n_ctx, n_state = q.shape
        scale = (n_state // self.n_head) ** -0.25
        q = q.view(*q.shape[:2], self.n_head, -1).permute(0, 2, 1, 3) * scale
        k = k.view(*k.shape[:2], self.n_head, -1).permute(0, 2, 3, 1) * scale
        v = v.view(*v.shape[:2], self.n_head, -1).permute(0, 2, 1, 3)
        qk = q @ k
        if mask is not None:
            qk = qk + mask[:n_ctx, :n_ctx]
        w = F.softmax(qk.float(), dim=-1).to(q.dtype)
        return (w @ v).permute(0, 2, 1, 3).flatten(start_dim=2), qk.detach()

class Block(nn.Module):
    def __init__(self, n, h, cross=False):
        super().__init__()
        self.attn, self.attn_ln = MHA(n, h), nn.LayerNorm(n)
        self.cross = MHA(n, h) if cross else None
        self.cross_ln = nn.LayerNorm(n) if cross else None
        self.mlp, self.mlp_ln = nn.Sequential(nn.Linear(n, 4 * n), nn.GELU(), nn.Linear(4 * n, n)), nn.LayerNorm(n)
    def forward(self, x, xa=None, mask=None):
        x = x + self.attn(self.attn_ln(x), mask=mask)[0]
        if self.cross:
            x = x + self.cross(self.cross_ln(x), xa)[0]
        return x + self.mlp(self.mlp_ln(x))

class Encoder(nn.Module):
    def __init__(self, n_mels, n_ctx, n, h, layers):
        super().__init__()
        self.conv1 = nn.Conv1d(n_mels, n, 3, padding=1)
        self.conv2 = nn.Conv1d(n, n, 3, stride=2, padding=1)
        self.register_buffer('pos', sinusoids(n_ctx, n))
        self.blocks: Iterable[Block] = nn.ModuleList([Block(n, h) for _ in range(layers)])
        self.ln = nn.LayerNorm(n)
    def forward(self, x):
        x = F.gelu(self.conv2(F.gelu(self.conv1(x)))).permute(0, 2, 1)
        assert x.shape[1:] == self.pos.shape, 'incorrect audio shape'
        x = (x + self.pos).to(x.dtype)
        for b in self.blocks:
            x = b(x)
        return self.ln(x)

class Decoder(nn.Module):
    def __init__(self, vocab, n_ctx, n, h, layers):
        super().__init__()
        self.tok = nn.Embedding(vocab, n)
        self.pos = nn.Parameter(torch.empty(n_ctx, n).normal_())
        self.blocks = nn.ModuleList([Block(n, h, True) for _ in range(layers)])
        self.ln = nn.LayerNorm(n)
        self.register_buffer('mask', torch.empty(n_ctx, n_ctx).fill_(-float('inf')).triu_(1), persistent=False)
    def forward(self, x, xa):
        x = self.tok(x) + self.pos[:x.shape[-1]]
        for b in self.blocks:
            x = b(x, xa, mask=self.mask)
        return (self.ln(x) @ self.tok.weight).float()  #! MatMul/inner

enc, dec = Encoder(20, 50, 32, 4, 2), Decoder(80, 16, 32, 4, 2)
mel = torch.randn(2, 20, 100)
xa = enc(mel)
tokens = torch.tensor([[1, 5, 9], [1, 7, 3]])
for _ in range(4):
    logits = dec(tokens, xa)
    tokens = torch.cat([tokens, logits[:, -1].argmax(-1, keepdim=True)], dim=-1)
print(tokens.shape)

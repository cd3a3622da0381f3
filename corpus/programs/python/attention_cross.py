# Why it is here: attention between sequences of different lengths, written with matmul, softmax, transpose and view.
import math

import torch
import torch.nn as nn
import torch.nn.functional as F


class Attention(nn.Module):
    def __init__(self, width, heads, dropout=0.0, **kwargs):
        super().__init__()
        assert width % heads == 0, f'{width} features do not split into {heads} heads'
        self.heads = heads
        self.depth = width // heads
        self.to_q = nn.Linear(width, width, **kwargs)
        self.to_kv = nn.Linear(width, 2 * width, **kwargs)
        self.out = nn.Linear(width, width)
        self.dropout = nn.Dropout(dropout)

    def split_heads(self, x):
        b, t, _ = x.shape
        return x.view(b, t, self.heads, self.depth).permute(0, 2, 1, 3)

    def forward(self, x, memory=None, mask=None):
        memory = x if memory is None else memory
        q = self.split_heads(self.to_q(x))
        k, v = (self.split_heads(part.contiguous()) for part in self.to_kv(memory).chunk(2, dim=-1))
        scores = torch.matmul(q, k.transpose(-1, -2)) / math.sqrt(self.depth)
        if mask is not None:
            scores = scores.masked_fill(mask == 0, -1e9)
        attention = self.dropout(F.softmax(scores, dim=-1))
        y = torch.matmul(attention, v).permute(0, 2, 1, 3).contiguous()
        return self.out(y.view(x.size(0), -1, self.heads * self.depth))


class DecoderLayer(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.norms = nn.ModuleList([nn.LayerNorm(width) for _ in range(3)])
        self.own = Attention(width, heads, bias=False)
        self.cross = Attention(width, heads, dropout=0.1)
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))

    def forward(self, x, memory):
        steps = x.size(1)
        mask = torch.tril(torch.ones(steps, steps))
        x = x + self.own(self.norms[0](x), mask=mask)
        x = x + self.cross(self.norms[1](x), memory)
        return x + self.mlp(self.norms[2](x))


def main():
    layers = nn.ModuleList([DecoderLayer(64, 8) for _ in range(2)])
    x, memory = torch.randn(3, 9, 64), torch.randn(3, 17, 64)
    for layer in layers:
        x = layer(x, memory)
    assert x.shape == (3, 9, 64)
    print(x.mean().item())


if __name__ == '__main__':
    main()

# Why it is here: a configuration with its length replaced; the texts are longer.
# class: incompatible broadcast
from dataclasses import dataclass, field, replace
import torch
import torch.nn as nn

@dataclass
class Config:
    vocab: int = 1000
    dim: int = 64
    heads: int = 4
    ff_mult: int = 4
    layers: int = 2
    max_len: int = 128
    dropout: float = 0.1
    widths: list[int] = field(default_factory=lambda: [64, 32])
    @property
    def head_dim(self):
        return self.dim // self.heads

class Model(nn.Module):
    def __init__(self, cfg: Config):
        super().__init__()
        self.cfg = cfg
        self.emb = nn.Embedding(cfg.vocab, cfg.dim)
        self.pos = nn.Parameter(torch.zeros(cfg.max_len, cfg.dim))
        self.layers = nn.ModuleList([nn.TransformerEncoderLayer(cfg.dim, cfg.heads, cfg.dim * cfg.ff_mult, cfg.dropout, batch_first=True) for _ in range(cfg.layers)])
        dims = [cfg.dim, *cfg.widths]
        self.tail = nn.Sequential(*[nn.Linear(a, b) for a, b in zip(dims, dims[1:])])
    def forward(self, ids):
        x = self.emb(ids) + self.pos[:ids.size(1)]  #! Add/broadcast
        for l in self.layers:
            x = l(x)
        return self.tail(x.mean(1))

big = replace(Config(), dim=96, max_len=32)
m = Model(big)
out = m(torch.randint(0, big.vocab, (2, 40)))
assert out.shape == (2, 32)

# Why it is here: the padding mask lacks the axis of the heads, so it meets the batch on the wrong axis.
# class: incompatible broadcast
import torch
import torch.nn as nn
import torch.nn.functional as F
from math import sqrt


def attention(query, key, value, mask=None, dropout=None):
    d_k = query.size(-1)
    scores = torch.matmul(query, key.transpose(-2, -1)) / sqrt(d_k)
    if mask is not None:
        scores = scores.masked_fill(mask == 0, -1e9)  #! Where/broadcast
    p_attn = F.softmax(scores, dim=-1)
    if dropout is not None:
        p_attn = dropout(p_attn)
    return torch.matmul(p_attn, value), p_attn


class MultiHeadedAttention(nn.Module):
    def __init__(self, h, d_model, dropout=0.1):
        super().__init__()
        assert d_model % h == 0
        self.d_k, self.h = d_model // h, h
        self.linears = nn.ModuleList([nn.Linear(d_model, d_model) for _ in range(4)])
        self.attn = None
        self.dropout = nn.Dropout(p=dropout)

    def forward(self, query, key, value, mask=None):
        nbatches = query.size(0)
        query, key, value = [
            lin(x).view(nbatches, -1, self.h, self.d_k).transpose(1, 2)
            for lin, x in zip(self.linears, (query, key, value))
        ]
        x, self.attn = attention(query, key, value, mask=mask, dropout=self.dropout)
        x = x.transpose(1, 2).contiguous().view(nbatches, -1, self.h * self.d_k)
        return self.linears[-1](x)


def make_std_mask(tgt, pad=0):
    tgt_mask = (tgt != pad).unsqueeze(-2)
    size = tgt.size(-1)
    subsequent = torch.triu(torch.ones(1, size, size), diagonal=1).type(torch.uint8) == 0
    return tgt_mask & subsequent.type_as(tgt_mask.data)


tokens = torch.randint(0, 11, (6, 10))
emb = nn.Embedding(11, 32)
mha = MultiHeadedAttention(4, 32)
x = emb(tokens)
print(mha(x, x, x, make_std_mask(tokens)).shape)

# Why it is here: 100 features do not split into 12 heads; 100 // 12 loses four of them and the view cannot hold the rest.
# class: heads do not divide
import math

import torch
import torch.nn as nn
import torch.nn.functional as F


class SelfAttention(nn.Module):
    def __init__(self, embed_dim, num_heads, dropout=0.1):
        super().__init__()
        self.num_heads = num_heads
        self.head_dim = embed_dim // num_heads
        self.qkv = nn.Linear(embed_dim, 3 * embed_dim, bias=False)
        self.out = nn.Linear(embed_dim, embed_dim)
        self.drop = nn.Dropout(dropout)

    def split_heads(self, x):
        batch, steps, _ = x.shape
        x = x.reshape(batch, steps, self.num_heads, self.head_dim)  #! Reshape/count
        return x.transpose(1, 2)

    def forward(self, x):
        batch, steps, features = x.size()
        q, k, v = self.qkv(x).split(features, dim=2)
        q, k, v = self.split_heads(q), self.split_heads(k), self.split_heads(v)
        scores = torch.matmul(q, k.transpose(-2, -1)) / math.sqrt(self.head_dim)
        weights = self.drop(F.softmax(scores, dim=-1))
        y = torch.matmul(weights, v)
        y = y.transpose(1, 2).contiguous().view(batch, steps, features)
        return self.out(y)


embed_dim, num_heads = 100, 12
layer = SelfAttention(embed_dim, num_heads)
tokens = torch.randn(2, 20, embed_dim)
print(layer(tokens).shape)

# Why it is here: a transformer block whose second normalisation was sized for the feed-forward's inner width.
# class: normalisation channels
from dataclasses import dataclass

import torch
import torch.nn as nn


@dataclass
class Config:
    width: int = 96
    inner: int = 384
    layers: int = 2
    vocabulary: int = 50


class FeedForward(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.norm1 = nn.LayerNorm(config.width)
        self.fc = nn.Linear(config.width, config.inner)
        self.act = nn.ReLU()
        self.proj = nn.Linear(config.inner, config.width)
        self.norm2 = nn.LayerNorm(config.inner)

    def forward(self, x):
        h = self.proj(self.act(self.fc(self.norm1(x))))
        return self.norm2(x + h)  #! LayerNormalization/normalized


class Model(nn.Module):
    def __init__(self, config: Config):
        super().__init__()
        self.embed = nn.Linear(config.vocabulary, config.width, bias=False)
        self.layers = nn.ModuleList([FeedForward(config) for _ in range(config.layers)])
        self.head = nn.Linear(config.width, config.vocabulary)

    def forward(self, x):
        x = self.embed(x)
        for layer in self.layers:
            x = layer(x)
        return self.head(x)


config = Config(layers=3)
model = Model(config)
x = torch.eye(config.vocabulary)[:12].unsqueeze(0)
print(model(x).shape)

# Why it is here: the table of positions is sized for 16 × 16 patches of a 224 image while patches are 32 wide.
# class: incompatible broadcast
from dataclasses import dataclass

import torch
from torch import nn


@dataclass
class ViTConfig:
    image_size: int = 224
    patch_size: int = 32
    width: int = 64
    depth: int = 2
    heads: int = 4
    num_classes: int = 10

    @property
    def num_patches(self) -> int:
        return (self.image_size // 16) ** 2


class Patches(nn.Module):
    def __init__(self, cfg: ViTConfig):
        super().__init__()
        self.proj = nn.Conv2d(3, cfg.width, kernel_size=cfg.patch_size, stride=cfg.patch_size)
        self.cls = nn.Parameter(torch.zeros(1, 1, cfg.width))
        self.pos = nn.Parameter(torch.randn(1, cfg.num_patches + 1, cfg.width))

    def forward(self, x):
        x = self.proj(x).flatten(2).transpose(1, 2)
        cls = self.cls.expand(x.shape[0], -1, -1)
        x = torch.cat([cls, x], dim=1)
        return x + self.pos  #! Add/broadcast


class ViT(nn.Module):
    def __init__(self, cfg: ViTConfig = ViTConfig()):
        super().__init__()
        self.patches = Patches(cfg)
        layer = nn.TransformerEncoderLayer(cfg.width, cfg.heads, dim_feedforward=4 * cfg.width, batch_first=True, norm_first=True)
        self.encoder = nn.TransformerEncoder(layer, num_layers=cfg.depth)
        self.head = nn.Linear(cfg.width, cfg.num_classes)

    def forward(self, x):
        return self.head(self.encoder(self.patches(x))[:, 0])


print(ViT()(torch.randn(2, 3, 224, 224)).argmax(-1))

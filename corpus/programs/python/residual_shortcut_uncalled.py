# Why it is here: the shortcut of a residual block is added, not called.
# class: missing call
import torch
import torch.nn as nn


class Block(nn.Module):
    def __init__(self, before, after, stride=1):
        super().__init__()
        self.shortcut = nn.Identity() if before == after and stride == 1 else nn.Conv2d(before, after, 1, stride)
        self.net = nn.Sequential(nn.Conv2d(before, after, 3, stride, 1), nn.BatchNorm2d(after), nn.ReLU())

    def forward(self, x):
        return self.net(x) + self.shortcut  #! Operator/types


if __name__ == '__main__':
    print(Block(8, 16, 2)(torch.rand(2, 8, 12, 12)).shape)

# Why it is here: the pooling branch of an inception block has no padding, so its map is smaller than the other three.
# class: cat / stack mismatch
import torch
from torch import nn
from functools import partial

Conv = partial(nn.Conv2d, bias=False)


class BasicConv(nn.Module):
    def __init__(self, cin, cout, **kwargs):
        super(BasicConv, self).__init__()
        self.conv = Conv(cin, cout, **kwargs)
        self.bn = nn.BatchNorm2d(cout, eps=0.001)

    def forward(self, x):
        return torch.relu(self.bn(self.conv(x)))


class InceptionA(nn.Module):
    def __init__(self, cin, pool_features):
        super(InceptionA, self).__init__()
        self.branch1x1 = BasicConv(cin, 64, kernel_size=1)
        self.branch5x5_1 = BasicConv(cin, 48, kernel_size=1)
        self.branch5x5_2 = BasicConv(48, 64, kernel_size=5, padding=2)
        self.branch3x3_1 = BasicConv(cin, 64, kernel_size=1)
        self.branch3x3_2 = BasicConv(64, 96, kernel_size=3, padding=1)
        self.branch_pool = BasicConv(cin, pool_features, kernel_size=1)

    def _forward(self, x):
        b1 = self.branch1x1(x)
        b5 = self.branch5x5_2(self.branch5x5_1(x))
        b3 = self.branch3x3_2(self.branch3x3_1(x))
        bp = self.branch_pool(nn.functional.avg_pool2d(x, kernel_size=3, stride=1))
        return [b1, b5, b3, bp]

    def forward(self, x):
        outputs = self._forward(x)
        return torch.cat(outputs, 1)  #! Concat/extents


block = InceptionA(192, pool_features=32)
print(block(torch.randn(2, 192, 35, 35)).shape)

# Why it is here: a convolution of its own for each image of the batch.
import math
import torch
from torch import nn
from torch.nn import functional as F


class EqualLinear(nn.Module):
    def __init__(self, i, o, lr_mul=1.0, act=False):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(o, i).div_(lr_mul))
        self.bias = nn.Parameter(torch.zeros(o))
        self.scale, self.lr_mul, self.act = (1 / math.sqrt(i)) * lr_mul, lr_mul, act

    def forward(self, x):
        out = F.linear(x, self.weight * self.scale, self.bias * self.lr_mul)
        return F.leaky_relu(out, 0.2) if self.act else out


class ModulatedConv(nn.Module):
    def __init__(self, cin, cout, k, style, demod=True):
        super().__init__()
        self.cin, self.cout, self.k, self.demod = cin, cout, k, demod
        self.weight = nn.Parameter(torch.randn(1, cout, cin, k, k))
        self.mod = EqualLinear(style, cin)

    def forward(self, x, style):
        b, c, h, w = x.shape
        s = self.mod(style).view(b, 1, c, 1, 1)
        weight = self.weight * s
        if self.demod:
            d = torch.rsqrt(weight.pow(2).sum([2, 3, 4]) + 1e-8)
            weight = weight * d.view(b, self.cout, 1, 1, 1)
        weight = weight.view(b * self.cout, c, self.k, self.k)
        x = x.reshape(1, b * c, h, w)
        out = F.conv2d(x, weight, padding=self.k // 2, groups=b)
        return out.view(b, self.cout, h, w)


class Generator(nn.Module):
    def __init__(self, style=32, ch=(32, 16, 8)):
        super().__init__()
        self.mapping = nn.Sequential(*[EqualLinear(style, style, 0.01, act=True) for _ in range(3)])
        self.const = nn.Parameter(torch.randn(1, ch[0], 4, 4))
        self.convs = nn.ModuleList(ModulatedConv(a, b, 3, style) for a, b in zip(ch, ch[1:]))
        self.rgbs = nn.ModuleList(ModulatedConv(b, 3, 1, style, demod=False) for b in ch[1:])

    def forward(self, z):
        w = self.mapping(z / z.norm(dim=1, keepdim=True))
        x = self.const.repeat(z.size(0), 1, 1, 1)
        img = None
        for conv, rgb in zip(self.convs, self.rgbs):
            x = F.interpolate(x, scale_factor=2, mode='bilinear', align_corners=False)
            x = F.leaky_relu(conv(x, w), 0.2)
            y = rgb(x, w)
            img = y if img is None else F.interpolate(img, scale_factor=2) + y
        return img


g = Generator()
print(g(torch.randn(3, 32)).shape)

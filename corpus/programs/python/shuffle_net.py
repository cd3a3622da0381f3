# Why it is here: channel shuffle, grouped convolutions, squeeze and excitation, chunk, and pixel_unshuffle.
import torch
from torch import nn
import torch.nn.functional as F


def channel_shuffle(x, groups):
    b, c, h, w = x.data.size()
    x = x.view(b, groups, c // groups, h, w)
    x = torch.transpose(x, 1, 2).contiguous()
    return x.view(b, -1, h, w)


class SE(nn.Module):
    def __init__(self, c, r=4):
        super().__init__()
        self.fc = nn.Sequential(nn.Linear(c, c // r), nn.ReLU(), nn.Linear(c // r, c), nn.Hardsigmoid())

    def forward(self, x):
        w = x.mean((2, 3))
        return x * self.fc(w)[:, :, None, None]


class Unit(nn.Module):
    def __init__(self, c, stride):
        super().__init__()
        self.stride = stride
        half = c // 2
        left = c if stride > 1 else half
        self.left = nn.Sequential() if stride == 1 else nn.Sequential(
            nn.Conv2d(c, c, 3, stride, 1, groups=c, bias=False), nn.Conv2d(c, half * 2, 1))
        self.right = nn.Sequential(nn.Conv2d(left, half * stride, 1), nn.ReLU6(),
                                   nn.Conv2d(half * stride, half * stride, 3, stride, padding=1, groups=half * stride),
                                   SE(half * stride))

    def forward(self, x):
        if self.stride == 1:
            a, b = x.chunk(2, dim=1)
            out = torch.cat((a, self.right(b)), dim=1)
        else:
            out = torch.cat((self.left(x), self.right(x)), dim=1)
        return channel_shuffle(out, 2)


net = nn.Sequential(Unit(16, 1), Unit(16, 2), Unit(32, 1))
x = F.pixel_unshuffle(torch.rand(2, 4, 30, 26), 2)
y = net(x)
assert y.shape == (2, 32, 8, 7)
print(F.adaptive_avg_pool2d(y, 1).flatten(1).std().item())

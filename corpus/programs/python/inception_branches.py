# Why it is here: four parallel branches joined by cat, with poolings that keep the size and asymmetric kernels.
import torch
import torch.nn as nn
import torch.nn.functional as F


class ConvUnit(nn.Module):
    def __init__(self, c_in, c_out, **kwargs):
        super().__init__()
        self.conv = nn.Conv2d(c_in, c_out, bias=False, **kwargs)
        self.bn = nn.BatchNorm2d(c_out, eps=0.001)

    def forward(self, x):
        return F.relu(self.bn(self.conv(x)), inplace=True)


class Inception(nn.Module):
    def __init__(self, c_in, pool_features):
        super().__init__()
        self.branch1x1 = ConvUnit(c_in, 16, kernel_size=1)
        self.branch7 = nn.Sequential(
            ConvUnit(c_in, 12, kernel_size=1),
            ConvUnit(12, 12, kernel_size=(1, 7), padding=(0, 3)),
            ConvUnit(12, 24, kernel_size=(7, 1), padding=(3, 0)),
        )
        self.branch_dilated = ConvUnit(c_in, 8, kernel_size=3, padding=2, dilation=2)
        self.branch_pool = ConvUnit(c_in, pool_features, kernel_size=1)
        self.c_out = 16 + 24 + 8 + pool_features

    def forward(self, x):
        pooled = self.branch_pool(F.avg_pool2d(x, kernel_size=3, stride=1, padding=1))
        outputs = [self.branch1x1(x), self.branch7(x), self.branch_dilated(x), pooled]
        return torch.cat(outputs, 1)


class Reduction(nn.Module):
    def __init__(self, c_in):
        super().__init__()
        self.conv = ConvUnit(c_in, 32, kernel_size=3, stride=2)
        self.pool = nn.MaxPool2d(3, stride=2)

    def forward(self, x):
        return torch.cat([self.conv(x), self.pool(x)], dim=1)


class Network(nn.Module):
    def __init__(self, classes=6):
        super().__init__()
        first = Inception(3, pool_features=4)
        reduction = Reduction(first.c_out)
        second = Inception(first.c_out + 32, pool_features=8)
        self.features = nn.Sequential(first, reduction, second)
        self.pool = nn.AdaptiveAvgPool2d((1, 1))
        self.fc = nn.Linear(second.c_out, classes)

    def forward(self, x):
        x = self.pool(self.features(x))
        return self.fc(torch.flatten(x, 1))


with torch.no_grad():
    print(Network().eval()(torch.rand(2, 3, 33, 41)).softmax(dim=1))

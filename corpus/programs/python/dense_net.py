# Why it is here: the right twin of dense_growth.py, with *args in forward and channel counts that come from a property.
import torch
import torch.nn as nn
import torch.nn.functional as F


class DenseLayer(nn.Module):
    def __init__(self, c_in, growth):
        super().__init__()
        self.norm = nn.BatchNorm2d(c_in)
        self.conv = nn.Conv2d(c_in, growth, kernel_size=3, padding=1, bias=False)

    def forward(self, *features):
        x = torch.cat(features, 1)
        return self.conv(F.relu(self.norm(x)))


class DenseBlock(nn.Module):
    def __init__(self, c_in, growth=12, count=4):
        super().__init__()
        self.c_in, self.growth = c_in, growth
        self.layers = nn.ModuleList([DenseLayer(c_in + i * growth, growth) for i in range(count)])

    @property
    def c_out(self):
        return self.c_in + len(self.layers) * self.growth

    def forward(self, x):
        features = [x]
        for layer in self.layers:
            features.append(layer(*features))
        return torch.cat(features, dim=1)


class DenseNet(nn.Module):
    def __init__(self, counts=(2, 3), classes=5):
        super().__init__()
        channels = 24
        self.stem = nn.Conv2d(3, channels, 3, padding=1)
        self.stages = nn.ModuleList()
        for count in counts:
            block = DenseBlock(channels, count=count)
            channels = block.c_out // 2
            self.stages.append(nn.Sequential(block, nn.Conv2d(block.c_out, channels, 1), nn.AvgPool2d(2)))
        self.classifier = nn.Linear(channels, classes)

    def forward(self, x):
        x = self.stem(x)
        for stage in self.stages:
            x = stage(x)
        return self.classifier(x.mean([2, 3]))


net = DenseNet()
print(net(torch.zeros(2, 3, 16, 16)).shape)

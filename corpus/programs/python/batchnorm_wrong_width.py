# Why it is here: batch normalisation counts the channels that enter the convolution, not the ones that leave it.
# class: normalisation channels
import torch
import torch.nn as nn
import torch.nn.functional as F


class ConvBlock(nn.Module):
    expansion = 2

    def __init__(self, in_channels, stride=1):
        super(ConvBlock, self).__init__()
        out_channels = in_channels * self.expansion
        self.conv = nn.Conv2d(in_channels, out_channels, kernel_size=3, stride=stride, padding=1, bias=False)
        self.bn = nn.BatchNorm2d(in_channels)

    def forward(self, x):
        x = self.conv(x)
        x = self.bn(x)  #! BatchNormalization/scale
        return F.relu(x)


class Net(nn.Module):
    def __init__(self, width=16, depth=3, num_classes=100):
        super(Net, self).__init__()
        self.stem = nn.Conv2d(3, width, 3, padding=1)
        stages = []
        for _ in range(depth):
            stages.append(ConvBlock(width, stride=2))
            width *= ConvBlock.expansion
        self.stages = nn.Sequential(*stages)
        self.pool = nn.AvgPool2d(4)
        self.fc = nn.Linear(width, num_classes)

    def forward(self, x):
        x = F.relu(self.stem(x))
        x = self.pool(self.stages(x))
        return self.fc(x.view(x.size(0), -1))


def test():
    net = Net()
    y = net(torch.randn(2, 3, 32, 32))
    print(y.size())


test()

# Why it is here: a residual block whose convolution shrinks the image, so the sum with the skip path cannot be formed.
# class: residual shape
import torch
import torch.nn as nn
import torch.nn.functional as F


class Block(nn.Module):
    def __init__(self, channels, **conv_options):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, channels, 3, **conv_options)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)

    def residual(self, x):
        out = F.relu(self.bn1(self.conv1(x)))
        return self.bn2(self.conv2(out))

    def forward(self, x):
        return F.relu(x + self.residual(x))  #! Add/broadcast


class ResNet(nn.Module):
    def __init__(self, blocks=3, width=32, num_classes=10):
        super().__init__()
        self.stem = nn.Conv2d(3, width, kernel_size=3, stride=1, padding=1, bias=False)
        self.blocks = nn.Sequential(*[Block(width, bias=False) for _ in range(blocks)])
        self.fc = nn.Linear(width, num_classes)

    def forward(self, x):
        x = F.relu(self.stem(x))
        x = self.blocks(x)
        x = F.adaptive_avg_pool2d(x, 1)
        return self.fc(torch.flatten(x, 1))


def main():
    net = ResNet()
    images = torch.randn(4, 3, 32, 32)
    logits = net(images)
    print('logits', logits.shape)


main()

# Why it is here: inheritance, strided blocks with a projected shortcut, a right counterpart of residual_without_padding.py.
import argparse

import torch
import torch.nn as nn
import torch.nn.functional as F
import torchvision
import torchvision.transforms as transforms


class Block(nn.Module):
    expansion = 1

    def __init__(self, in_planes, planes, stride=1):
        super(Block, self).__init__()
        out_planes = planes * self.expansion
        self.body = self.make_body(in_planes, planes, stride)
        self.shortcut = nn.Sequential()
        if stride != 1 or in_planes != out_planes:
            self.shortcut = nn.Sequential(
                nn.Conv2d(in_planes, out_planes, kernel_size=1, stride=stride, bias=False),
                nn.BatchNorm2d(out_planes),
            )

    def make_body(self, in_planes, planes, stride):
        raise NotImplementedError

    def forward(self, x):
        out = self.body(x)
        out += self.shortcut(x)
        return F.relu(out)


class Basic(Block):
    def make_body(self, in_planes, planes, stride):
        return nn.Sequential(
            nn.Conv2d(in_planes, planes, 3, stride=stride, padding=1, bias=False),
            nn.BatchNorm2d(planes),
            nn.ReLU(),
            nn.Conv2d(planes, planes, 3, stride=1, padding=1, bias=False),
            nn.BatchNorm2d(planes),
        )


class Bottleneck(Block):
    expansion = 4

    def make_body(self, in_planes, planes, stride):
        return nn.Sequential(
            nn.Conv2d(in_planes, planes, 1, bias=False),
            nn.BatchNorm2d(planes),
            nn.ReLU(),
            nn.Conv2d(planes, planes, 3, stride=stride, padding=1, bias=False),
            nn.BatchNorm2d(planes),
            nn.ReLU(),
            nn.Conv2d(planes, self.expansion * planes, 1, bias=False),
            nn.BatchNorm2d(self.expansion * planes),
        )


class ResNet(nn.Module):
    def __init__(self, block, num_blocks, width=8, num_classes=10):
        super(ResNet, self).__init__()
        self.in_planes = width
        self.conv1 = nn.Conv2d(3, width, kernel_size=3, stride=1, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.layer1 = self._make_layer(block, width, num_blocks[0], stride=1)
        self.layer2 = self._make_layer(block, width * 2, num_blocks[1], stride=2)
        self.layer3 = self._make_layer(block, width * 4, num_blocks[2], stride=2)
        self.linear = nn.Linear(width * 4 * block.expansion, num_classes)

    def _make_layer(self, block, planes, count, stride):
        strides = [stride] + [1] * (count - 1)
        layers = []
        for s in strides:
            layers.append(block(self.in_planes, planes, s))
            self.in_planes = planes * block.expansion
        return nn.Sequential(*layers)

    def forward(self, x):
        out = F.relu(self.bn1(self.conv1(x)))
        out = self.layer1(out)
        out = self.layer2(out)
        out = self.layer3(out)
        out = F.avg_pool2d(out, 8)
        out = out.view(out.size(0), -1)
        return self.linear(out)


def small():
    return ResNet(Basic, [1, 1, 1])


def wide(**kwargs):
    return ResNet(Bottleneck, [1, 2, 1], **kwargs)


def train(net, loader, criterion, optimizer):
    net.train()
    correct = total = 0
    for inputs, targets in loader:
        optimizer.zero_grad()
        outputs = net(inputs)
        loss = criterion(outputs, targets)
        loss.backward()
        optimizer.step()
        _, predicted = outputs.max(1)
        total += targets.size(0)
        correct += predicted.eq(targets).sum().item()
    return 100.0 * correct / total


if __name__ == '__main__':
    parser = argparse.ArgumentParser(description='residual networks on CIFAR10')
    parser.add_argument('--lr', default=0.1, type=float)
    parser.add_argument('--batch-size', default=32, type=int)
    options = parser.parse_args()
    trainset = torchvision.datasets.CIFAR10(root='./data', train=True, download=True, transform=transforms.ToTensor())
    trainloader = torch.utils.data.DataLoader(trainset, batch_size=options.batch_size, shuffle=True)
    for net in [small(), wide(width=4)]:
        optimizer = torch.optim.SGD(net.parameters(), lr=options.lr, momentum=0.9, weight_decay=5e-4)
        print('accuracy: %.2f%%' % train(net, trainloader, nn.CrossEntropyLoss(), optimizer))

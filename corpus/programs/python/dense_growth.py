# Why it is here: each dense layer should read everything before it; the count forgets that the first input is kept too.
# class: conv channels
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
        self.layers = nn.ModuleList([DenseLayer(c_in + i * growth, growth) for i in range(count)])
        self.transition = nn.Conv2d(count * growth, c_in, kernel_size=1)

    def forward(self, x):
        features = [x]
        for layer in self.layers:
            features.append(layer(*features))
        joined = torch.cat(features, dim=1)
        return self.transition(joined)  #! Conv/channels


def run(batch=2):
    block = DenseBlock(24)
    return block(torch.zeros(batch, 24, 16, 16)).sum()


if __name__ == '__main__':
    print(run())

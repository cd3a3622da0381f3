# Why it is here: five strided convolutions without padding leave nothing of a 32 × 32 picture.
# class: spatial size shrinks to 0
import torch
from torch import nn

widths = [3, 8, 16, 32, 64, 128]
net = nn.Sequential()
for i in range(len(widths) - 1):
    net.append(nn.Sequential(nn.Conv2d(widths[i], widths[i + 1], 3, stride=2), nn.ReLU()))
print(net(torch.rand(1, 3, 32, 32)).shape)  #! Conv/window

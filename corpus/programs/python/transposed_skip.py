# Why it is here: a transposed convolution without output padding gives 27 where the skip has 28.
# class: skip/U-Net odd size
import torch
from torch import nn


class Hourglass(nn.Module):
    def __init__(self):
        super().__init__()
        self.down = nn.Conv2d(1, 8, 3, stride=2, padding=1)
        self.up = nn.ConvTranspose2d(8, 1, 3, stride=2, padding=1)

    def forward(self, x):
        y = self.up(self.down(x).relu())
        return x + y  #! Add/broadcast


print(Hourglass()(torch.rand(4, 1, 28, 28)).shape)

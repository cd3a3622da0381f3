# Why it is here: the right twin of unet_odd_size.py: each upsampled map is padded to its skip path's size.
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader
from torchvision import datasets, transforms


def double_conv(c_in, c_out):
    return nn.Sequential(
        nn.Conv2d(c_in, c_out, 3, padding=1),
        nn.BatchNorm2d(c_out),
        nn.ReLU(inplace=True),
        nn.Conv2d(c_out, c_out, 3, padding=1),
        nn.ReLU(inplace=True),
    )


class Up(nn.Module):
    def __init__(self, c_in, c_out):
        super().__init__()
        self.up = nn.ConvTranspose2d(c_in, c_out, kernel_size=2, stride=2)
        self.conv = double_conv(c_out * 2, c_out)

    def forward(self, x, skip):
        x = self.up(x)
        dy = skip.size(2) - x.size(2)
        dx = skip.size(3) - x.size(3)
        x = F.pad(x, [dx // 2, dx - dx // 2, dy // 2, dy - dy // 2])
        return self.conv(torch.cat([skip, x], dim=1))


class UNet(nn.Module):
    def __init__(self, widths=(8, 16, 32, 64)):
        super().__init__()
        self.first = double_conv(1, widths[0])
        self.downs = nn.ModuleList([double_conv(a, b) for a, b in zip(widths[:-1], widths[1:])])
        self.ups = nn.ModuleList([Up(b, a) for a, b in zip(widths[-2::-1], widths[:0:-1])])
        self.pool = nn.MaxPool2d(2)
        self.last = nn.Conv2d(widths[0], 1, 1)

    def forward(self, x):
        x = self.first(x)
        skips = []
        for down in self.downs:
            skips.append(x)
            x = down(self.pool(x))
        for up in self.ups:
            x = up(x, skips.pop())
        return torch.sigmoid(self.last(x))


def main():
    data = datasets.MNIST('data', download=True, transform=transforms.ToTensor())
    loader = DataLoader(data, batch_size=32, shuffle=True)
    net = UNet()
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    for images, _ in loader:
        noisy = (images + 0.2 * torch.randn_like(images)).clamp(0, 1)
        loss = ((net(noisy) - images) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


if __name__ == '__main__':
    main()

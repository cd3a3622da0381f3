# Why it is here: one ConvTranspose2d of a generator reads twice the channels that the one before it writes.
# class: conv channels
import argparse

import torch
import torch.nn as nn


class Generator(nn.Module):
    def __init__(self, nz, ngf, nc):
        super().__init__()
        self.main = nn.Sequential(
            nn.ConvTranspose2d(nz, ngf * 4, 4, 1, 0, bias=False),
            nn.BatchNorm2d(ngf * 4),
            nn.ReLU(True),
            nn.ConvTranspose2d(ngf * 4, ngf * 2, 4, 2, 1, bias=False),
            nn.BatchNorm2d(ngf * 2),
            nn.ReLU(True),
            nn.ConvTranspose2d(ngf * 4, ngf, 4, 2, 1, bias=False),
            nn.BatchNorm2d(ngf),
            nn.ReLU(True),
            nn.ConvTranspose2d(ngf, nc, 4, 2, 1, bias=False),
            nn.Tanh(),
        )

    def forward(self, z):
        return self.main(z)  #! ConvTranspose/channels


if __name__ == '__main__':
    parser = argparse.ArgumentParser()
    parser.add_argument('--nz', type=int, default=100, help='size of the latent vector')
    parser.add_argument('--ngf', type=int, default=16)
    parser.add_argument('--nc', type=int, default=3)
    opt = parser.parse_args()
    net_g = Generator(opt.nz, opt.ngf, opt.nc)
    fixed_noise = torch.randn(16, opt.nz, 1, 1)
    fake = net_g(fixed_noise)
    print(fake.min().item(), fake.max().item())

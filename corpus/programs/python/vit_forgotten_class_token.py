# Why it is here: the position table counts a class token that forward never prepends: 16 patches meet 17 positions.
# class: incompatible broadcast
import argparse

import torch
import torch.nn as nn
from torch.utils.data import DataLoader
from torchvision import datasets, transforms


class PatchEmbedding(nn.Module):
    def __init__(self, image=32, patch=8, channels=3, width=48):
        super().__init__()
        self.count = (image // patch) ** 2
        self.project = nn.Conv2d(channels, width, kernel_size=patch, stride=patch)
        self.cls = nn.Parameter(torch.zeros(1, 1, width))
        self.position = nn.Parameter(torch.zeros(1, self.count + 1, width))

    def forward(self, x):
        x = self.project(x).flatten(2).transpose(1, 2)
        return x + self.position  #! Add/broadcast


class Mixer(nn.Module):
    def __init__(self, width, factor=2):
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.mlp = nn.Sequential(nn.Linear(width, width * factor), nn.ReLU(), nn.Linear(width * factor, width))

    def forward(self, x):
        return x + self.mlp(self.norm(x))


class ViT(nn.Module):
    def __init__(self, depth, width=48, classes=10):
        super().__init__()
        self.embed = PatchEmbedding(width=width)
        self.blocks = nn.ModuleList(Mixer(width) for _ in range(depth))
        self.head = nn.Linear(width, classes)

    def forward(self, x):
        x = self.embed(x)
        for block in self.blocks:
            x = block(x)
        return self.head(x.mean(dim=1))


def main(args):
    data = datasets.CIFAR10(args.data, download=True, transform=transforms.ToTensor())
    loader = DataLoader(data, args.batch_size, shuffle=True, num_workers=0)
    model = ViT(args.depth)
    loss_fn = nn.CrossEntropyLoss()
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-4)
    for epoch in range(args.epochs):
        for x, y in loader:
            optimizer.zero_grad()
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
        print(f'{epoch=} {loss.item():.3f}')


if __name__ == '__main__':
    p = argparse.ArgumentParser()
    p.add_argument('--data', default='./cifar')
    p.add_argument('--depth', type=int, default=2)
    p.add_argument('--epochs', type=int, default=1)
    p.add_argument('--batch-size', type=int, default=50)
    main(p.parse_args())

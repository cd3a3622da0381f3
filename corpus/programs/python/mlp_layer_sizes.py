# Why it is here: layer sizes come from a list, and an off-by-one in the comprehension repeats a size that the next layer does not read.
# class: Linear in_features
import argparse

import torch
from torch import nn
from torch.utils.data import DataLoader
from torchvision import datasets, transforms


class MLP(nn.Module):
    def __init__(self, sizes, activation=nn.ReLU):
        super(MLP, self).__init__()
        layers = []
        for i in range(len(sizes) - 2):
            layers += [nn.Linear(sizes[i], sizes[i + 1]), activation()]
        self.body = nn.Sequential(*layers)
        self.head = nn.Linear(sizes[-3], sizes[-1])

    def forward(self, x):
        x = x.view(x.size(0), -1)
        x = self.body(x)
        return self.head(x)  #! Linear/in_features


def epoch_of(model, loader, criterion, optimizer):
    total = 0.0
    for images, labels in loader:
        loss = criterion(model(images), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * images.size(0)
    return total / len(loader.dataset)


if __name__ == '__main__':
    parser = argparse.ArgumentParser()
    parser.add_argument('--hidden', type=int, nargs='+', default=[512, 256, 64])
    parser.add_argument('--batch', type=int, default=100)
    parser.add_argument('--epochs', type=int, default=1)
    opt = parser.parse_args()

    data = datasets.FashionMNIST('.', train=True, download=True, transform=transforms.ToTensor())
    loader = DataLoader(data, batch_size=opt.batch, shuffle=True)
    model = MLP([28 * 28] + opt.hidden + [10], activation=nn.Tanh)
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(opt.epochs):
        print(f'epoch {epoch}: loss {epoch_of(model, loader, criterion, optimizer):.4f}')

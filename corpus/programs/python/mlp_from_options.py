# Why it is here: layers from a list of sizes with **kwargs passed through two constructors; a right twin of mlp_layer_sizes.py.
import argparse

import torch
from torch import nn
from torch.utils.data import DataLoader
from torchvision import datasets, transforms


class Stack(nn.Module):
    def __init__(self, *sizes, activation=nn.ReLU, dropout=0.0, **linear_options):
        super(Stack, self).__init__()
        pairs = list(zip(sizes[:-1], sizes[1:]))
        layers = [nn.Sequential(nn.Linear(a, b, **linear_options), activation(), nn.Dropout(dropout)) for a, b in pairs]
        self.layers = nn.Sequential(*layers)
        self.width = sizes[-1]

    def forward(self, x):
        return self.layers(x)


class MLP(Stack):
    def __init__(self, inputs, classes, hidden, **options):
        super(MLP, self).__init__(inputs, *hidden, **options)
        self.head = nn.Linear(self.width, classes)

    def forward(self, x):
        x = torch.flatten(x, start_dim=1)
        return self.head(super(MLP, self).forward(x))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--hidden', type=int, nargs='+', default=[512, 256, 64])
    parser.add_argument('--activation', choices=['relu', 'tanh'], default='relu')
    parser.add_argument('--batch', type=int, default=100)
    parser.add_argument('--epochs', type=int, default=1)
    opt = parser.parse_args()

    activations = {'relu': nn.ReLU, 'tanh': nn.Tanh}
    data = datasets.FashionMNIST('.', train=True, download=True, transform=transforms.ToTensor())
    loader = DataLoader(data, batch_size=opt.batch, shuffle=True)
    model = MLP(28 * 28, 10, opt.hidden, activation=activations[opt.activation], dropout=0.2, bias=True)
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(opt.epochs):
        total = 0.0
        for images, labels in loader:
            loss = criterion(model(images), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * images.size(0)
        print(f'epoch {epoch}: loss {total / len(loader.dataset):.4f}')


if __name__ == '__main__':
    main()

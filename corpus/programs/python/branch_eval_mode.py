# Why it is here: training works; the mistake is on the path that only model.eval() takes, after the first epoch.
# class: wrong only on one branch
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader
from torchvision.datasets import KMNIST
from torchvision.transforms import ToTensor


class Ensemble(nn.Module):
    def __init__(self, members=3, hidden=50):
        super().__init__()
        self.members = nn.ModuleList(
            [nn.Sequential(nn.Flatten(), nn.Linear(784, hidden), nn.ReLU(), nn.Linear(hidden, 10)) for _ in range(members)])
        self.weights = nn.Parameter(torch.ones(members))

    def forward(self, x):
        outputs = torch.stack([member(x) for member in self.members])  # (members, batch, 10)
        if self.training:
            return outputs.mean(0)
        return outputs * self.weights  #! Mul/broadcast


def train(model, loader, optimizer):
    model.train()
    for x, y in loader:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()


def accuracy(model, loader):
    model.eval()
    hits = 0
    with torch.no_grad():
        for x, y in loader:
            hits += (model(x).sum(0).argmax(1) == y).sum().item()
    return hits / len(loader.dataset)


def main():
    train_loader = DataLoader(KMNIST('k', train=True, download=True, transform=ToTensor()), batch_size=256, shuffle=True)
    test_loader = DataLoader(KMNIST('k', train=False, download=True, transform=ToTensor()), batch_size=256)
    model = Ensemble()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    for epoch in range(3):
        train(model, train_loader, optimizer)
        print(epoch, accuracy(model, test_loader))


if __name__ == '__main__':
    main()

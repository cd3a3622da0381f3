# Why it is here: one network applied to two inputs, a loss written as a module, and a Dataset class of the user's own.
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader, Dataset
from torchvision import datasets, transforms


class Pairs(Dataset):
    def __init__(self, base, length):
        self.base = base
        self.length = length

    def __len__(self):
        return self.length

    def __getitem__(self, index):
        left, left_label = self.base[index]
        right, right_label = self.base[(index * 7 + 3) % len(self.base)]
        same = 1.0 if left_label == right_label else 0.0
        return left, right, torch.tensor(same)


class Encoder(nn.Module):
    def __init__(self, code=16):
        super().__init__()
        self.cnn = nn.Sequential(
            nn.Conv2d(1, 8, 5), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(8, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
        )
        self.fc = nn.Linear(16 * 4 * 4, code)

    def forward_once(self, x):
        return self.fc(self.cnn(x).flatten(1))

    def forward(self, left, right):
        return self.forward_once(left), self.forward_once(right)


class ContrastiveLoss(nn.Module):
    def __init__(self, margin=2.0):
        super().__init__()
        self.margin = margin

    def forward(self, a, b, same):
        distance = torch.sqrt(((a - b) ** 2).sum(dim=1) + 1e-9)
        apart = torch.clamp(self.margin - distance, min=0.0)
        return torch.mean(same * distance ** 2 + (1 - same) * apart ** 2)


def main():
    base = datasets.MNIST('data', train=True, download=True, transform=transforms.ToTensor())
    loader = DataLoader(Pairs(base, 1000), batch_size=48, shuffle=True)
    encoder, criterion = Encoder(), ContrastiveLoss()
    optimizer = torch.optim.Adam(encoder.parameters())
    for left, right, same in loader:
        a, b = encoder(left, right)
        loss = criterion(a, b, same)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    print(F.cosine_similarity(a, b).mean().item())


if __name__ == '__main__':
    main()

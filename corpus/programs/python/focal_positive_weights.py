# Why it is here: weights of labels of which there are fewer.
# class: loss weights
import torch
from torch import nn, Tensor
import torch.nn.functional as F
from torch.utils.data import DataLoader, Dataset, WeightedRandomSampler


class MultiLabel(Dataset):
    def __init__(self, n, labels):
        self.x = torch.randn(n, 3, 24, 24)
        self.y = (torch.rand(n, labels) > 0.7).float()

    def __len__(self): return len(self.x)
    def __getitem__(self, i): return self.x[i], self.y[i]


class FocalLoss(nn.Module):
    def __init__(self, gamma: float = 2.0, weight: Tensor = None):
        super().__init__()
        self.gamma = gamma
        self.register_buffer('weight', weight)

    def forward(self, logits, target):
        bce = F.binary_cross_entropy_with_logits(logits, target, reduction='none', pos_weight=self.weight)  #! Mul/broadcast
        p = torch.sigmoid(logits)
        pt = p * target + (1 - p) * (1 - target)
        return ((1 - pt) ** self.gamma * bce).mean()


class Net(nn.Module):
    def __init__(self, labels):
        super().__init__()
        self.f = nn.Sequential(
            nn.Conv2d(3, 8, 3), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(8, 16, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten())
        self.h = nn.LazyLinear(labels)

    def forward(self, x):
        return self.h(self.f(x))


LABELS = 7
ds = MultiLabel(32, LABELS)
sampler = WeightedRandomSampler(torch.ones(len(ds)), num_samples=16, replacement=True)
net = Net(LABELS)
loss_fn = FocalLoss(weight=torch.ones(10))
for x, y in DataLoader(ds, 8, sampler=sampler):
    loss = loss_fn(net(x), y)
    loss.backward()

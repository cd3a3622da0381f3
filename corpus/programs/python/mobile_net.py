# Why it is here: depthwise convolutions with groups, a configuration of tuples and strides, early exit from the epoch loop.
import torch
import torch.nn as nn
from torch.utils.data import DataLoader
from torchvision import datasets, transforms

CONFIG = [(16, 1), (32, 2), (32, 1), (64, 2), (64, 1)]


def separable(c_in, c_out, stride):
    return nn.Sequential(
        nn.Conv2d(c_in, c_in, 3, stride=stride, padding=1, groups=c_in, bias=False),
        nn.BatchNorm2d(c_in),
        nn.ReLU(),
        nn.Conv2d(c_in, c_out, 1, bias=False),
        nn.BatchNorm2d(c_out),
        nn.ReLU(),
    )


class MobileNet(nn.Module):
    def __init__(self, num_classes=10):
        super().__init__()
        self.stem = nn.Conv2d(3, 8, 3, padding=1)
        c_in = 8
        layers = []
        for c_out, stride in CONFIG:
            layers.append(separable(c_in, c_out, stride))
            c_in = c_out
        self.layers = nn.Sequential(*layers)
        self.linear = nn.Linear(c_in, num_classes)

    def forward(self, x):
        x = self.layers(self.stem(x))
        x = nn.functional.avg_pool2d(x, x.size(3))
        return self.linear(x.squeeze(3).squeeze(2))


def fit(model, loader, epochs, patience=1):
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    criterion = nn.CrossEntropyLoss(label_smoothing=0.1)
    best, waited = float('inf'), 0
    for epoch in range(epochs):
        losses = []
        for images, labels in loader:
            optimizer.zero_grad()
            loss = criterion(model(images), labels)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        mean = sum(losses) / len(losses)
        if mean < best:
            best, waited = mean, 0
        else:
            waited += 1
            if waited > patience:
                break
    return best


if __name__ == '__main__':
    train = datasets.SVHN('svhn', split='train', download=True, transform=transforms.ToTensor())
    print(fit(MobileNet(), DataLoader(train, batch_size=64, shuffle=True), epochs=3))

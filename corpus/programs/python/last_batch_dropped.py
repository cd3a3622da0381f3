# Why it is here: the right twin of last_batch_view.py: drop_last=True makes every batch a full one.
import argparse

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader
from torchvision import datasets, transforms

parser = argparse.ArgumentParser(description='denoising autoencoder')
parser.add_argument('--batch_size', type=int, default=128)
parser.add_argument('--code', type=int, default=32)
parser.add_argument('--epochs', type=int, default=1)
args = parser.parse_args()


class Autoencoder(nn.Module):
    def __init__(self, code):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(784, 128), nn.ReLU(True), nn.Linear(128, code))
        self.decoder = nn.Sequential(nn.Linear(code, 128), nn.ReLU(True), nn.Linear(128, 784), nn.Sigmoid())

    def forward(self, x):
        return self.decoder(self.encoder(x))


model = Autoencoder(args.code)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, weight_decay=1e-5)
dataset = datasets.MNIST('./mnist', train=True, transform=transforms.ToTensor(), download=True)
dataloader = DataLoader(dataset, batch_size=args.batch_size, shuffle=True, drop_last=True)

for epoch in range(args.epochs):
    for data in dataloader:
        img, _ = data
        img = img.view(args.batch_size, 28 * 28)
        output = model(img + 0.1 * torch.randn(img.shape))
        loss = F.mse_loss(output, img)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    print('epoch [{}/{}], loss: {:.4f}'.format(epoch + 1, args.epochs, loss.item()))

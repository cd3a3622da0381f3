# Why it is here: a variational autoencoder with a loss of two terms, tuples as results and a sampling step after training.
from __future__ import print_function

import argparse

import torch
from torch import nn, optim
from torch.nn import functional as F
from torchvision import datasets, transforms

parser = argparse.ArgumentParser(description='variational autoencoder')
parser.add_argument('--batch-size', type=int, default=128, metavar='N')
parser.add_argument('--epochs', type=int, default=2, metavar='N')
parser.add_argument('--latent', type=int, default=20)
parser.add_argument('--seed', type=int, default=1, metavar='S')
args = parser.parse_args()
torch.manual_seed(args.seed)

loaders = {
    name: torch.utils.data.DataLoader(
        datasets.MNIST('../data', train=(name == 'train'), download=True, transform=transforms.ToTensor()),
        batch_size=args.batch_size, shuffle=(name == 'train'))
    for name in ('train', 'test')
}


class VAE(nn.Module):
    def __init__(self, latent):
        super(VAE, self).__init__()
        self.fc1 = nn.Linear(784, 400)
        self.mu = nn.Linear(400, latent)
        self.logvar = nn.Linear(400, latent)
        self.fc3 = nn.Linear(latent, 400)
        self.fc4 = nn.Linear(400, 784)

    def encode(self, x):
        h = F.relu(self.fc1(x))
        return self.mu(h), self.logvar(h)

    def reparameterize(self, mu, logvar):
        std = torch.exp(0.5 * logvar)
        eps = torch.randn_like(std)
        return mu + eps * std

    def decode(self, z):
        return torch.sigmoid(self.fc4(F.relu(self.fc3(z))))

    def forward(self, x):
        mu, logvar = self.encode(x.view(-1, 784))
        z = self.reparameterize(mu, logvar)
        return self.decode(z), mu, logvar


model = VAE(args.latent)
optimizer = optim.Adam(model.parameters(), lr=1e-3)


def loss_function(recon_x, x, mu, logvar):
    bce = F.binary_cross_entropy(recon_x, x.view(-1, 784), reduction='sum')
    kld = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())
    return bce + kld


def run(name, training):
    model.train() if training else model.eval()
    total = 0
    for data, _ in loaders[name]:
        if training:
            optimizer.zero_grad()
        recon, mu, logvar = model(data)
        loss = loss_function(recon, data, mu, logvar)
        if training:
            loss.backward()
            optimizer.step()
        total += loss.item()
    return total / len(loaders[name].dataset)


if __name__ == '__main__':
    for epoch in range(1, args.epochs + 1):
        print('epoch', epoch, 'train', run('train', True), 'test', run('test', False))
        with torch.no_grad():
            sample = model.decode(torch.randn(64, args.latent)).view(64, 1, 28, 28)
            print('sample', sample.shape, sample.mean().item())

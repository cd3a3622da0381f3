# Why it is here: the discriminator ends in a view(-1) and the labels keep their column, so BCELoss refuses them.
# class: BCE / BCEWithLogits shape
import torch
import torch.nn as nn
import torch.optim as optim
from torch.utils.data import DataLoader
from torchvision import datasets, transforms

latent_dim = 100
batch_size = 64

def block(in_feat, out_feat, normalize=True):
    layers = [nn.Linear(in_feat, out_feat)]
    if normalize:
        layers.append(nn.BatchNorm1d(out_feat, 0.8))
    layers.append(nn.LeakyReLU(0.2, inplace=True))
    return layers

class Generator(nn.Module):
    def __init__(self, img_shape):
        super(Generator, self).__init__()
        self.img_shape = img_shape
        n = 1
        for s in img_shape:
            n *= s
        self.model = nn.Sequential(*block(latent_dim, 128, normalize=False), *block(128, 256), *block(256, 512),
                                   nn.Linear(512, n), nn.Tanh())

    def forward(self, z):
        img = self.model(z)
        return img.view(img.shape[0], *self.img_shape)

class Discriminator(nn.Module):
    def __init__(self, img_shape):
        super(Discriminator, self).__init__()
        c, h, w = img_shape
        self.model = nn.Sequential(nn.Linear(c * h * w, 256), nn.LeakyReLU(0.2), nn.Linear(256, 1), nn.Sigmoid())

    def forward(self, img):
        return self.model(img.view(img.size(0), -1)).view(-1)

shape = (1, 28, 28)
G, D = Generator(shape), Discriminator(shape)
loader = DataLoader(datasets.MNIST('.', train=True, download=True, transform=transforms.Compose(
    [transforms.Resize(28), transforms.ToTensor(), transforms.Normalize([0.5], [0.5])])), batch_size=batch_size, shuffle=True)
adversarial_loss = nn.BCELoss()
opt_g = optim.Adam(G.parameters(), lr=2e-4, betas=(0.5, 0.999))
for epoch in range(1):
    for i, (imgs, _) in enumerate(loader):
        valid = torch.ones(imgs.size(0), 1, requires_grad=False)
        opt_g.zero_grad()
        z = torch.randn(imgs.shape[0], latent_dim)
        gen_imgs = G(z)
        g_loss = adversarial_loss(D(gen_imgs), valid)  #! BinaryCrossEntropy/target
        g_loss.backward()
        opt_g.step()

# Why it is here: a convolutional autoencoder of MNIST pictures with transposed convolutions and a noise function.
import argparse
import torch
from torch import nn
from torch.utils.data import DataLoader
from torchvision import datasets, transforms

parser = argparse.ArgumentParser()
parser.add_argument('--batch-size', type=int, default=96)
parser.add_argument('--code', type=int, default=8)
parser.add_argument('--noise', type=float, default=0.3)
parser.add_argument('--no-cuda', action='store_true')
args = parser.parse_args()
device = torch.device('cuda' if torch.cuda.is_available() and not args.no_cuda else 'cpu')


class AutoEncoder(nn.Module):
    def __init__(self, code):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Conv2d(1, 16, 3, stride=2, padding=1), nn.ReLU(True), nn.Conv2d(16, 32, 3, stride=2, padding=1), nn.ReLU(True),
            nn.Conv2d(32, 64, 7))
        self.squeeze = nn.Linear(64, code)
        self.grow = nn.Linear(code, 64)
        self.decoder = nn.Sequential(
            nn.ConvTranspose2d(64, 32, 7), nn.ReLU(True),
            nn.ConvTranspose2d(32, 16, 3, stride=2, padding=1, output_padding=1), nn.ReLU(True),
            nn.ConvTranspose2d(16, 1, 3, stride=2, padding=1, output_padding=1), nn.Sigmoid())

    def forward(self, x):
        code = self.squeeze(self.encoder(x).flatten(1))
        return self.decoder(self.grow(code)[..., None, None]), code


def add_noise(img, amount):
    return (img + amount * torch.randn_like(img)).clamp(0., 1.)


model = AutoEncoder(args.code).to(device)
opt = torch.optim.Adam(model.parameters(), lr=1e-3)
sched = torch.optim.lr_scheduler.CosineAnnealingLR(opt, T_max=10)
loader = DataLoader(datasets.FashionMNIST('.', download=True, transform=transforms.ToTensor()), args.batch_size, shuffle=True)
for img, _ in loader:
    img = img.to(device)
    out, code = model(add_noise(img, args.noise))
    loss = nn.functional.binary_cross_entropy(out, img) + 1e-3 * code.abs().mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
sched.step()

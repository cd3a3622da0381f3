# Why it is here: the decoder of a convolutional VAE unflattens to 64 channels where the layer before made 32 of them.
# class: view/reshape numel
import torch
from torch import nn
from torch.nn import functional as F


class ConvVAE(nn.Module):
    def __init__(self, latent: int = 16) -> None:
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Conv2d(3, 32, kernel_size=4, stride=2, padding=1), nn.ReLU(),
            nn.Conv2d(32, 64, kernel_size=4, stride=2, padding=1), nn.ReLU(),
            nn.Flatten(),
        )
        self.mu = nn.Linear(64 * 8 * 8, latent)
        self.log_var = nn.Linear(64 * 8 * 8, latent)
        self.expand = nn.Linear(latent, 32 * 8 * 8)
        self.decoder = nn.Sequential(
            nn.ConvTranspose2d(64, 32, 4, 2, 1), nn.ReLU(),
            nn.ConvTranspose2d(32, 3, 4, 2, 1), nn.Sigmoid(),
        )

    @staticmethod
    def reparameterize(mu: torch.Tensor, log_var: torch.Tensor) -> torch.Tensor:
        std = torch.exp(0.5 * log_var)
        return mu + std * torch.randn_like(std)

    def decode(self, z: torch.Tensor) -> torch.Tensor:
        h = F.relu(self.expand(z))
        h = h.view(z.size(0), 64, 8, 8)  #! Reshape/count
        return self.decoder(h)

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        h = self.encoder(x)
        mu, log_var = self.mu(h), self.log_var(h)
        return self.decode(self.reparameterize(mu, log_var)), mu, log_var


model = ConvVAE()
images = torch.rand(10, 3, 32, 32)
recon, mu, log_var = model(images)
kld = -0.5 * torch.sum(1 + log_var - mu.pow(2) - log_var.exp())
print((F.binary_cross_entropy(recon, images, reduction='sum') + kld).item())

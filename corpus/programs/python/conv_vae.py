# Why it is here: a VAE with unflatten, static reparameterisation, KL terms and a ReduceLROnPlateau scheduler.
import torch
from torch import nn, optim
from torch.nn import functional as F


class ConvVAE(nn.Module):
    def __init__(self, latent: int = 16) -> None:
        super().__init__()
        self.encoder = nn.Sequential(nn.Conv2d(3, 32, 4, 2, 1), nn.ReLU(), nn.Conv2d(32, 64, 4, 2, 1), nn.ReLU(), nn.Flatten())
        self.stats = nn.Linear(64 * 8 * 8, 2 * latent)
        self.decoder = nn.Sequential(
            nn.Linear(latent, 64 * 8 * 8), nn.Unflatten(1, (64, 8, 8)), nn.ReLU(),
            nn.ConvTranspose2d(64, 32, 3, stride=2, padding=1, output_padding=1), nn.ReLU(),
            nn.ConvTranspose2d(32, 3, 4, 2, 1), nn.Sigmoid())

    @staticmethod
    def sample(mu, log_var):
        std = (0.5 * log_var).exp()
        eps = torch.randn_like(std)
        return eps.mul(std).add_(mu)

    def forward(self, x):
        mu, log_var = self.stats(self.encoder(x)).chunk(2, dim=1)
        return self.decoder(self.sample(mu, log_var)), mu, log_var


def elbo(recon, x, mu, log_var, beta=4.0):
    rec = F.mse_loss(recon, x, reduction='none').flatten(1).sum(1)
    kl = -0.5 * (1 + log_var - mu ** 2 - log_var.exp()).sum(dim=-1)
    return (rec + beta * kl).mean(), rec.mean(), kl.mean()


model = ConvVAE()
opt = optim.AdamW(model.parameters(), lr=1e-3, weight_decay=1e-2)
sched = optim.lr_scheduler.ReduceLROnPlateau(opt, factor=0.5, patience=1)
data = torch.rand(20, 3, 32, 32)
for epoch in range(2):
    total = 0.0
    for batch in data.split(8):
        loss, rec, kl = elbo(*(lambda out: (out[0], batch, out[1], out[2]))(model(batch)))
        opt.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        opt.step()
        total += loss.item() * len(batch)
    sched.step(total / len(data))
    print(f'epoch {epoch}: {total / len(data):.3f}')

# Why it is here: patches shuffled, masked, and put back into order.
import torch
from torch import nn


class MAE(nn.Module):
    """masked autoencoder on 1-d patch tokens"""
    def __init__(self, n_patches=64, patch_dim=48, enc=96, dec=64, ratio=0.75):
        super().__init__()
        self.ratio = ratio
        self.embed = nn.Linear(patch_dim, enc)
        self.pos = nn.Parameter(torch.randn(1, n_patches, enc) * .02)
        layer = nn.TransformerEncoderLayer(enc, 4, enc * 2, batch_first=True, norm_first=True)
        self.encoder = nn.TransformerEncoder(layer, 2)
        self.enc2dec = nn.Linear(enc, dec)
        self.mask_token = nn.Parameter(torch.zeros(1, 1, dec))
        self.dec_pos = nn.Parameter(torch.randn(1, n_patches, dec) * .02)
        self.decoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(dec, 4, dec * 2, batch_first=True), 1)
        self.out = nn.Linear(dec, patch_dim)

    def random_mask(self, x):
        B, N, D = x.shape
        keep = int(N * (1 - self.ratio))
        ids = torch.rand(B, N).argsort(dim=1)
        restore = ids.argsort(dim=1)
        kept = torch.gather(x, 1, ids[:, :keep].unsqueeze(-1).expand(-1, -1, D))
        mask = torch.ones(B, N)
        mask[:, :keep] = 0
        return kept, mask.gather(1, restore), restore

    def forward(self, patches):
        x = self.embed(patches) + self.pos
        x, mask, restore = self.random_mask(x)
        x = self.enc2dec(self.encoder(x))
        B, K, D = x.shape
        fill = self.mask_token.expand(B, restore.size(1) - K, D)
        x = torch.cat([x, fill], 1)
        x = torch.gather(x, 1, restore.unsqueeze(-1).repeat(1, 1, D))
        x = x + self.dec_pos
        pred = self.out(self.decoder(x))
        loss = ((pred - patches) ** 2).mean(-1)
        return (loss * mask).sum() / mask.sum()


model = MAE()
opt = torch.optim.AdamW(model.parameters(), lr=1e-3, betas=(0.9, 0.95))
for _ in range(2):
    loss = model(torch.randn(3, 64, 48))
    opt.zero_grad()
    loss.backward()
    opt.step()

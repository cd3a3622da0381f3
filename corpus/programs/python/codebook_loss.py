# Why it is here: codes and pictures of other sizes.
# class: broadcast mismatch
import torch
import torch.nn as nn
import torch.nn.functional as F

class VectorQuantizer(nn.Module):
    def __init__(self, n_e, e_dim, beta=0.25):
        super().__init__()
        self.n_e, self.e_dim, self.beta = n_e, e_dim, beta
        self.embedding = nn.Embedding(n_e, e_dim)
        self.embedding.weight.data.uniform_(-1.0 / n_e, 1.0 / n_e)
    def forward(self, z):
        z = z.permute(0, 2, 3, 1).contiguous()
        flat = z.view(-1, self.e_dim)
        d = torch.sum(flat ** 2, dim=1, keepdim=True) + torch.sum(self.embedding.weight ** 2, dim=1) - 2 * torch.matmul(flat, self.embedding.weight.t())
        idx = torch.argmin(d, dim=1).unsqueeze(1)
        onehot = torch.zeros(idx.shape[0], self.n_e).scatter_(1, idx, 1)
        zq = torch.matmul(onehot, self.embedding.weight).view(z.shape)
        loss = torch.mean((zq.detach() - z) ** 2) + self.beta * torch.mean((zq - z.detach()) ** 2)
        zq = z + (zq - z).detach()
        e_mean = onehot.mean(dim=0)
        perplexity = torch.exp(-torch.sum(e_mean * torch.log(e_mean + 1e-10)))
        return loss, zq.permute(0, 3, 1, 2).contiguous(), perplexity, idx

class Res(nn.Module):
    def __init__(self, d, h):
        super().__init__()
        self.block = nn.Sequential(nn.ReLU(), nn.Conv2d(d, h, 3, padding=1, bias=False), nn.ReLU(), nn.Conv2d(h, d, 1, bias=False))
    def forward(self, x):
        return x + self.block(x)

class VQVAE(nn.Module):
    def __init__(self, h=32, res=16, n_e=64, d=8):
        super().__init__()
        self.enc = nn.Sequential(nn.Conv2d(3, h // 2, 4, 2, 1), nn.ReLU(), nn.Conv2d(h // 2, h, 4, 2, 1), Res(h, res), Res(h, res))
        self.pre = nn.Conv2d(h, d, 1)
        self.vq = VectorQuantizer(n_e, d)
        self.dec = nn.Sequential(nn.ConvTranspose2d(d, h, 3, 1, 1), Res(h, res), nn.ConvTranspose2d(h, h // 2, 3, 2, 1), nn.ReLU(), nn.ConvTranspose2d(h // 2, 3, 4, 2, 1))
    def forward(self, x):
        loss, zq, ppl, _ = self.vq(self.pre(self.enc(x)))
        return loss, self.dec(zq), ppl

model = VQVAE()
opt = torch.optim.Adam(model.parameters(), 3e-4, amsgrad=True)
log = {'recon': [], 'ppl': []}
var = 0.06
for i in range(3):
    x = torch.rand(8, 3, 32, 32)
    emb_loss, xh, ppl = model(x)
    recon = F.mse_loss(xh, x) / var  #! Sub/broadcast
    loss = recon + emb_loss
    opt.zero_grad()
    loss.backward()
    opt.step()
    log['recon'].append(recon.detach().numpy())
    log['ppl'].append(ppl.item())
codes = model.vq(model.pre(model.enc(torch.rand(2, 3, 32, 32))))[-1].view(2, 8, 8)
print(codes.unique().numel(), sum(log['ppl']) / len(log['ppl']))

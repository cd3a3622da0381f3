# Why it is here: the second attention of a block was made for wide queries, but it is the set itself that asks.
# class: Linear in_features
import torch
import torch.nn as nn
from einops import rearrange, reduce
from einops.layers.torch import Rearrange

class MAB(nn.Module):
    def __init__(self, dq, dk, dv, heads):
        super().__init__()
        self.heads, self.scale = heads, (dv // heads) ** -0.5
        self.q, self.kv, self.o = nn.Linear(dq, dv), nn.Linear(dk, 2 * dv), nn.Linear(dv, dv)
    def forward(self, x, y):
        q = rearrange(self.q(x), 'b n (h d) -> b h n d', h=self.heads)  #! Linear/in_features
        k, v = rearrange(self.kv(y), 'b n (two h d) -> two b h n d', two=2, h=self.heads)
        att = torch.einsum('bhid,bhjd->bhij', q, k) * self.scale
        out = torch.einsum('bhij,bhjd->bhid', att.softmax(-1), v)
        out = rearrange(out, 'b h n d -> b n (h d)')
        h = rearrange(q, 'b h n d -> b n (h d)') + out
        return h + torch.relu(self.o(h))

class ISAB(nn.Module):
    def __init__(self, din, dout, heads, m):
        super().__init__()
        self.i = nn.Parameter(torch.randn(1, m, dout))
        self.m1, self.m2 = MAB(dout, din, dout, heads), MAB(dout, din, dout, heads)
    def forward(self, x):
        return self.m2(x, self.m1(self.i.expand(x.size(0), -1, -1), x))

class PMA(nn.Module):
    def __init__(self, d, heads, k):
        super().__init__()
        self.s = nn.Parameter(torch.randn(k, d))
        self.mab = MAB(d, d, d, heads)
    def forward(self, x):
        return self.mab(self.s[None].repeat(len(x), 1, 1), x)

class SetNet(nn.Module):
    def __init__(self, din=3, d=32, out=4, k=2):
        super().__init__()
        self.enc = nn.Sequential(ISAB(din, d, 4, 8), ISAB(d, d, 4, 8))
        self.dec = nn.Sequential(PMA(d, 4, k), Rearrange('b k d -> b (k d)'), nn.Linear(k * d, out))
    def forward(self, x):
        return self.dec(self.enc(x))

def mog_loss(params, x):
    mu, logv = params.chunk(2, dim=-1)
    diff = rearrange(x[..., :2], 'b n d -> b n 1 d') - rearrange(mu, 'b d -> b 1 1 d')
    ll = -0.5 * (diff ** 2 / logv.exp()[:, None, None] + logv[:, None, None])
    return -reduce(ll, 'b n k d -> b', 'sum').mean()

net = SetNet()
opt = torch.optim.Adam(net.parameters(), lr=1e-3)
for n in (20, 35):
    x = torch.randn(16, n, 3)
    loss = mog_loss(net(x), x)
    opt.zero_grad()
    loss.backward()
    opt.step()
    print(n, loss.item())
perm = torch.randperm(20)
x = torch.randn(2, 20, 3)
net.eval()
assert torch.allclose(net(x), net(x[:, perm]), atol=1e-4)

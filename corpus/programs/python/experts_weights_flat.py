# Why it is here: the weight of each token lacks the axis of its features.
# class: incompatible broadcast
import torch
import torch.nn as nn
import torch.nn.functional as F

class Expert(nn.Module):
    def __init__(self, d, f):
        super().__init__()
        self.w1, self.w2, self.w3 = nn.Linear(d, f, bias=False), nn.Linear(f, d, bias=False), nn.Linear(d, f, bias=False)
    def forward(self, x):
        return self.w2(F.silu(self.w1(x)) * self.w3(x))

class MoE(nn.Module):
    def __init__(self, d=16, n=4, k=2):
        super().__init__()
        self.gate = nn.Linear(d, n, bias=False)
        self.experts = nn.ModuleList(Expert(d, 2 * d) for _ in range(n))
        self.k, self.n = k, n
    def forward(self, x):
        b, t, d = x.shape
        flat = x.view(-1, d)
        logits = self.gate(flat)
        w, sel = torch.topk(F.softmax(logits, dim=1, dtype=torch.float), self.k, dim=-1)
        w /= w.sum(dim=-1, keepdim=True)
        out = torch.zeros_like(flat)
        mask = F.one_hot(sel, self.n).permute(2, 1, 0)
        for e in range(self.n):
            i, tok = torch.where(mask[e])
            cur = self.experts[e](flat[tok]) * w[tok, i]  #! Mul/broadcast
            out.index_add_(0, tok, cur)
        return out.reshape(b, t, d), logits

class RMS(nn.Module):
    def __init__(self, d, eps=1e-6):
        super().__init__()
        self.w, self.eps = nn.Parameter(torch.ones(d)), eps
    def forward(self, x):
        return self.w * x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.eps)

def aux(logits, n, k):
    p = logits.softmax(-1)
    _, sel = p.topk(k, -1)
    f = F.one_hot(sel, n).float().mean(0)
    return (f * p.mean(0).unsqueeze(0)).sum() * n

m, norm = MoE(), RMS(16)
x = torch.randn(3, 5, 16)
y, lg = m(norm(x))
(y.pow(2).mean() + aux(lg, 4, 2)).backward()
print(y.shape)

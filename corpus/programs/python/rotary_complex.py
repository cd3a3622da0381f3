# Why it is here: rotary positions as complex numbers.
import torch
def freqs(dim, end, theta=10000.0):
    f = 1.0 / (theta ** (torch.arange(0, dim, 2)[: dim // 2].float() / dim))
    t = torch.arange(end)
    return torch.polar(torch.ones(end, dim // 2), torch.outer(t, f))
def rope(x, fc):
    xc = torch.view_as_complex(x.float().reshape(*x.shape[:-1], -1, 2))
    fc = fc.view(1, x.shape[1], 1, -1)
    return torch.view_as_real(xc * fc).flatten(3)
q = torch.randn(2, 12, 4, 16)
y = rope(q, freqs(16, 12))
assert y.shape == q.shape

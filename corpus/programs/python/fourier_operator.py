# Why it is here: a Fourier neural operator.
import torch
from torch import nn

class SpectralConv1d(nn.Module):
    def __init__(self, ci, co, modes):
        super().__init__()
        self.modes = modes
        self.co = co
        self.w = nn.Parameter(torch.randn(ci, co, modes, dtype=torch.cfloat) / ci)
    def forward(self, x):
        b, _, n = x.shape
        f = torch.fft.rfft(x)
        out = torch.zeros(b, self.co, n // 2 + 1, dtype=torch.cfloat)
        out[:, :, :self.modes] = torch.einsum('bix,iox->box', f[:, :, :self.modes], self.w)
        return torch.fft.irfft(out, n=n)

class FNO(nn.Module):
    def __init__(self, width=16, modes=12):
        super().__init__()
        self.lift = nn.Linear(2, width)
        self.s = SpectralConv1d(width, width, modes)
        self.c = nn.Conv1d(width, width, 1)
        self.out = nn.Linear(width, 1)
    def forward(self, x):
        x = self.lift(x).permute(0, 2, 1)
        x = torch.relu(self.s(x) + self.c(x))
        return self.out(x.permute(0, 2, 1))

print(FNO()(torch.randn(3, 64, 2)).shape)

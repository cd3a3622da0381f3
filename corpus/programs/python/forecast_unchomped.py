# Why it is here: the second convolution of a causal block is never cut back, so the residual is shorter.
# class: incompatible broadcast
import numpy as np
import torch
import torch.nn as nn
from torch.utils.data import Dataset, DataLoader, Subset

def make_series(days=400, cols=5):
    t = np.arange(days)
    base = np.stack([np.sin(2 * np.pi * t / p) for p in (7, 30, 90, 365, 14)], axis=1)
    return (base[:, :cols] + 0.1 * np.random.randn(days, cols)).astype(np.float32)

class Windows(Dataset):
    def __init__(self, series, look=30, horizon=5):
        self.mean, self.std = series.mean(axis=0), series.std(axis=0) + 1e-6
        self.x = (series - self.mean) / self.std
        self.look, self.horizon = look, horizon
    def __len__(self):
        return len(self.x) - self.look - self.horizon + 1
    def __getitem__(self, i):
        past = self.x[i:i + self.look]
        future = self.x[i + self.look:i + self.look + self.horizon, 0]
        return torch.from_numpy(past), torch.from_numpy(future)

class Chomp(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.n = n
    def forward(self, x):
        return x[:, :, :-self.n].contiguous()

class TBlock(nn.Module):
    def __init__(self, cin, cout, k, dil):
        super().__init__()
        pad = (k - 1) * dil
        self.net = nn.Sequential(
            nn.utils.parametrizations.weight_norm(nn.Conv1d(cin, cout, k, padding=pad, dilation=dil)), Chomp(pad), nn.ReLU(),
            nn.utils.parametrizations.weight_norm(nn.Conv1d(cout, cout, k, padding=pad, dilation=dil)), nn.ReLU())
        self.down = nn.Conv1d(cin, cout, 1) if cin != cout else None
    def forward(self, x):
        res = x if self.down is None else self.down(x)
        return torch.relu(self.net(x) + res)  #! Add/broadcast

class TCN(nn.Module):
    def __init__(self, cin, channels, horizon, k=3):
        super().__init__()
        sizes = [cin] + list(channels)
        self.net = nn.Sequential(*[TBlock(a, b, k, 2 ** i) for i, (a, b) in enumerate(zip(sizes[:-1], sizes[1:]))])
        self.head = nn.Linear(channels[-1], horizon)
    def forward(self, x):
        h = self.net(x.transpose(1, 2))
        return self.head(h[:, :, -1])

data = Windows(make_series())
cut = int(0.8 * len(data))
train, test = Subset(data, range(cut)), Subset(data, range(cut, len(data)))
model = TCN(5, (16, 16, 32), 5)
opt = torch.optim.Adam(model.parameters(), lr=1e-3)
for x, y in DataLoader(train, 32, shuffle=True):
    loss = nn.functional.mse_loss(model(x), y)
    opt.zero_grad(); loss.backward(); opt.step()
errs = []
with torch.no_grad():
    for x, y in DataLoader(test, 32):
        errs.append((model(x) - y).abs().mean(0))
mae = torch.stack(errs).mean(0) * torch.from_numpy(data.std[:1])
print(mae)

# Why it is here: after training somebody goes back through the last loss once more.
# class: backward twice
import os
import torch
import torch.nn as nn

class Regressor(nn.Module):
    def __init__(self, n_in, hidden=(32, 16)):
        super().__init__()
        dims = [n_in, *hidden, 1]
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(dims[:-1], dims[1:]))
        self.act = nn.SiLU()
    def forward(self, x):
        for i, layer in enumerate(self.layers):
            x = layer(x)
            if i < len(self.layers) - 1:
                x = self.act(x)
        return x.squeeze(-1)

def save(path, **state):
    torch.save(state, path)

def load(path, model, opt, sched):
    if not os.path.isfile(path):
        return 0
    ck = torch.load(path)
    model.load_state_dict(ck['model'])
    opt.load_state_dict(ck['opt'])
    sched.load_state_dict(ck['sched'])
    return ck['epoch']

torch.manual_seed(0)
X = torch.randn(100, 13)
w = torch.randn(13)
y = X @ w + 0.1 * torch.randn(100)
mean, std = X.mean(0), X.std(0)
X = (X - mean) / std
model = Regressor(13)
opt = torch.optim.Adam(model.parameters(), lr=1e-2)
sched = torch.optim.lr_scheduler.CosineAnnealingLR(opt, T_max=10)
start = load('none.pt', model, opt, sched)
best = float('inf')
for epoch in range(start, 5):
    perm = torch.randperm(X.shape[0])
    for i in range(0, X.shape[0], 32):
        sel = perm[i:i + 32]
        bx, by = X[sel], y[sel]
        loss = nn.functional.mse_loss(model(bx), by)
        opt.zero_grad()
        loss.backward()
        opt.step()
    sched.step()
    with torch.no_grad():
        val = (model(X) - y).abs().mean()
    if val < best:
        best = val
        save('best.pt', model=model.state_dict(), opt=opt.state_dict(), sched=sched.state_dict(), epoch=epoch)
load('best.pt', model, opt, sched)
other = Regressor(13, hidden=(32, 16))
other.load_state_dict(model.state_dict())
r2 = 1 - ((y - other(X)) ** 2).sum() / ((y - y.mean()) ** 2).sum()
loss.backward()  #! Backward/twice
print(float(r2))

# Why it is here: indices of films go into the table of raters.
# class: embedding index range
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader, TensorDataset

rng = np.random.default_rng(0)
N_USERS, N_ITEMS, N = 50, 80, 600
users = rng.integers(0, N_USERS, size=N)
items = rng.integers(0, N_ITEMS, size=N)
ratings = np.clip(rng.normal(3.5, 1.0, size=N), 1, 5)
perm = rng.permutation(N)
split = np.split(perm, [int(.8 * N), int(.9 * N)])
train_idx, val_idx, test_idx = split

def dataset(idx):
    return TensorDataset(torch.from_numpy(users[idx]), torch.from_numpy(items[idx]), torch.from_numpy(ratings[idx]).float())

class NeuMF(nn.Module):
    def __init__(self, n_users, n_items, dim=8, layers=(32, 16, 8)):
        super().__init__()
        self.ug, self.ig = nn.Embedding(n_users, dim), nn.Embedding(n_items, dim)
        self.um, self.im = nn.Embedding(n_users, layers[0] // 2), nn.Embedding(n_items, layers[0] // 2)
        mods = []
        for i, o in zip(layers[:-1], layers[1:]):
            mods.extend([nn.Linear(i, o), nn.ReLU(), nn.Dropout(0.1)])
        self.mlp = nn.Sequential(*mods)
        self.out = nn.Linear(layers[-1] + dim, 1)
        self.bias = nn.Parameter(torch.tensor(3.5))
    def forward(self, u, i):
        g = self.ug(u) * self.ig(i)  #! Embedding/index
        m = self.mlp(torch.cat([self.um(u), self.im(i)], dim=-1))
        return self.out(torch.cat([g, m], -1)).squeeze(-1) + self.bias

model = NeuMF(N_ITEMS, N_USERS)
opt = torch.optim.Adagrad(model.parameters(), lr=0.05)
sched = torch.optim.lr_scheduler.ReduceLROnPlateau(opt, factor=0.5, patience=0)
for epoch in range(2):
    model.train()
    total = 0.
    for u, i, r in DataLoader(dataset(train_idx), 64, shuffle=True):
        loss = F.huber_loss(model(u, i), r, delta=1.0)
        opt.zero_grad()
        loss.backward()
        opt.step()
        total += loss.item() * len(u)
    model.eval()
    with torch.inference_mode():
        se = [((model(u, i).clamp(1, 5) - r) ** 2) for u, i, r in DataLoader(dataset(val_idx), 128)]
        rmse = torch.cat(se).mean().sqrt()
    sched.step(rmse)
    print(epoch, total / len(train_idx), rmse.item())
scores = model(torch.full((N_ITEMS,), 3), torch.arange(N_ITEMS)).detach().numpy()
seen = set(items[users == 3].tolist())
mask = np.array([k in seen for k in range(N_ITEMS)])
scores[mask] = -np.inf
top = np.argsort(scores)[::-1][:10]
hist, edges = np.histogram(ratings, bins=np.arange(1, 6))
u = model.ug.weight.detach().numpy()
U, S, Vt = np.linalg.svd(u - u.mean(0), full_matrices=False)
proj = U[:, :2] * S[:2]
print(top.shape, hist / hist.sum() @ (edges[:-1] + .5), proj.shape, torch.from_numpy(proj) @ torch.ones(2))

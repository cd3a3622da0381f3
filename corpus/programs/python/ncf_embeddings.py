# Why it is here: a recommender of user and item embeddings with biases, squeezed and trained with BCE on logits.
import torch
from torch import nn
from torch.utils.data import Dataset, DataLoader


class Ratings(Dataset):
    def __init__(self, triples):
        self.triples = triples

    def __len__(self):
        return len(self.triples)

    def __getitem__(self, i):
        u, m, r = self.triples[i]
        return torch.tensor(u), torch.tensor(m), torch.tensor(r, dtype=torch.float32)


class NCF(nn.Module):
    def __init__(self, users, items, k=8):
        super().__init__()
        self.u, self.i = nn.Embedding(users, k), nn.Embedding(items, k)
        self.bu, self.bi = nn.Embedding(users, 1), nn.Embedding(items, 1)
        self.mlp = nn.Sequential(nn.Linear(2 * k, 16), nn.ReLU(), nn.Linear(16, 1))

    def forward(self, u, i):
        a, b = self.u(u), self.i(i)
        dot = (a * b).sum(-1, keepdim=True)
        deep = self.mlp(torch.cat([a, b], dim=-1))
        return (dot + deep + self.bu(u) + self.bi(i)).squeeze(-1)


data = [(u, (u * 7 + k) % 30, float(k % 2)) for u in range(20) for k in range(5)]
model = NCF(20, 30)
opt = torch.optim.Adagrad(model.parameters(), lr=0.1)
loss_fn = nn.BCEWithLogitsLoss(pos_weight=torch.tensor(2.0))
for u, i, r in DataLoader(Ratings(data), batch_size=32):
    loss = loss_fn(model(u, i), r)
    opt.zero_grad()
    loss.backward()
    opt.step()

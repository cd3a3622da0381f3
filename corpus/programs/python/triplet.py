# Why it is here: hard triplets by broadcasting distances, normalised embeddings, boolean masks and any/max with values.
import torch
import torch.nn as nn
import torch.nn.functional as F


class Embedder(nn.Sequential):
    def __init__(self, *widths):
        super().__init__()
        for i, (a, b) in enumerate(zip(widths, widths[1:])):
            self.add_module(f'fc{i}', nn.Linear(a, b))
            if i < len(widths) - 2:
                self.add_module(f'act{i}', nn.PReLU(b))

    def forward(self, x):
        return F.normalize(super().forward(x), p=2, dim=1)


def batch_hard(emb, labels, margin=0.2):
    dist = torch.cdist(emb, emb)
    same = labels.unsqueeze(0) == labels.unsqueeze(1)
    eye = torch.eye(len(labels), dtype=torch.bool)
    hardest_positive = dist.masked_fill(~same | eye, 0).max(dim=1).values
    hardest_negative = dist.masked_fill(same, float('inf')).min(dim=1)[0]
    return F.relu(hardest_positive - hardest_negative + margin).mean()


net = Embedder(20, 64, 32, 8)
x, labels = torch.randn(24, 20), torch.arange(24) % 6
loss = batch_hard(net(x), labels)
loss.backward()
a, p, n = net(x).chunk(3)
print(nn.TripletMarginLoss(margin=1.0)(a, p, n).item(), F.cosine_similarity(a, p).shape)

# Why it is here: k-means++ seeding and a majority vote with bincount, loops and argmin over broadcast distances.
import torch


def seed(points, k):
    centres = [points[torch.randint(len(points), (1,)).item()]]
    while len(centres) < k:
        d = torch.stack([(points - c).pow(2).sum(1) for c in centres]).min(0).values
        centres.append(points[torch.multinomial(d / d.sum(), 1).squeeze()])
    return torch.stack(centres)


points = torch.rand(40, 3)
centres = seed(points, 4)
owner = (points[:, None] - centres).norm(dim=-1).argmin(dim=1)
for j in range(4):
    mine = points[owner == j]
    if mine.numel() > 0:
        centres[j] = mine.mean(0)
print(torch.bincount(owner, minlength=4), centres.shape)

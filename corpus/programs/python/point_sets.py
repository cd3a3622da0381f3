# Why it is here: sets of points, grouped around the farthest.
import torch
import torch.nn as nn
import torch.nn.functional as F


def square_distance(a, b):
    """a: (B, N, 3), b: (B, M, 3) -> (B, N, M)"""
    d = -2 * torch.matmul(a, b.permute(0, 2, 1))
    d += (a ** 2).sum(-1)[:, :, None]
    d += (b ** 2).sum(-1)[:, None, :]
    return d


def index_points(points, idx):
    """points: (B, N, C), idx: (B, S, ...) -> (B, S, ..., C)"""
    B = points.shape[0]
    view = list(idx.shape)
    view[1:] = [1] * (len(view) - 1)
    rep = list(idx.shape)
    rep[0] = 1
    batch = torch.arange(B).view(view).repeat(rep)
    return points[batch, idx, :]


def farthest(xyz, npoint):
    B, N, C = xyz.shape
    centroids = torch.zeros(B, npoint, dtype=torch.long)
    distance = torch.ones(B, N) * 1e10
    far = torch.randint(0, N, (B,))
    rows = torch.arange(B)
    for i in range(npoint):
        centroids[:, i] = far
        c = xyz[rows, far, :].view(B, 1, 3)
        dist = torch.sum((xyz - c) ** 2, -1)
        mask = dist < distance
        distance[mask] = dist[mask]
        far = torch.max(distance, -1)[1]
    return centroids


class SetAbstraction(nn.Module):
    def __init__(self, npoint, k, cin, mlp):
        super().__init__()
        self.npoint, self.k = npoint, k
        self.convs, self.bns = nn.ModuleList(), nn.ModuleList()
        last = cin + 3
        for c in mlp:
            self.convs.append(nn.Conv2d(last, c, 1))
            self.bns.append(nn.BatchNorm2d(c))
            last = c

    def forward(self, xyz, feats):
        fps = farthest(xyz, self.npoint)
        new_xyz = index_points(xyz, fps)
        idx = square_distance(new_xyz, xyz).topk(self.k, largest=False)[1]
        grouped = index_points(xyz, idx) - new_xyz.unsqueeze(2)
        if feats is not None:
            grouped = torch.cat([grouped, index_points(feats, idx)], -1)
        x = grouped.permute(0, 3, 2, 1)
        for conv, bn in zip(self.convs, self.bns):
            x = F.relu(bn(conv(x)))
        return new_xyz, x.max(2)[0].transpose(1, 2)


class PointNet2(nn.Module):
    def __init__(self, classes=8):
        super().__init__()
        self.sa1 = SetAbstraction(32, 8, 0, [16, 32])
        self.sa2 = SetAbstraction(8, 4, 32, [32, 64])
        self.fc = nn.Linear(64, classes)

    def forward(self, xyz):
        p, f = self.sa1(xyz, None)
        p, f = self.sa2(p, f)
        return self.fc(f.max(1)[0])


print(PointNet2()(torch.rand(2, 100, 3)).shape)

# Why it is here: distances by broadcasting (n, 1, d) against (k, d), argmin, one-hot by comparison and a matrix product.
import torch


def distances(points, centres):
    difference = points.unsqueeze(1) - centres
    return (difference ** 2).sum(-1)


def kmeans(points, k, rounds=10):
    n, d = points.shape
    centres = points[torch.randperm(n)[:k]]
    for _ in range(rounds):
        nearest = distances(points, centres).argmin(dim=1)
        member = (nearest[:, None] == torch.arange(k)[None, :]).float()  # (n, k)
        counts = member.sum(0).clamp(min=1)
        centres = member.t().mm(points) / counts.view(k, 1)
    return centres, nearest


def inertia(points, centres, nearest):
    return (points - centres[nearest]).norm(dim=1).pow(2).sum()


if __name__ == '__main__':
    torch.manual_seed(0)
    clusters = [torch.randn(40, 2) + torch.tensor([[5.0 * i, -3.0 * i]]) for i in range(4)]
    points = torch.cat(clusters)
    centres, nearest = kmeans(points, k=4)
    print(centres, inertia(points, centres, nearest).item())

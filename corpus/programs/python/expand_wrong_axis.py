# Why it is here: the centres are expanded along an axis of ten instead of the new one.
# class: expand / permute misuse
import torch


def pairwise(points, centres):
    n, d = points.shape
    k = centres.size(0)
    a = points.unsqueeze(1).expand(n, k, d)
    b = centres.unsqueeze(1).expand(n, k, d)  #! Expand/broadcast
    return (a - b).pow(2).sum(-1).sqrt()


print(pairwise(torch.rand(50, 3), torch.rand(10, 3)).argmin(1).bincount())

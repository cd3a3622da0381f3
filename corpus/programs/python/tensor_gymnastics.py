# Why it is here: None indexing, steps, advanced indexing, unbind, unflatten, scatter, sort, topk, where and in-place work.
import torch

x = torch.arange(120.0).reshape(2, 3, 4, 5)
assert x[..., ::2].shape == (2, 3, 4, 3)
assert x[:, [0, 2]].shape == (2, 2, 4, 5)
assert x[:, :, None, 1:-1, -1].shape == (2, 3, 1, 2)
assert x.flatten(1, 2).unflatten(1, (3, -1)).equal(x)
rows = torch.tensor([0, 1, 1])
cols = torch.tensor([2, 0, 1])
assert x[rows, cols].shape == (3, 4, 5)
assert x[rows[:, None], cols[None, :]].shape == (3, 3, 4, 5)
a, b = x.unbind(0)
d = (a.flatten(1)[:, None, :] - b.flatten(1)[None]).pow(2).sum(-1)
values, order = d.sort(dim=1, descending=True)
nearest = d.topk(2, dim=1, largest=False).indices
picked = b[nearest]
assert picked.shape == (3, 2, 4, 5)
one_hot = torch.zeros(3, 7).scatter_(1, torch.tensor([[1], [4], [6]]), 1.0)
assert (one_hot @ torch.ones(7, 1)).squeeze(-1).shape == (3,)
y = torch.where(x > 50, x, torch.zeros(()))
y[0, 1] = 7
y[:, 0] += torch.ones(4, 5)
y.clamp_(max=9).div_(3)
parts = torch.split(y, [1, 2], dim=1)
assert parts[1].shape == (2, 2, 4, 5)
lower = torch.ones(4, 4).tril().bool()
filled = torch.randn(2, 4, 4).masked_fill(~lower, -1e4)
assert torch.cat([filled, filled.mT], dim=-1).shape[-1] == 8
assert torch.stack((a, b), dim=-1).movedim(-1, 0).shape == (2, 3, 4, 5)
assert a.repeat(2, 1, 1).repeat_interleave(2, dim=0).shape == (12, 4, 5)
n, *rest = x.shape
assert rest == [3, 4, 5] and n == 2
assert x.cumsum(2).diff(dim=2).shape == (2, 3, 3, 5)

# Why it is here: plain tensor code that touches cat, stack, gather, split, where, argmax, mean, pad, expand and slices.
import torch
import torch.nn.functional as F


def pad_sequences(sequences, value=0.0):
    longest = max(s.size(0) for s in sequences)
    return torch.stack([F.pad(s, (0, 0, 0, longest - s.size(0)), value=value) for s in sequences])


def masked_mean(x, lengths):
    steps = torch.arange(x.size(1))
    mask = (steps.unsqueeze(0) < lengths.unsqueeze(1)).unsqueeze(2)  # (batch, steps, 1)
    total = torch.where(mask, x, torch.zeros_like(x)).sum(dim=1)
    return total / lengths.unsqueeze(1).float()


def pick(scores, labels):
    return scores.gather(1, labels.unsqueeze(1)).squeeze(1)


def top_two(scores):
    best = scores.argmax(dim=-1, keepdim=True)
    rest = scores.masked_fill(torch.arange(scores.size(-1)) == best, float('-inf'))
    return torch.cat((best, rest.argmax(-1, keepdim=True)), dim=-1)


def rotate(x, shift):
    left, right = torch.split(x, [shift, x.shape[-1] - shift], dim=-1)
    return torch.cat([right, left], dim=-1)


sequences = [torch.randn(n, 6) for n in (3, 5, 2)]
batch = pad_sequences(sequences)
assert batch.shape == (3, 5, 6)
lengths = torch.tensor([s.shape[0] for s in sequences])
means = masked_mean(batch, lengths)
scores = F.log_softmax(means @ torch.randn(6, 4), dim=1)
loss = -pick(scores, torch.tensor([0, 3, 1])).mean()
pairs = top_two(scores)
a, b = pairs.unbind(dim=1)
halves = rotate(batch, 2).reshape(3, -1).chunk(2, dim=1)
grid = torch.arange(12).view(3, 4)[:, ::2].expand(2, 3, 2).permute(1, 2, 0)
print(loss.item(), pairs.shape, (a == b).any().item(), [h.shape for h in halves], grid.shape, grid[..., -1].float().std())

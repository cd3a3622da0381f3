# Why it is here: expand can only repeat an axis of extent 1; a mask cut for nine steps is asked to serve eight.
# class: expand / permute misuse
import torch


def causal_mask(steps):
    rows = torch.arange(steps).unsqueeze(1)
    columns = torch.arange(steps).unsqueeze(0)
    return (columns <= rows).float()


def masked_softmax(scores, mask):
    batch, heads, t, _ = scores.shape
    full = mask.unsqueeze(0).unsqueeze(0).expand(batch, heads, t, t)  #! Expand/broadcast
    scores = torch.where(full > 0, scores, torch.full_like(scores, -1e9))
    return torch.softmax(scores, dim=-1)


torch.manual_seed(0)
length = 8
mask = causal_mask(length + 1)
scores = torch.randn(2, 4, length, length)
weights = masked_softmax(scores, mask)
print(weights[0, 0])

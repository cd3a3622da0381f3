# Why it is here: blocks are numbered from 1, and the last number is one past the end of the stacked features.
# class: index out of range
import torch


def block_features(x, blocks=4):
    outs = [x * (i + 1) for i in range(blocks)]
    return torch.stack(outs)


features = block_features(torch.ones(2, 3))
total = 0.0
for i in range(1, 5):
    total += features[i].sum().item()  #! Index/range
print(total)

# Why it is here: a single image's permutation is used on a whole batch.
# class: expand / permute misuse
import torch
from torch import nn
from functools import reduce

to_channels_first = lambda x: x.permute(2, 0, 1)  #! Transpose/permutation
steps = [to_channels_first, lambda x: x.float() / 255, nn.Conv2d(3, 4, 3)]
image = torch.randint(0, 256, (8, 16, 16, 3))
out = reduce(lambda value, step: step(value), steps, image)
print(out.shape)

# Why it is here: the relation's table is written as 'rde' although its second width is that of the objects.
# class: gather/einsum/chunk shapes
import torch
from torch import nn


class Bilinear(nn.Module):
    def __init__(self, relations=6, subject=16, obj=12):
        super().__init__()
        self.table = nn.Parameter(torch.randn(relations, subject, obj) * 0.02)

    def forward(self, s, o):
        return torch.einsum('bd,rde,be->br', s, self.table, o)  #! Einsum/size


scorer = Bilinear()
print(scorer(torch.randn(9, 16), torch.randn(9, 16)))

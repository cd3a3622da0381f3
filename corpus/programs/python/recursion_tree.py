# Why it is here: a recursive tree joins two children but the composition layer takes one.
# class: matmul inner dimension
import torch
import torch.nn as nn


class TreeNet(nn.Module):
    def __init__(self, width=10):
        super().__init__()
        self.leaf = nn.Embedding(30, width)
        self.compose = nn.Linear(width, width)

    def forward(self, tree):
        if isinstance(tree, int):
            return self.leaf(torch.tensor(tree))
        left, right = tree
        both = torch.cat([self.forward(left), self.forward(right)])
        return torch.tanh(self.compose(both))  #! Linear/in_features


print(TreeNet()(((1, 2), (3, (4, 5)))).shape)

# Why it is here: a gate keeps the weights of its layer and calls them.
# class: missing call
import torch
import torch.nn as nn


class Router(nn.Module):
    def __init__(self, dim, experts, k=2):
        super().__init__()
        self.k = k
        self.gate = nn.Linear(dim, experts, bias=False).weight

    def forward(self, x):
        scores, chosen = self.gate(x).softmax(dim=-1).topk(self.k, dim=-1)  #! Call/callable
        return scores / scores.sum(-1, keepdim=True), chosen


if __name__ == '__main__':
    print(Router(16, 4)(torch.rand(6, 16)))

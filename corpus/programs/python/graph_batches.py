# Why it is here: graphs of several sizes in one batch.
import random
import torch
from torch import nn
import torch.nn.functional as F
from dataclasses import dataclass
from typing import List


@dataclass
class Graph:
    x: torch.Tensor
    edge_index: torch.Tensor
    y: int


@dataclass
class GraphBatch:
    x: torch.Tensor
    edge_index: torch.Tensor
    batch: torch.Tensor
    y: torch.Tensor

    @classmethod
    def from_list(cls, graphs: List[Graph]) -> 'GraphBatch':
        xs, es, bs, off = [], [], [], 0
        for i, g in enumerate(graphs):
            n = g.x.size(0)
            xs.append(g.x)
            es.append(g.edge_index + off)
            bs.append(torch.full((n,), i, dtype=torch.long))
            off += n
        return cls(torch.cat(xs), torch.cat(es, dim=1), torch.cat(bs), torch.tensor([g.y for g in graphs]))


def scatter_sum(src, index, n):
    out = src.new_zeros(n, src.size(1))
    return out.index_add(0, index, src)


class GIN(nn.Module):
    def __init__(self, d, h):
        super().__init__()
        self.eps = nn.Parameter(torch.zeros(1))
        self.mlp = nn.Sequential(nn.Linear(d, h), nn.BatchNorm1d(h), nn.ReLU(), nn.Linear(h, h))

    def forward(self, x, edge_index):
        src, dst = edge_index
        return self.mlp((1 + self.eps) * x + scatter_sum(x[src], dst, x.size(0)))


class Net(nn.Module):
    def __init__(self, d, h, classes):
        super().__init__()
        self.convs = nn.ModuleList([GIN(d, h), GIN(h, h)])
        self.out = nn.Linear(h, classes)

    def forward(self, b: GraphBatch):
        x = b.x
        for conv in self.convs:
            x = F.relu(conv(x, b.edge_index))
        g = scatter_sum(x, b.batch, int(b.batch.max()) + 1)
        return self.out(g)


def make(n):
    return Graph(torch.randn(n, 5), torch.randint(0, n, (2, 3 * n)), n % 2)


batch = GraphBatch.from_list([make(n) for n in (4, 6, 9)])
net = Net(5, 16, 2)
loss = F.cross_entropy(net(batch), batch.y)
loss.backward()

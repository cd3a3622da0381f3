# Why it is here: messages over edges that are stored one a row.
# class: unpacking
import torch
from torch import nn

class GraphConv(nn.Module):
    def __init__(self, i, o):
        super().__init__()
        self.self_, self.nbr = nn.Linear(i, o), nn.Linear(i, o, bias=False)
    def forward(self, x, edge_index):
        src, dst = edge_index  #! Unpack/count
        msg = self.nbr(x[src])
        agg = torch.zeros(x.size(0), msg.size(1)).index_add_(0, dst, msg)
        deg = torch.bincount(dst, minlength=x.size(0)).clamp(min=1).unsqueeze(1)
        return self.self_(x) + agg / deg

n, e = 30, 120
x = torch.randn(n, 12)
edges = torch.randint(0, n, (e, 2))
h = torch.relu(GraphConv(12, 16)(x, edges))
h = GraphConv(16, 4)(h, edges)
batch = torch.arange(n) // 10
pooled = torch.zeros(3, 4).scatter_add_(0, batch.unsqueeze(1).expand_as(h), h)
print(pooled.log_softmax(dim=1).shape)

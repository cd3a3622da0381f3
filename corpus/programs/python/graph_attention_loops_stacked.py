# Why it is here: self loops are joined to the edges along the wrong axis: rows of pairs instead of columns.
# class: cat / stack mismatch
import torch
import torch.nn as nn
import torch.nn.functional as F

def scatter_softmax(e, dst, n):
    m = torch.full((n, e.size(1)), float('-inf')).scatter_reduce(0, dst[:, None].expand_as(e), e, reduce='amax')
    ex = (e - m[dst]).exp()
    z = torch.zeros(n, e.size(1)).index_add_(0, dst, ex)
    return ex / z[dst].clamp_min(1e-9)

class GATLayer(nn.Module):
    def __init__(self, fin, fout, heads, concat=True):
        super().__init__()
        self.h, self.d, self.concat = heads, fout, concat
        self.lin = nn.Linear(fin, heads * fout, bias=False)
        self.att_src = nn.Parameter(torch.empty(1, heads, fout))
        self.att_dst = nn.Parameter(torch.empty(1, heads, fout))
        nn.init.xavier_uniform_(self.att_src)
        nn.init.xavier_uniform_(self.att_dst)
    def forward(self, x, edge):
        n = x.size(0)
        h = self.lin(x).view(n, self.h, self.d)
        a_s = (h * self.att_src).sum(-1)
        a_d = (h * self.att_dst).sum(-1)
        src, dst = edge
        e = F.leaky_relu(a_s[src] + a_d[dst], 0.2)
        alpha = F.dropout(scatter_softmax(e, dst, n), 0.2, self.training)
        msg = h[src] * alpha.unsqueeze(-1)
        out = torch.zeros_like(h).index_add(0, dst, msg)
        return out.flatten(1) if self.concat else out.mean(1)

class GAT(nn.Module):
    def __init__(self, fin, hidden, classes, heads=4):
        super().__init__()
        self.l1 = GATLayer(fin, hidden, heads)
        self.l2 = GATLayer(hidden * heads, classes, 1, concat=False)
    def forward(self, x, edge):
        x = F.elu(self.l1(F.dropout(x, 0.5, self.training), edge))
        return F.log_softmax(self.l2(x, edge), dim=-1)

n, f, c = 60, 20, 5
g = torch.Generator().manual_seed(0)
edge = torch.randint(0, n, (2, 300), generator=g)
loops = torch.arange(n).repeat(2, 1)
edge = torch.cat([edge, loops])  #! Concat/extents
x = torch.rand(n, f)
y = torch.randint(0, c, (n,))
train_mask = torch.zeros(n, dtype=torch.bool)
train_mask[:40] = True
model = GAT(f, 8, c)
opt = torch.optim.Adam([dict(params=model.l1.parameters(), weight_decay=5e-4), dict(params=model.l2.parameters(), weight_decay=0)], lr=0.01)
for epoch in range(3):
    model.train()
    opt.zero_grad()
    out = model(x, edge)
    loss = F.nll_loss(out[train_mask], y[train_mask])
    loss.backward()
    opt.step()
    model.eval()
    with torch.no_grad():
        pred = model(x, edge).argmax(dim=-1)
    acc = (pred[~train_mask] == y[~train_mask]).float().mean().item()
    print(epoch, loss.item(), acc)

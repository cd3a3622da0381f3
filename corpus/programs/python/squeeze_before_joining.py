# Why it is here: predictions joined behind the loop; the last batch has one row.
# class: squeeze eats batch 1
import torch
import torch.nn as nn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(1)
X, y = torch.randn(65, 10), torch.rand(65)
loader = DataLoader(TensorDataset(X, y), batch_size=16)


class Head(nn.Module):
    def __init__(self):
        super().__init__()
        self.f = nn.Sequential(nn.Linear(10, 20), nn.ReLU(), nn.Linear(20, 1))

    def forward(self, x):
        return self.f(x).squeeze()


net = Head()
opt = torch.optim.Adam(net.parameters())
preds = []
for xb, yb in loader:
    out = net(xb)
    loss = nn.MSELoss()(out, yb)
    opt.zero_grad()
    loss.backward()
    opt.step()
    preds.append(out.detach())
print(torch.cat(preds).shape)  #! Concat/rank

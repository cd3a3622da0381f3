# Why it is here: the labels of a TensorDataset were made float for another loss.
# class: label dtype
import torch
from torch import nn, optim
from torch.utils.data import TensorDataset, DataLoader

X = torch.randn(60, 4)
y = (X.sum(dim=1) > 0).float()
model = nn.Sequential(nn.Linear(4, 16), nn.Tanh(), nn.Linear(16, 2))
criterion = nn.CrossEntropyLoss()
optimizer = optim.Adam(model.parameters(), lr=0.01)
for xb, yb in DataLoader(TensorDataset(X, y), batch_size=20, shuffle=True):
    optimizer.zero_grad()
    loss = criterion(model(xb), yb)  #! NegativeLogLikelihoodLoss/dtype
    loss.backward()
    optimizer.step()

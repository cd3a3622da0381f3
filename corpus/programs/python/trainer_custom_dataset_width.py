# Why it is here: the features of a custom Dataset are 13 wide after a column is dropped, the model still expects 14.
# class: Linear in_features
import torch
from torch import nn
from torch.utils.data import Dataset, DataLoader


class Houses(Dataset):
    def __init__(self, n=203):
        table = torch.randn(n, 14)
        self.x = table[:, :-1]
        self.y = table[:, -1:]

    def __len__(self):
        return len(self.x)

    def __getitem__(self, idx):
        return {'x': self.x[idx], 'y': self.y[idx]}


class Regressor(nn.Module):
    def __init__(self, inputs, *hidden):
        super().__init__()
        sizes = (inputs,) + hidden
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))
        self.out = nn.Linear(sizes[-1], 1)

    def forward(self, x):
        for layer in self.layers:
            x = torch.relu(layer(x))  #! Linear/in_features
        return self.out(x)


config = {'inputs': 14, 'hidden': [32, 16], 'lr': 1e-3, 'batch_size': 32}
model = Regressor(config['inputs'], *config['hidden'])
opt = torch.optim.SGD(model.parameters(), lr=config['lr'])
for batch in DataLoader(Houses(), batch_size=config['batch_size'], shuffle=True):
    loss = nn.functional.mse_loss(model(batch['x']), batch['y'])
    opt.zero_grad()
    loss.backward()
    opt.step()

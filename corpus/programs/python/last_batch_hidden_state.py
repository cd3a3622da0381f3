# Why it is here: the hidden state is made once for full batches, and the last batch of 102 sequences is smaller.
# class: last incomplete batch
import torch
import torch.nn as nn
from torch.utils.data import DataLoader, TensorDataset

BATCH = 20


class Net(nn.Module):
    def __init__(self, n_in, n_hidden, n_layers=1):
        super().__init__()
        self.n_layers, self.n_hidden = n_layers, n_hidden
        self.lstm = nn.LSTM(n_in, n_hidden, n_layers, batch_first=True)
        self.fc = nn.Linear(n_hidden, 1)

    def init_hidden(self, batch_size):
        weight = next(self.parameters()).data
        return (weight.new(self.n_layers, batch_size, self.n_hidden).zero_(),
                weight.new(self.n_layers, batch_size, self.n_hidden).zero_())

    def forward(self, x, hidden):
        out, hidden = self.lstm(x, hidden)  #! RNN/hidden
        return torch.sigmoid(self.fc(out[:, -1])).squeeze(1), hidden


data = TensorDataset(torch.randn(102, 9, 6), torch.randint(0, 2, (102,)).float())
net = Net(6, 32, 2)
criterion = nn.BCELoss()
optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
for e in range(2):
    h = net.init_hidden(BATCH)
    for inputs, labels in DataLoader(data, batch_size=BATCH, shuffle=True):
        h = tuple([each.data for each in h])
        net.zero_grad()
        output, h = net(inputs, h)
        loss = criterion(output, labels)
        loss.backward()
        optimizer.step()

# Why it is here: the right twin of lstm_gate_split.py, unrolled over a sequence and trained on a toy task.
import torch
import torch.nn as nn


class LSTMCell(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.x2g = nn.Linear(input_size, 4 * hidden_size)
        self.h2g = nn.Linear(hidden_size, 4 * hidden_size)

    def initial(self, batch):
        return torch.zeros(batch, self.hidden_size), torch.zeros(batch, self.hidden_size)

    def forward(self, x, state):
        h, c = state
        gates = self.x2g(x) + self.h2g(h)
        n = self.hidden_size
        i, f, g, o = torch.split(gates, [n, n, n, n], dim=1)
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        h = torch.sigmoid(o) * torch.tanh(c)
        return h, (h, c)


class Sequence(nn.Module):
    def __init__(self, hidden=51):
        super().__init__()
        self.lstm1 = LSTMCell(1, hidden)
        self.lstm2 = LSTMCell(hidden, hidden)
        self.linear = nn.Linear(hidden, 1)

    def forward(self, x, future=0):
        outputs = []
        first, second = self.lstm1.initial(x.size(0)), self.lstm2.initial(x.size(0))
        for t in range(x.size(1)):
            h, first = self.lstm1(x[:, t:t + 1], first)
            h, second = self.lstm2(h, second)
            output = self.linear(h)
            outputs.append(output)
        for _ in range(future):
            h, first = self.lstm1(output, first)
            h, second = self.lstm2(h, second)
            output = self.linear(h)
            outputs.append(output)
        return torch.cat(outputs, dim=1)


if __name__ == '__main__':
    steps = torch.arange(20.0).unsqueeze(0)
    phase = torch.rand(8, 1) * 6.28
    data = torch.sin(steps * 0.3 + phase)
    x, target = data[:, :-1], data[:, 1:]
    model = Sequence(hidden=16)
    criterion = nn.MSELoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for i in range(2):
        out = model(x)
        loss = criterion(out, target)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    with torch.no_grad():
        forecast = model(x, future=5)
        print(forecast[:, x.size(1):].shape, loss.item())

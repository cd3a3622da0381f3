# Why it is here: a hand-written LSTM cell asks for four gates of 128 from a projection that holds only three.
# class: split sizes
import torch
import torch.nn as nn


class LSTMCell(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.x2g = nn.Linear(input_size, 3 * hidden_size)
        self.h2g = nn.Linear(hidden_size, 3 * hidden_size)

    def forward(self, x, state):
        h, c = state
        gates = self.x2g(x) + self.h2g(h)
        n = self.hidden_size
        i, f, g, o = torch.split(gates, [n, n, n, n], dim=1)  #! Split/total
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        h = torch.sigmoid(o) * torch.tanh(c)
        return h, (h, c)


def unroll(cell, sequence):
    batch = sequence.shape[1]
    state = (torch.zeros(batch, cell.hidden_size), torch.zeros(batch, cell.hidden_size))
    outputs = []
    for step in range(sequence.shape[0]):
        out, state = cell(sequence[step], state)
        outputs.append(out)
    return torch.stack(outputs)


if __name__ == '__main__':
    cell = LSTMCell(input_size=10, hidden_size=128)
    print(unroll(cell, torch.randn(7, 5, 10)).shape)

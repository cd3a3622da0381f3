# Why it is here: attention pooling over a list of GRU states with cells in a loop.
import torch
from torch import nn


class Reader(nn.Module):
    def __init__(self, vocab=30, width=12):
        super().__init__()
        self.emb = nn.Embedding(vocab, width)
        self.cell = nn.GRUCell(width, width)
        self.query = nn.Parameter(torch.randn(width))
        self.out = nn.Linear(width, 2)

    def forward(self, ids):
        h = torch.zeros(ids.size(0), self.cell.hidden_size)
        states = []
        for step in self.emb(ids).unbind(dim=1):
            h = self.cell(step, h)
            states.append(h)
        states = torch.stack(states, 1)
        weights = (states @ self.query).softmax(1)
        return self.out(torch.einsum('bt,btd->bd', weights, states))


print(nn.functional.cross_entropy(Reader()(torch.randint(30, (4, 9))), torch.tensor([0, 1, 1, 0])))

# Why it is here: a view that needs full batches is right here: 60000 = 500 · 120 and there is no smaller last batch.
import torch
import torch.nn as nn
from torch.utils.data import DataLoader
from torchvision import datasets, transforms

BATCH_SIZE = 120
ROWS, COLUMNS = 28, 28


class RowReader(nn.Module):
    """Reads a picture row by row, as a recurrent network written by hand."""

    def __init__(self, hidden=32):
        super().__init__()
        self.hidden = hidden
        self.inner = nn.Linear(COLUMNS + hidden, hidden)
        self.outer = nn.Linear(hidden, 10)

    def forward(self, x):
        rows = x.view(BATCH_SIZE, ROWS, COLUMNS)
        h = torch.zeros(BATCH_SIZE, self.hidden)
        for i in range(ROWS):
            h = torch.tanh(self.inner(torch.cat([rows[:, i], h], dim=1)))
        return self.outer(h)


loader = DataLoader(datasets.MNIST('data', transform=transforms.ToTensor(), download=True), batch_size=BATCH_SIZE)
reader = RowReader()
optimizer = torch.optim.RMSprop(reader.parameters(), lr=0.01)
loss_function = nn.CrossEntropyLoss()
for step, (x, y) in enumerate(loader):
    loss = loss_function(reader(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 50 == 0:
        print(f'{step:4d} {loss.item():.3f}')

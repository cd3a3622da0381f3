# Why it is here: the cell is fed the embedding joined with the context, but was made for the embedding alone.
# class: LSTM batch_first / hidden / input size
import torch
from torch import nn

embed, context = nn.Embedding(20, 8), torch.randn(3, 6)
cell = nn.LSTMCell(8, 16)
h, c = torch.zeros(3, 16), torch.zeros(3, 16)
for token in torch.randint(20, (5, 3)):
    x = torch.cat([embed(token), context], dim=-1)
    h, c = cell(x, (h, c))  #! RNN/input
print(h.shape)

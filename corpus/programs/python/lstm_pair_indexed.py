# Why it is here: the pair of an LSTM indexed like its output.
# class: RNN output tuple used as tensor
import torch
from torch import nn
class Reg(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(input_size=4, hidden_size=10, num_layers=2, batch_first=True)
        self.out = nn.Linear(10, 1)
    def forward(self, x):
        y = self.lstm(x)
        return self.out(y[:, -1])  #! Index/tuple
print(Reg()(torch.randn(8, 12, 4)).shape)

# Why it is here: a convolutional LSTM whose gates come from one convolution split into four.
import torch
from torch import nn


class ConvLSTMCell(nn.Module):
    def __init__(self, cin, hidden, k=3):
        super().__init__()
        self.hidden = hidden
        self.conv = nn.Conv2d(cin + hidden, 4 * hidden, k, padding=k // 2)

    def forward(self, x, state=None):
        if state is None:
            b, _, h, w = x.shape
            state = (x.new_zeros(b, self.hidden, h, w), x.new_zeros(b, self.hidden, h, w))
        h, c = state
        i, f, o, g = torch.split(self.conv(torch.cat([x, h], dim=1)), self.hidden, dim=1)
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        h = torch.sigmoid(o) * torch.tanh(c)
        return h, (h, c)


cells = nn.ModuleList([ConvLSTMCell(1, 8), ConvLSTMCell(8, 4)])
video = torch.rand(2, 5, 1, 12, 10)
states = [None] * len(cells)
frames = []
for t in range(video.size(1)):
    x = video[:, t]
    for i, cell in enumerate(cells):
        x, states[i] = cell(x, states[i])
    frames.append(x)
out = torch.stack(frames, dim=1)
assert out.shape == (2, 5, 4, 12, 10)

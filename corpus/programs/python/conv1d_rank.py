# Why it is here: sequences of steps × features go into Conv1d as they are, so the steps are taken for channels.
# class: conv channels
import torch
import torch.nn as nn


class TemporalBlock(nn.Module):
    def __init__(self, n_inputs, n_outputs, kernel_size, dilation):
        super().__init__()
        self.chomp = (kernel_size - 1) * dilation
        self.conv = nn.Conv1d(n_inputs, n_outputs, kernel_size, padding=self.chomp, dilation=dilation)

    def forward(self, x):
        y = torch.relu(self.conv(x)[:, :, :-self.chomp])  #! Conv/channels
        return y


class TCN(nn.Module):
    def __init__(self, n_in, channels, kernel_size=3):
        super().__init__()
        layers = []
        for i, c in enumerate(channels):
            layers += [TemporalBlock(n_in if i == 0 else channels[i - 1], c, kernel_size, dilation=2 ** i)]
        self.net = nn.Sequential(*layers)

    def forward(self, x):
        return self.net(x)[:, :, -1]


print(TCN(12, [16, 16, 32])(torch.randn(4, 50, 12)).shape)

# Why it is here: the scores are a matrix, and log_softmax is taken along an axis that only sequences have.
# class: dim out of range
import torch
import torch.nn as nn


class Head(nn.Module):
    def __init__(self, width=8, classes=3, dim=-1):
        super().__init__()
        self.fc = nn.Linear(width, classes)
        self.norm = nn.LogSoftmax(dim=dim)

    def forward(self, x):
        return self.norm(self.fc(x))  #! LogSoftmax/axis


class SequenceHead(Head):
    def __init__(self, **kwargs):
        super(SequenceHead, self).__init__(dim=2, **kwargs)

    def forward(self, x):
        y = super().forward(x)
        return y


head = SequenceHead(classes=5)
print(head(torch.randn(4, 6, 8)).shape)
print(head(torch.randn(4, 8)).shape)

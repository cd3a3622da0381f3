# Why it is here: the running mean of one row is added to in place by a whole batch.
# class: in-place broadcast growth
import torch


class RunningMean:
    def __init__(self, width, momentum=0.9):
        self.mean = torch.zeros(width)
        self.momentum = momentum

    def update(self, batch):
        self.mean.mul_(self.momentum)
        self.mean.add_(batch * (1 - self.momentum))  #! InPlace/grows
        return self.mean


stats = RunningMean(7)
for batch in torch.randn(30, 7).split(10):
    stats.update(batch)
print(stats.mean)

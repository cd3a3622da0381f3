# Why it is here: the last window of a series is shorter, so the windows do not stack.
# class: cat / stack mismatch
import torch


def windows(series, length=10, hop=5):
    for start in range(0, len(series), hop):
        yield series[start:start + length]


series = torch.linspace(0, 1, 42)
batch = torch.stack(list(windows(series)))  #! Concat/extents
print(batch.shape)

# Why it is here: a history that is written one step past its end.
# class: index out of range
import torch
hist = torch.zeros(10, 3)
for step in range(11):
    hist[step] = torch.randn(3)  #! Index/range
print(hist.mean(0))

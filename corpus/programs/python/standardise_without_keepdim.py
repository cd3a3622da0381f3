# Why it is here: the mean of each row loses its axis, and 50 row means cannot be subtracted from rows of 20 entries.
# class: incompatible broadcast
import torch


def standardise(x, eps=1e-5):
    mean = x.mean(dim=1)
    centred = x - mean  #! Sub/broadcast
    variance = (centred * centred).mean(dim=1, keepdim=True)
    return centred / torch.sqrt(variance + eps)


def whiten(x):
    x = standardise(x)
    covariance = x.t() @ x / x.shape[0]
    return covariance


features = torch.rand(50, 20)
print(whiten(features))

# Why it is here: reduction='none' leaves one loss a sample, and backward() wants a single number.
# class: backward on non-scalar
import torch
import torch.nn as nn
import torch.nn.functional as F


def focal_loss(logits, target, gamma=2.0, reduction='none'):
    ce = F.cross_entropy(logits, target, reduction=reduction)
    pt = torch.exp(-ce)
    return (1 - pt) ** gamma * ce


net = nn.Sequential(nn.Flatten(), nn.Linear(48, 7))
images, labels = torch.randn(6, 3, 4, 4), torch.randint(7, (6,))
loss = focal_loss(net(images), labels)
loss.backward()  #! Backward/scalar

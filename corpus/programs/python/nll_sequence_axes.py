# Why it is here: the scores of a sequence keep the classes last, and cross entropy wants them on axis 1.
# class: label shape
import torch
from torch import nn

tagger = nn.Sequential(nn.Embedding(100, 16), nn.Linear(16, 9))
words, tags = torch.randint(100, (4, 12)), torch.randint(9, (4, 12))
loss = nn.CrossEntropyLoss()(tagger(words), tags)  #! NegativeLogLikelihoodLoss/target
loss.backward()

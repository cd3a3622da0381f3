# Why it is here: texts as bags of words; a label past the last class.
# class: label out of range
import torch
from torch import nn

class Classifier(nn.Module):
    def __init__(self, vocab, dim, k):
        super().__init__()
        self.bag = nn.EmbeddingBag(vocab, dim, mode='mean')
        self.fc = nn.Linear(dim, k)
        nn.init.uniform_(self.bag.weight, -0.5, 0.5)
        self.fc.bias.data.zero_()
    def forward(self, text, offsets):
        return self.fc(self.bag(text, offsets))

docs = [torch.randint(0, 500, (n,)) for n in (5, 9, 3, 7)]
text = torch.cat(docs)
offsets = torch.tensor([0] + [len(d) for d in docs[:-1]]).cumsum(0)
logits = Classifier(500, 16, 4)(text, offsets)
loss = nn.functional.cross_entropy(logits, torch.tensor([0, 1, 4, 3]))  #! NegativeLogLikelihoodLoss/class
loss.backward()

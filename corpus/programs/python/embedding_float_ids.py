# Why it is here: ids come out of torch.zeros without a dtype, so the embedding is asked for row 3.0.
# class: embedding index range / dtype
import torch
import torch.nn as nn


def pad_batch(sequences, pad=0):
    longest = max(len(s) for s in sequences)
    out = torch.zeros(len(sequences), longest)
    for i, s in enumerate(sequences):
        out[i, :len(s)] = torch.tensor(s)
    return out


class BagOfWords(nn.Module):
    def __init__(self, vocab, dim, out):
        super().__init__()
        self.emb = nn.Embedding(vocab, dim)
        self.fc = nn.Linear(dim, out)

    def forward(self, ids):
        return self.fc(self.emb(ids).mean(dim=1))  #! Gather/dtype


ids = pad_batch([[3, 4, 5], [7], [8, 9]])
print(BagOfWords(20, 6, 2)(ids))

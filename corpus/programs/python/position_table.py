# Why it is here: an embedding of the program's own counts its places with the padding of its base.
import torch
import torch.nn as nn
import torch.nn.functional as F


class Places(nn.Embedding):
    def forward(self, ids):
        mask = ids.ne(self.padding_idx).int()
        places = (torch.cumsum(mask, dim=1).type_as(mask) * mask).long() + self.padding_idx
        return F.embedding(places, self.weight, self.padding_idx)


class Encoder(nn.Module):
    def __init__(self, words, dim=32, padding=1):
        super().__init__()
        self.words = nn.Embedding(words, dim, padding)
        self.places = Places(64, dim, padding)
        self.norm = nn.LayerNorm(dim)

    def forward(self, ids):
        return self.norm(self.words(ids) + self.places(ids))


if __name__ == '__main__':
    print(Encoder(100)(torch.tensor([[5, 6, 7, 1], [8, 9, 1, 1]])).shape)

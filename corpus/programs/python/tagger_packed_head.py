# Why it is here: a tagger over packed sentences of random lengths, read in both directions.
# class: Linear in_features
import random
from collections import namedtuple

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence
from torch.utils.data import DataLoader, Dataset

Batch = namedtuple('Batch', 'tokens tags lengths')


class Sentences(Dataset):
    def __init__(self, n, vocab, tags):
        rng = random.Random(0)
        self.items = []
        for _ in range(n):
            k = rng.randint(3, 9)
            self.items.append((torch.tensor([rng.randrange(1, vocab) for _ in range(k)]),
                               torch.tensor([rng.randrange(tags) for _ in range(k)])))

    def __len__(self):
        return len(self.items)

    def __getitem__(self, i):
        return self.items[i]


def collate(samples):
    xs, ys = zip(*samples)
    lengths = torch.tensor([len(x) for x in xs])
    return Batch(pad_sequence(xs, batch_first=True), pad_sequence(ys, batch_first=True, padding_value=-100), lengths)


class Tagger(nn.Module):
    def __init__(self, vocab, tags, emb=24, hidden=32):
        super().__init__()
        self.emb = nn.Embedding(vocab, emb, padding_idx=0)
        self.rnn = nn.LSTM(emb, hidden, num_layers=2, bidirectional=True, batch_first=True, dropout=0.2)
        self.head = nn.Linear(hidden, tags)

    def forward(self, tokens, lengths):
        packed = pack_padded_sequence(self.emb(tokens), lengths, batch_first=True, enforce_sorted=False)
        out, _ = self.rnn(packed)
        out, _ = pad_packed_sequence(out, batch_first=True)
        return self.head(out)  #! Linear/in_features


def accuracy(logits, tags):
    keep = tags != -100
    return (logits.argmax(-1)[keep] == tags[keep]).float().mean().item()


VOCAB, TAGS = 50, 7
loader = DataLoader(Sentences(40, VOCAB, TAGS), batch_size=8, collate_fn=collate)
model = Tagger(VOCAB, TAGS)
criterion = nn.CrossEntropyLoss(ignore_index=-100)
optimizer = torch.optim.Adam(model.parameters(), 1e-3)
for batch in loader:
    logits = model(batch.tokens, batch.lengths)
    loss = criterion(logits.transpose(1, 2), batch.tags)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(loss.item(), accuracy(logits, batch.tags))

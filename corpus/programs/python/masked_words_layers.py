# Why it is here: layers in a dictionary, one under another name.
# class: missing key
import random
import torch
from torch import nn
import torch.nn.functional as F
from torch.utils.data import Dataset, DataLoader

PAD, CLS, SEP, MASK = 0, 1, 2, 3

class Corpus(Dataset):
    def __init__(self, n=40, vocab=60, max_len=24):
        rng = random.Random(0)
        self.sents = [[rng.randint(4, vocab - 1) for _ in range(rng.randint(5, 10))] for _ in range(n)]
        self.vocab, self.max_len = vocab, max_len
    def __len__(self):
        return len(self.sents) - 1
    def __getitem__(self, i):
        a, b = self.sents[i], self.sents[i + 1]
        ids = [CLS] + a + [SEP] + b + [SEP]
        seg = [0] * (len(a) + 2) + [1] * (len(b) + 1)
        labels = [-100] * len(ids)
        for j, t in enumerate(ids):
            if t > 3 and random.random() < 0.15:
                labels[j] = t
                ids[j] = MASK
        pad = self.max_len - len(ids)
        ids, seg, labels = ids + [PAD] * pad, seg + [0] * pad, labels + [-100] * pad
        return {'ids': torch.tensor(ids), 'seg': torch.tensor(seg), 'labels': torch.tensor(labels), 'mask': torch.tensor([t != PAD for t in ids])}

class Bert(nn.Module):
    def __init__(self, vocab=60, d=32, heads=4, layers=2, max_len=24):
        super().__init__()
        self.tok, self.seg, self.pos = nn.Embedding(vocab, d), nn.Embedding(2, d), nn.Embedding(max_len, d)
        self.layers = nn.ModuleList(nn.ModuleDict({'att': nn.MultiheadAttention(d, heads, batch_first=True), 'n1': nn.LayerNorm(d), 'ff': nn.Sequential(nn.Linear(d, 4 * d), nn.GELU(), nn.Linear(4 * d, d)), 'n2': nn.LayerNorm(d)}) for _ in range(layers))
        self.head = nn.Linear(d, vocab)
    def forward(self, ids, seg, mask):
        pos = torch.arange(ids.size(1)).unsqueeze(0)
        x = self.tok(ids) + self.seg(seg) + self.pos(pos)
        for l in self.layers:
            a, _ = l['att'](x, x, x, key_padding_mask=~mask)
            x = l['norm1'](x + a)  #! Index/key
            x = l['n2'](x + l['ff'](x))
        return self.head(x)

model = Bert()
dl = DataLoader(Corpus(), batch_size=8, shuffle=True)
opt = torch.optim.AdamW(model.parameters(), 1e-3)
for batch in dl:
    logits = model(batch['ids'], batch['seg'], batch['mask'])
    loss = F.cross_entropy(logits.transpose(1, 2), batch['labels'])
    opt.zero_grad()
    loss.backward()
    opt.step()
    keep = batch['labels'] != -100
    acc = (logits.argmax(-1)[keep] == batch['labels'][keep]).float().mean()
    print(f'{loss.item():.3f} {acc.item():.3f}')
with torch.no_grad():
    ids = torch.tensor([[CLS, 5, MASK, 9, SEP]])
    out = model(ids, torch.zeros_like(ids), ids != PAD)
    print(out[0, 2].topk(3).indices.tolist())

# Why it is here: the causal mask is made for the whole target, but the decoder reads all but its last token.
# class: attention mask
import math
import torch
import torch.nn as nn
from torch.nn.utils.rnn import pad_sequence
from torch.utils.data import DataLoader

PAD, BOS, EOS = 0, 1, 2
pairs = [([3, 4, 5], [6, 7]), ([4, 4], [7, 8, 9, 6]), ([5, 3, 3, 4], [9]), ([3], [8, 8, 8]), ([5, 5, 4], [6, 9])]

def collate(batch):
    src = [torch.tensor([BOS] + s + [EOS]) for s, _ in batch]
    tgt = [torch.tensor([BOS] + t + [EOS]) for _, t in batch]
    return pad_sequence(src, padding_value=PAD), pad_sequence(tgt, padding_value=PAD)

class PositionalEncoding(nn.Module):
    def __init__(self, d, dropout=0.1, maxlen=100):
        super().__init__()
        den = torch.exp(-torch.arange(0, d, 2) * math.log(10000) / d)
        pos = torch.arange(0, maxlen).reshape(maxlen, 1)
        pe = torch.zeros((maxlen, d))
        pe[:, 0::2] = torch.sin(pos * den)
        pe[:, 1::2] = torch.cos(pos * den)
        self.dropout = nn.Dropout(dropout)
        self.register_buffer('pe', pe.unsqueeze(-2))
    def forward(self, x):
        return self.dropout(x + self.pe[:x.size(0), :])

class Seq2Seq(nn.Module):
    def __init__(self, vocab, d=32, heads=4):
        super().__init__()
        self.transformer = nn.Transformer(d, heads, 2, 2, 64)
        self.emb = nn.Embedding(vocab, d)
        self.pos = PositionalEncoding(d)
        self.out = nn.Linear(d, vocab)
        self.d = d
    def forward(self, src, tgt, tgt_mask, src_pad, tgt_pad):
        s = self.pos(self.emb(src) * math.sqrt(self.d))
        t = self.pos(self.emb(tgt) * math.sqrt(self.d))
        h = self.transformer(s, t, None, tgt_mask, None, src_pad, tgt_pad, src_pad)  #! Attention/mask
        return self.out(h)
    def encode(self, src):
        return self.transformer.encoder(self.pos(self.emb(src) * math.sqrt(self.d)))
    def decode(self, tgt, memory, mask):
        return self.transformer.decoder(self.pos(self.emb(tgt) * math.sqrt(self.d)), memory, mask)

def square_mask(n):
    mask = (torch.triu(torch.ones((n, n))) == 1).transpose(0, 1)
    return mask.float().masked_fill(mask == 0, float('-inf')).masked_fill(mask == 1, 0.0)

def train_epoch(model, opt, crit, loader):
    model.train()
    total = 0.0
    for src, tgt in loader:
        inp, gold = tgt[:-1, :], tgt[1:, :]
        mask = square_mask(tgt.size(0))
        src_pad = (src == PAD).transpose(0, 1)
        tgt_pad = (inp == PAD).transpose(0, 1)
        logits = model(src, inp, mask, src_pad, tgt_pad)
        loss = crit(logits.reshape(-1, logits.shape[-1]), gold.reshape(-1))
        opt.zero_grad()
        loss.backward()
        opt.step()
        total += loss.item()
    return total / len(loader)

@torch.no_grad()
def greedy(model, src, max_len):
    memory = model.encode(src)
    ys = torch.full((1, 1), BOS, dtype=torch.long)
    for _ in range(max_len - 1):
        out = model.decode(ys, memory, square_mask(ys.size(0))).transpose(0, 1)
        prob = model.out(out[:, -1])
        nxt = prob.argmax(dim=1).item()
        ys = torch.cat([ys, torch.ones(1, 1).type_as(src).fill_(nxt)], dim=0)
        if nxt == EOS: break
    return ys.flatten().tolist()

model = Seq2Seq(10)
opt = torch.optim.Adam(model.parameters(), lr=1e-4, betas=(0.9, 0.98), eps=1e-9)
crit = nn.CrossEntropyLoss(ignore_index=PAD)
loader = DataLoader(pairs, batch_size=2, shuffle=True, collate_fn=collate)
print(train_epoch(model, opt, crit, loader))
model.eval()
print(greedy(model, torch.tensor([[BOS, 3, 4, EOS]]).t(), 6))

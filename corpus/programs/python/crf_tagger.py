# Why it is here: a conditional random field over an LSTM.
import torch
from torch import nn


def log_sum_exp(x, dim):
    m = x.max(dim, keepdim=True)[0]
    return (m + (x - m).exp().sum(dim, keepdim=True).log()).squeeze(dim)


class CRF(nn.Module):
    def __init__(self, tags):
        super().__init__()
        self.transitions = nn.Parameter(torch.randn(tags, tags))
        self.start = nn.Parameter(torch.randn(tags))
        self.end = nn.Parameter(torch.randn(tags))

    def score(self, emissions, tags, mask):
        B, T = tags.shape
        s = self.start[tags[:, 0]] + emissions[:, 0].gather(1, tags[:, :1]).squeeze(1)
        for t in range(1, T):
            step = self.transitions[tags[:, t - 1], tags[:, t]] + emissions[torch.arange(B), t, tags[:, t]]
            s = s + step * mask[:, t]
        last = tags.gather(1, mask.long().sum(1, keepdim=True) - 1).squeeze(1)
        return s + self.end[last]

    def partition(self, emissions, mask):
        T = emissions.size(1)
        alpha = self.start + emissions[:, 0]
        for t in range(1, T):
            nxt = alpha.unsqueeze(2) + self.transitions + emissions[:, t].unsqueeze(1)
            nxt = log_sum_exp(nxt, 1)
            alpha = torch.where(mask[:, t].unsqueeze(1), nxt, alpha)
        return log_sum_exp(alpha + self.end, 1)

    def forward(self, emissions, tags, mask):
        return (self.partition(emissions, mask) - self.score(emissions, tags, mask.float())).mean()

    @torch.no_grad()
    def viterbi(self, e):
        T, K = e.shape
        delta, back = self.start + e[0], []
        for t in range(1, T):
            best, idx = (delta[:, None] + self.transitions).max(0)
            delta = best + e[t]
            back.append(idx)
        path = [int((delta + self.end).argmax())]
        for idx in reversed(back):
            path.append(int(idx[path[-1]]))
        return path[::-1]


class BiLSTM_CRF(nn.Module):
    def __init__(self, vocab, tags, emb=20, hid=30):
        super().__init__()
        self.emb = nn.Embedding(vocab, emb)
        self.lstm = nn.LSTM(emb, hid // 2, bidirectional=True, batch_first=True)
        self.proj = nn.Linear(hid, tags)
        self.crf = CRF(tags)

    def forward(self, x, y):
        h, _ = self.lstm(self.emb(x))
        return self.crf(self.proj(h), y, x != 0)


model = BiLSTM_CRF(100, 5)
x = torch.randint(1, 100, (6, 9))
x[:, 7:] = 0
y = torch.randint(0, 5, (6, 9))
loss = model(x, y)
loss.backward()
print(model.crf.viterbi(torch.randn(9, 5)))

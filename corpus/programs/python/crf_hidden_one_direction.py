# Why it is here: a state for one direction is given to a recurrent layer with two.
# class: LSTM hidden size
import torch, torch.nn as nn

START, STOP = '<s>', '</s>'
tag2ix = {'B': 0, 'I': 1, 'O': 2, START: 3, STOP: 4}

def lse(v):
    m = v[0, v.argmax(1).item()]
    return m + torch.log(torch.sum(torch.exp(v - m.view(1, -1).expand(1, v.size(1)))))

class CRF(nn.Module):
    def __init__(self, vocab, tags, e=6, h=8):
        super().__init__()
        self.n, self.h = len(tags), h
        self.emb = nn.Embedding(vocab, e)
        self.lstm = nn.LSTM(e, h // 2, num_layers=1, bidirectional=True)
        self.out = nn.Linear(h, self.n)
        self.trans = nn.Parameter(torch.randn(self.n, self.n))
        self.trans.data[tags[START], :] = -1e4
        self.trans.data[:, tags[STOP]] = -1e4
    def feats(self, sent):
        h = (torch.randn(1, 1, self.h // 2), torch.randn(1, 1, self.h // 2))
        o, _ = self.lstm(self.emb(sent).view(len(sent), 1, -1), h)  #! RNN/hidden
        return self.out(o.view(len(sent), self.h))
    def forward_alg(self, fs):
        a = torch.full((1, self.n), -1e4)
        a[0][tag2ix[START]] = 0.
        for f in fs:
            nxt = []
            for t in range(self.n):
                emit = f[t].view(1, -1).expand(1, self.n)
                nxt.append(lse(a + self.trans[t].view(1, -1) + emit).view(1))
            a = torch.cat(nxt).view(1, -1)
        return lse(a + self.trans[tag2ix[STOP]].view(1, -1))
    def score(self, fs, tags):
        s = torch.zeros(1)
        tags = torch.cat([torch.tensor([tag2ix[START]], dtype=torch.long), tags])
        for i, f in enumerate(fs):
            s = s + self.trans[tags[i + 1], tags[i]] + f[tags[i + 1]]
        return s + self.trans[tag2ix[STOP], tags[-1]]
    def viterbi(self, fs):
        v, back = torch.full((1, self.n), -1e4), []
        v[0][tag2ix[START]] = 0
        for f in fs:
            m = v + self.trans
            best, idx = m.max(1)
            back.append(idx)
            v = (best + f).view(1, -1)
        return v.max().item(), [b.tolist() for b in back]
    def nll(self, x, y):
        fs = self.feats(x)
        return self.forward_alg(fs) - self.score(fs, y)

m = CRF(30, tag2ix)
opt = torch.optim.SGD(m.parameters(), 0.01, weight_decay=1e-4)
for n in (5, 3):
    x = torch.randint(0, 30, (n,))
    y = torch.randint(0, 3, (n,))
    m.zero_grad()
    loss = m.nll(x, y)
    loss.backward()
    opt.step()
with torch.no_grad():
    print(m.viterbi(m.feats(x))[0])

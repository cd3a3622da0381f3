# Why it is here: the state of a bidirectional LSTM has too few layers.
# class: RNN hidden state
import torch
import torch.nn as nn

START, STOP = '<s>', '</s>'

def log_sum_exp(vec):
    m = vec.max(1, keepdim=True)[0]
    return m.squeeze(1) + (vec - m).exp().sum(1).log()

class BiLSTM_CRF(nn.Module):
    def __init__(self, vocab_size, tags, emb=10, hidden=8):
        super().__init__()
        self.tags, self.n = tags, len(tags)
        self.hidden = hidden
        self.embeds = nn.Embedding(vocab_size, emb)
        self.lstm = nn.LSTM(emb, hidden // 2, bidirectional=True)
        self.hidden2tag = nn.Linear(hidden, self.n)
        self.transitions = nn.Parameter(torch.randn(self.n, self.n))
        self.transitions.data[tags[START], :] = -10000
        self.transitions.data[:, tags[STOP]] = -10000
    def features(self, s):
        h = (torch.randn(2, 1, self.hidden), torch.randn(2, 1, self.hidden))
        out, _ = self.lstm(self.embeds(s).view(len(s), 1, -1), h)  #! RNN/hidden
        return self.hidden2tag(out.view(len(s), -1))
    def forward_alg(self, feats):
        alpha = torch.full((1, self.n), -10000.)
        alpha[0][self.tags[START]] = 0.
        for f in feats:
            alpha = log_sum_exp(alpha + self.transitions + f.view(-1, 1)).view(1, -1)
        return log_sum_exp(alpha + self.transitions[self.tags[STOP]])[0]
    def score(self, feats, tags):
        s = torch.zeros(1)
        tags = torch.cat([torch.tensor([self.tags[START]], dtype=torch.long), tags])
        for i, f in enumerate(feats):
            s = s + self.transitions[tags[i + 1], tags[i]] + f[tags[i + 1]]
        return s + self.transitions[self.tags[STOP], tags[-1]]
    def viterbi(self, feats):
        back = []
        v = torch.full((1, self.n), -10000.)
        v[0][self.tags[START]] = 0
        for f in feats:
            nxt = v + self.transitions
            best, ids = nxt.max(1)
            v = (best + f).view(1, -1)
            back.append(ids)
        best = (v + self.transitions[self.tags[STOP]]).argmax(1).item()
        path = [best]
        for ids in reversed(back):
            best = ids[best].item()
            path.append(best)
        path.pop()
        return path[::-1]
    def nll(self, s, tags):
        f = self.features(s)
        return self.forward_alg(f) - self.score(f, tags)

data = [('the wall street journal reported today'.split(), 'B I I I O O'.split()), ('georgia tech is a university'.split(), 'B I O O O'.split())]
w2i = {}
for s, _ in data:
    for w in s:
        if w not in w2i:
            w2i[w] = len(w2i)
t2i = {'B': 0, 'I': 1, 'O': 2, START: 3, STOP: 4}
model = BiLSTM_CRF(len(w2i), t2i)
opt = torch.optim.SGD(model.parameters(), 0.01, weight_decay=1e-4)
for epoch in range(2):
    for s, t in data:
        model.zero_grad()
        x = torch.tensor([w2i[w] for w in s])
        y = torch.tensor([t2i[k] for k in t])
        loss = model.nll(x, y)
        loss.backward()
        opt.step()
with torch.no_grad():
    print(model.viterbi(model.features(torch.tensor([w2i[w] for w in data[0][0]]))))

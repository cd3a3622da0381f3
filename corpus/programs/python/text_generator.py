# Why it is here: letters generated from a recurrent state that is handed on.
import torch
import torch.nn as nn
import numpy as np

text = open(__file__).read()[:1500]
chars = tuple(sorted(set(text)))
int2char = dict(enumerate(chars))
char2int = {ch: ii for ii, ch in int2char.items()}
encoded = np.array([char2int[ch] for ch in text])

def one_hot_encode(arr, n_labels):
    one_hot = np.zeros((arr.size, n_labels), dtype=np.float32)
    one_hot[np.arange(one_hot.shape[0]), arr.flatten()] = 1.
    return one_hot.reshape((*arr.shape, n_labels))

def get_batches(arr, batch_size, seq_length):
    total = batch_size * seq_length
    n_batches = len(arr) // total
    arr = arr[:n_batches * total]
    arr = arr.reshape((batch_size, -1))
    for n in range(0, arr.shape[1], seq_length):
        x = arr[:, n:n + seq_length]
        y = np.zeros_like(x)
        try:
            y[:, :-1], y[:, -1] = x[:, 1:], arr[:, n + seq_length]
        except IndexError:
            y[:, :-1], y[:, -1] = x[:, 1:], arr[:, 0]
        yield x, y

class CharRNN(nn.Module):
    def __init__(self, tokens, n_hidden=32, n_layers=2, drop_prob=0.5):
        super().__init__()
        self.n_layers, self.n_hidden = n_layers, n_hidden
        self.chars = tokens
        self.lstm = nn.LSTM(len(tokens), n_hidden, n_layers, dropout=drop_prob, batch_first=True)
        self.dropout = nn.Dropout(drop_prob)
        self.fc = nn.Linear(n_hidden, len(tokens))
    def forward(self, x, hidden):
        r_output, hidden = self.lstm(x, hidden)
        out = self.dropout(r_output).contiguous().view(-1, self.n_hidden)
        return self.fc(out), hidden
    def init_hidden(self, batch_size):
        weight = next(self.parameters()).data
        return (weight.new(self.n_layers, batch_size, self.n_hidden).zero_(), weight.new(self.n_layers, batch_size, self.n_hidden).zero_())

net = CharRNN(chars)
opt = torch.optim.Adam(net.parameters(), lr=1e-3)
crit = nn.CrossEntropyLoss()
BS, SEQ = 8, 20
for e in range(2):
    h = net.init_hidden(BS)
    for x, y in get_batches(encoded, BS, SEQ):
        x = one_hot_encode(x, len(chars))
        inputs, targets = torch.from_numpy(x), torch.from_numpy(y)
        h = tuple([each.data for each in h])
        net.zero_grad()
        output, h = net(inputs, h)
        loss = crit(output, targets.view(BS * SEQ).long())
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 5)
        opt.step()

def predict(net, char, h=None, top_k=3):
    x = np.array([[char2int[char]]])
    x = torch.from_numpy(one_hot_encode(x, len(net.chars)))
    h = tuple([each.data for each in h])
    out, h = net(x, h)
    p = torch.softmax(out, dim=1).data
    p, top_ch = p.topk(top_k)
    top_ch = top_ch.numpy().squeeze()
    p = p.numpy().squeeze().astype('float64')
    char = np.random.choice(top_ch, p=p / p.sum())
    return int2char[int(char)], h

net.eval()
h = net.init_hidden(1)
out = []
c = text[0]
for _ in range(10):
    c, h = predict(net, c, h)
    out.append(c)
print(''.join(out))

# Why it is here: padded speech into a convolution, with time where the features should be.
# class: conv channels
import torch
from torch import nn
from torch.utils.data import Dataset, DataLoader


class Speech(Dataset):
    def __init__(self, n=12):
        self.lens = [80 + 7 * i for i in range(n)]
        self.tlen = [4 + i % 5 for i in range(n)]

    def __len__(self):
        return len(self.lens)

    def __getitem__(self, i):
        return torch.randn(self.lens[i], 40), torch.randint(1, 29, (self.tlen[i],))


def pad(batch):
    feats, texts = zip(*batch)
    fl = torch.tensor([f.shape[0] for f in feats])
    tl = torch.tensor([t.shape[0] for t in texts])
    feats = nn.utils.rnn.pad_sequence(feats, batch_first=True)
    texts = nn.utils.rnn.pad_sequence(texts, batch_first=True)
    return feats, texts, fl, tl


class DeepSpeech(nn.Module):
    def __init__(self, mels=40, hid=32, vocab=29):
        super().__init__()
        self.conv = nn.Sequential(nn.Conv1d(mels, hid, 11, stride=2, padding=5), nn.BatchNorm1d(hid), nn.Hardtanh(0, 20))
        self.rnn = nn.GRU(hid, hid, num_layers=2, bidirectional=True, batch_first=True)
        self.fc = nn.Linear(2 * hid, vocab)

    def forward(self, x):
        x = self.conv(x)  #! Conv/channels
        x, _ = self.rnn(x)
        return self.fc(x).log_softmax(-1)


model = DeepSpeech()
ctc = nn.CTCLoss(blank=0, zero_infinity=True)
opt = torch.optim.AdamW(model.parameters(), 1e-3)
for feats, texts, fl, tl in DataLoader(Speech(), batch_size=4, collate_fn=pad, shuffle=True):
    logp = model(feats)
    loss = ctc(logp.transpose(0, 1), texts, (fl + 1) // 2, tl)
    opt.zero_grad()
    loss.backward()
    opt.step()

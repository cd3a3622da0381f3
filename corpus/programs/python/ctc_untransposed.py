# Why it is here: CTC takes time first; in the other order lengths are missing.
# class: label shape
import torch
from torch import nn

class DeepSpeech(nn.Module):
    def __init__(self, feats=40, hid=32, vocab=29, layers=2):
        super().__init__()
        self.conv = nn.Sequential(nn.Conv2d(1, 8, (11, 5), stride=(2, 2), padding=(5, 2)), nn.Hardtanh(0, 20, inplace=True))
        f = (feats + 2 * 5 - 11) // 2 + 1
        self.rnns = nn.ModuleList()
        d = 8 * f
        for i in range(layers):
            self.rnns.append(nn.GRU(d, hid, bidirectional=True))
            d = hid
        self.fc = nn.Linear(hid, vocab)
    def forward(self, spec, lens):
        x = self.conv(spec.unsqueeze(1))
        b, c, f, t = x.shape
        x = x.reshape(b, c * f, t).permute(2, 0, 1)
        out_lens = torch.div(lens - 1, 2, rounding_mode='floor') + 1
        for rnn in self.rnns:
            packed = nn.utils.rnn.pack_padded_sequence(x, out_lens, enforce_sorted=False)
            y, _ = rnn(packed)
            x, _ = nn.utils.rnn.pad_packed_sequence(y, total_length=t)
            x = x.view(t, b, 2, -1).sum(2)
        return self.fc(x).log_softmax(-1), out_lens

net = DeepSpeech()
ctc = nn.CTCLoss(blank=0, zero_infinity=True)
spec = torch.rand(3, 40, 101)
lens = torch.tensor([101, 80, 60])
targets = torch.randint(1, 29, (3, 12))
tl = torch.tensor([12, 9, 5])
lp, ol = net(spec, lens)
loss = ctc(lp.transpose(0, 1), targets, ol, tl)  #! CTC/lengths
loss.backward()
hyp = [[int(k) for k in torch.unique_consecutive(s) if k != 0] for s in lp.argmax(-1).t()]
print(len(hyp), loss)
flat = torch.cat([t[:n] for t, n in zip(targets, tl)])
print(ctc(lp.detach(), flat, ol, tl))

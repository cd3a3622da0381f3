# Why it is here: a recurrent layer over a spectrogram, with connectionist temporal classification.
import torch
from torch import nn

wave = torch.randn(4, 16000)
spec = torch.stft(wave, n_fft=512, hop_length=160, window=torch.hann_window(512), return_complex=True)
mag = spec.abs().pow(2)
fb = torch.rand(257, 64)
mel = torch.matmul(mag.transpose(1, 2), fb).clamp(min=1e-9).log()
x = mel.transpose(1, 2).unsqueeze(1)
net = nn.Sequential(nn.Conv2d(1, 8, 3, 2, 1), nn.ReLU(), nn.Conv2d(8, 16, 3, 2, 1), nn.ReLU())
y = net(x)
b, c, f, t = y.shape
rnn = nn.LSTM(c * f, 32, batch_first=True)
out, _ = rnn(y.view(b, c * f, t).transpose(1, 2))
logp = nn.Linear(32, 29)(out).log_softmax(-1).transpose(0, 1)
targets = torch.randint(1, 29, (4, 10))
ctc = nn.CTCLoss()(logp, targets, torch.full((4,), logp.size(0)), torch.full((4,), 10))
ctc.backward()

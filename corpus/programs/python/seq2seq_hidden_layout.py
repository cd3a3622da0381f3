# Why it is here: the decoder's hidden state is taken from a bidirectional encoder without joining its two directions.
# class: LSTM batch_first / hidden / input size
import torch
import torch.nn as nn

VOCAB, EMB, HID = 40, 16, 32


class EncoderRNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(VOCAB, EMB)
        self.gru = nn.GRU(EMB, HID, batch_first=True, bidirectional=True)

    def forward(self, words):
        return self.gru(self.embedding(words))


class DecoderRNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(VOCAB, EMB)
        self.gru = nn.GRU(EMB, HID, batch_first=True)
        self.out = nn.Linear(HID, VOCAB)

    def forward(self, hidden, targets):
        steps = []
        token = torch.zeros(targets.size(0), 1, dtype=torch.long)
        for i in range(targets.size(1)):
            output, hidden = self.gru(self.embedding(token), hidden)  #! RNN/hidden
            steps.append(self.out(output))
            token = targets[:, i].unsqueeze(1)
        return torch.cat(steps, dim=1)


words = torch.randint(VOCAB, (5, 11))
targets = torch.randint(VOCAB, (5, 8))
_, hidden = EncoderRNN()(words)
logits = DecoderRNN()(hidden, targets)
print(nn.functional.cross_entropy(logits.transpose(1, 2), targets))

# Why it is here: an encoder and decoder with additive attention, teacher forcing and a list of outputs that is stacked.
import random
import torch
import torch.nn as nn
import torch.nn.functional as F

SRC_VOCAB, TRG_VOCAB, PAD = 50, 60, 0


class Encoder(nn.Module):
    def __init__(self, vocab, emb, hid, dec_hid):
        super().__init__()
        self.embedding = nn.Embedding(vocab, emb, padding_idx=PAD)
        self.rnn = nn.GRU(emb, hid, bidirectional=True)
        self.fc = nn.Linear(hid * 2, dec_hid)

    def forward(self, src):
        outputs, hidden = self.rnn(self.embedding(src))
        hidden = torch.tanh(self.fc(torch.cat((hidden[-2, :, :], hidden[-1, :, :]), dim=1)))
        return outputs, hidden


class Attention(nn.Module):
    def __init__(self, hid, dec_hid):
        super().__init__()
        self.attn = nn.Linear(hid * 2 + dec_hid, dec_hid)
        self.v = nn.Linear(dec_hid, 1, bias=False)

    def forward(self, hidden, encoder_outputs):
        src_len = encoder_outputs.shape[0]
        hidden = hidden.unsqueeze(1).repeat(1, src_len, 1)
        encoder_outputs = encoder_outputs.permute(1, 0, 2)
        energy = torch.tanh(self.attn(torch.cat((hidden, encoder_outputs), dim=2)))
        return F.softmax(self.v(energy).squeeze(2), dim=1)


class Decoder(nn.Module):
    def __init__(self, vocab, emb, hid, dec_hid, attention):
        super().__init__()
        self.vocab = vocab
        self.attention = attention
        self.embedding = nn.Embedding(vocab, emb)
        self.rnn = nn.GRU(hid * 2 + emb, dec_hid)
        self.out = nn.Linear(hid * 2 + dec_hid + emb, vocab)
        self.dropout = nn.Dropout(0.5)

    def forward(self, token, hidden, encoder_outputs):
        embedded = self.dropout(self.embedding(token.unsqueeze(0)))
        a = self.attention(hidden, encoder_outputs).unsqueeze(1)
        weighted = torch.bmm(a, encoder_outputs.permute(1, 0, 2)).permute(1, 0, 2)
        output, hidden = self.rnn(torch.cat((embedded, weighted), dim=2), hidden.unsqueeze(0))
        assert (output == hidden).all()
        prediction = self.out(torch.cat((output.squeeze(0), weighted.squeeze(0), embedded.squeeze(0)), dim=1))
        return prediction, hidden.squeeze(0)


class Seq2Seq(nn.Module):
    def __init__(self, encoder, decoder):
        super().__init__()
        self.encoder, self.decoder = encoder, decoder

    def forward(self, src, trg, teacher_forcing_ratio=0.5):
        outputs = torch.zeros(trg.shape[0], trg.shape[1], self.decoder.vocab)
        encoder_outputs, hidden = self.encoder(src)
        token = trg[0, :]
        for t in range(1, trg.shape[0]):
            output, hidden = self.decoder(token, hidden, encoder_outputs)
            outputs[t] = output
            teacher_force = random.random() < teacher_forcing_ratio
            top1 = output.argmax(1)
            token = trg[t] if teacher_force else top1
        return outputs


model = Seq2Seq(Encoder(SRC_VOCAB, 24, 32, 40), Decoder(TRG_VOCAB, 20, 32, 40, Attention(32, 40)))
criterion = nn.CrossEntropyLoss(ignore_index=PAD)
src, trg = torch.randint(1, SRC_VOCAB, (7, 4)), torch.randint(1, TRG_VOCAB, (9, 4))
output = model(src, trg)
output_dim = output.shape[-1]
loss = criterion(output[1:].view(-1, output_dim), trg[1:].view(-1))
loss.backward()
print(loss.item())

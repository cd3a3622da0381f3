# Why it is here: the pair that an LSTM returns goes straight into a Linear.
# class: RNN output tuple used as tensor
import torch
import torch.nn as nn


class Sentiment(nn.Module):
    def __init__(self, vocab_size, embed_dim=32, hidden_dim=64):
        super().__init__()
        self.embed = nn.Embedding(vocab_size, embed_dim)
        self.lstm = nn.LSTM(embed_dim, hidden_dim, batch_first=True)
        self.fc = nn.Linear(hidden_dim, 1)

    def forward(self, ids):
        x = self.embed(ids)
        x = self.lstm(x)
        return torch.sigmoid(self.fc(x))  #! Layer/tensor


net = Sentiment(1000)
print(net(torch.randint(0, 1000, (4, 20))).shape)

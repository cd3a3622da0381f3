# Why it is here: a recurrent cell by hand that joins input and hidden state, one-hot letters and a category by topk.
import random
import string
import torch
import torch.nn as nn

all_letters = string.ascii_lowercase
n_letters = len(all_letters)


def line_to_tensor(line):
    tensor = torch.zeros(len(line), 1, n_letters)
    for li, letter in enumerate(line):
        tensor[li][0][all_letters.find(letter)] = 1
    return tensor


class RNN(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super(RNN, self).__init__()
        self.hidden_size = hidden_size
        self.i2h = nn.Linear(input_size + hidden_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)
        self.softmax = nn.LogSoftmax(dim=1)

    def forward(self, input, hidden):
        combined = torch.cat((input, hidden), 1)
        hidden = torch.tanh(self.i2h(combined))
        return self.softmax(self.h2o(hidden)), hidden

    def initHidden(self):
        return torch.zeros(1, self.hidden_size)


names = {'en': ['smith', 'jones'], 'it': ['rossi', 'bianchi'], 'ru': ['ivanov']}
categories = list(names)
rnn, criterion = RNN(n_letters, 16, len(categories)), nn.NLLLoss()
for i in range(3):
    category = random.choice(categories)
    line = line_to_tensor(random.choice(names[category]))
    hidden = rnn.initHidden()
    rnn.zero_grad()
    for j in range(line.size()[0]):
        output, hidden = rnn(line[j], hidden)
    loss = criterion(output, torch.tensor([categories.index(category)], dtype=torch.long))
    loss.backward()
    for p in rnn.parameters():
        p.data.add_(p.grad.data, alpha=-0.005)
    top_n, top_i = output.topk(1)
    print(categories[top_i[0].item()], loss.item())

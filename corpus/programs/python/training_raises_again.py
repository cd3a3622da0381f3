# Why it is here: a handler that says what went wrong and raises it again.
# class: Linear in_features
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(12, 24)
        self.b = nn.Linear(12, 4)

    def forward(self, x):
        return self.b(torch.sigmoid(self.a(x)))  #! Linear/in_features


def main():
    net = Net()
    opt = torch.optim.SGD(net.parameters(), lr=0.5)
    try:
        for _ in range(3):
            x, y = torch.randn(6, 12), torch.randint(4, (6,))
            loss = nn.functional.cross_entropy(net(x), y)
            opt.zero_grad()
            loss.backward()
            opt.step()
    except Exception as e:
        print('training failed:', e)
        raise
    print('done')


main()

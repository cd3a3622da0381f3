# Why it is here: one choice of the match keeps two axes that the head does not expect.
# class: flatten size after convolutions
import torch
from torch import nn


def make_pool(kind: str) -> nn.Module:
    match kind:
        case 'avg' | 'mean':
            return nn.AdaptiveAvgPool2d(1)
        case 'max':
            return nn.AdaptiveMaxPool2d(2)
        case _:
            raise ValueError(f'unknown pooling {kind!r}')


class Net(nn.Module):
    def __init__(self, pool='avg'):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(3, 20, 5), nn.ReLU(), make_pool(pool), nn.Flatten())
        self.head = nn.Linear(20, 4)

    def forward(self, x):
        return self.head(self.body(x))  #! Linear/in_features


for name in ('avg', 'max'):
    print(name, Net(name)(torch.randn(2, 3, 24, 24)).shape)

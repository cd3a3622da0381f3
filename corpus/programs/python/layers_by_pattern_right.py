# Why it is here: layers built from patterns.
import torch
from torch import nn

def build(spec):
    layers = []
    c = 3
    for item in spec:
        match item:
            case ('conv', int(out), k):
                layers.append(nn.Conv2d(c, out, k, padding=k // 2))
                c = out
            case ('pool', k):
                layers.append(nn.MaxPool2d(k))
            case 'relu':
                layers.append(nn.ReLU())
            case {'linear': (i, o)}:
                layers += [nn.Flatten(), nn.Linear(i, o)]
            case _:
                raise ValueError(item)
    return nn.Sequential(*layers)

net = build([('conv', 16, 3), 'relu', ('pool', 2), ('conv', 32, 5), 'relu', ('pool', 4), {'linear': (32 * 3 * 3, 10)}])
print(net(torch.randn(2, 3, 24, 24)).shape)

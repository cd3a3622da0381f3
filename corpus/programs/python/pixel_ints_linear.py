# Why it is here: raw pixels are bytes, and nobody made them floats before the first Linear.
# class: dtype Long/Float in Linear
import torch
import torch.nn as nn
import torch.nn.functional as F


def load(n=16):
    images = torch.randint(0, 256, (n, 28, 28), dtype=torch.uint8)
    labels = torch.randint(0, 10, (n,))
    return images, labels


class MLP(nn.Module):
    def __init__(self, sizes=[784, 64, 10]):
        super().__init__()
        self.net = nn.Sequential(*[layer for a, b in zip(sizes, sizes[1:]) for layer in (nn.Linear(a, b), nn.ReLU())][:-1])

    def forward(self, images):
        return self.net(images.flatten(1))  #! Linear/dtype


images, labels = load()
print(F.cross_entropy(MLP()(images), labels))

# Why it is here: heads in a ModuleDict, losses in a dict, a total by sum over a generator, classmethods and properties.
import torch
from torch import nn


class MultiTask(nn.Module):
    TASKS = {'age': 1, 'gender': 2, 'mood': 7}

    def __init__(self, width):
        super().__init__()
        self._width = width
        self.trunk = nn.Sequential(nn.Linear(40, width), nn.LayerNorm(width), nn.Mish())
        self.heads = nn.ModuleDict({name: nn.Linear(width, n) for name, n in self.TASKS.items()})

    @classmethod
    def small(cls, **overrides):
        options = {'width': 32, **overrides}
        return cls(**options)

    @property
    def width(self):
        return self._width

    def forward(self, x):
        h = self.trunk(x)
        return {name: head(h) for name, head in self.heads.items()}


losses = {
    'age': lambda out, y: nn.functional.l1_loss(out.squeeze(-1), y),
    'gender': nn.CrossEntropyLoss(weight=torch.tensor([0.3, 0.7])),
    'mood': nn.MultiMarginLoss(),
}
model = MultiTask.small(width=48)
batch = {'x': torch.randn(10, 40), 'age': torch.rand(10) * 80, 'gender': torch.randint(2, (10,)), 'mood': torch.randint(7, (10,))}
out = model(batch.pop('x'))
total = sum(losses[k](out[k], batch[k]) for k in batch)
total.backward()
print({k: tuple(v.shape) for k, v in out.items()}, model.width, f'{total:.2f}')

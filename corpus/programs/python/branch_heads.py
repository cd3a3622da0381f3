# Why it is here: the right twin of branch_flat_head.py: each head reads what its own branch makes.
import torch
import torch.nn as nn


class Classifier(nn.Module):
    def __init__(self, head, classes=10):
        super().__init__()
        self.head = head
        self.conv = nn.Conv2d(3, 24, kernel_size=5, stride=2)
        if head == 'flat':
            self.fc = nn.Linear(24 * 14 * 14, classes)
        else:
            self.fc = nn.Linear(24, classes)

    def forward(self, x):
        x = torch.relu(self.conv(x))
        if self.head == 'mean':
            x = x.mean(dim=(2, 3))
        elif self.head == 'max':
            x = torch.amax(x, dim=(2, 3))
        else:
            x = x.flatten(1)
        return self.fc(x)


def evaluate(head, images):
    model = Classifier(head).eval()
    with torch.no_grad():
        scores = model(images)
    print(f'{head:>5}: {tuple(scores.shape)}')
    return scores


images = torch.rand(16, 3, 32, 32)
results = [evaluate(head, images) for head in ('mean', 'max', 'flat')]

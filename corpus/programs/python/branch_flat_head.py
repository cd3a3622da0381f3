# Why it is here: three heads, one of them wrong, and only the last command of the loop takes it.
# class: wrong only on one branch
import torch
import torch.nn as nn


class Classifier(nn.Module):
    def __init__(self, head, classes=10):
        super().__init__()
        self.head = head
        self.conv = nn.Conv2d(3, 24, kernel_size=5, stride=2)
        if head == 'flat':
            self.fc = nn.Linear(24 * 15 * 15, classes)
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
        return self.fc(x)  #! Linear/in_features


def evaluate(head, images):
    model = Classifier(head).eval()
    with torch.no_grad():
        scores = model(images)
    print(f'{head:>5}: {tuple(scores.shape)}')
    return scores


images = torch.rand(16, 3, 32, 32)
results = [evaluate(head, images) for head in ('mean', 'max', 'flat')]

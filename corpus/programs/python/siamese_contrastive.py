# Why it is here: the distance keeps its column, the labels are a vector of another length after the pairs are made.
# class: incompatible broadcast
import torch
import torch.nn as nn
import torch.nn.functional as F


class ContrastiveLoss(nn.Module):
    def __init__(self, margin=2.0):
        super(ContrastiveLoss, self).__init__()
        self.margin = margin

    def forward(self, a, b, label):
        d = F.pairwise_distance(a, b)
        return torch.mean(label * d.pow(2) + (d > self.margin).float() * torch.clamp(self.margin - d, min=0.0).pow(2))  #! Mul/broadcast


class Twin(nn.Module):
    def __init__(self):
        super().__init__()
        self.cnn = nn.Sequential(nn.ReflectionPad2d(1), nn.Conv2d(1, 4, kernel_size=3), nn.ReLU(inplace=True), nn.BatchNorm2d(4))
        self.fc = nn.Sequential(nn.Linear(4 * 20 * 20, 50), nn.ReLU(inplace=True), nn.Linear(50, 5))

    def once(self, x):
        out = self.cnn(x)
        return self.fc(out.view(out.size()[0], -1))

    def forward(self, a, b):
        return self.once(a), self.once(b)


net = Twin()
images = torch.rand(12, 1, 20, 20)
labels = torch.randint(0, 2, (12,))
left, right = net(images[0::2], images[1::2])
print(ContrastiveLoss()(left, right, labels.float()).item())

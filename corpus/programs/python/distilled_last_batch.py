# Why it is here: a student learns from whole batches, the last of which is smaller.
# class: last batch
import torch
import torch.nn as nn
import torch.nn.functional as F
from contextlib import nullcontext

class Teacher(nn.Module):
    def __init__(self, d=20, c=6):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(d, 64), nn.BatchNorm1d(64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU())
        self.head = nn.Linear(64, c)
    def forward(self, x, return_feat=False):
        f = self.body(x)
        out = self.head(f)
        return (out, f) if return_feat else out

class Student(nn.Module):
    def __init__(self, d=20, c=6, teacher_dim=64):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(d, 24), nn.ReLU())
        self.adapt = nn.Linear(24, teacher_dim)
        self.head = nn.Linear(24, c)
    def forward(self, x):
        f = self.body(x)
        return self.head(f), self.adapt(f)

def kd_loss(s, t, y, T=4.0, alpha=0.7):
    soft = F.kl_div(F.log_softmax(s / T, dim=1), F.softmax(t / T, dim=1), reduction='batchmean') * T * T
    return alpha * soft + (1 - alpha) * F.cross_entropy(s, y)

def run(model, data, optimizer=None, hook=None):
    train = optimizer is not None
    model.train(train)
    total, n = 0.0, 0
    with nullcontext() if train else torch.no_grad():
        for x, y in data:
            loss = hook(model, x, y)
            if train:
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
            total, n = total + loss.item() * y.size(0), n + y.size(0)
    return total / n

g = torch.Generator().manual_seed(1)
X = torch.randn(90, 20, generator=g)
Y = (X @ torch.randn(20, 6, generator=g)).argmax(dim=1)
data = list(zip(X.split(32), Y.split(30)))
teacher, student = Teacher(), Student()
ot = torch.optim.SGD(teacher.parameters(), lr=0.1, momentum=0.9)
print(run(teacher, data, ot, lambda m, x, y: F.cross_entropy(m(x), y)))  #! NegativeLogLikelihoodLoss/target
for p in teacher.parameters():
    p.requires_grad_(False)
teacher.eval()

def distill(m, x, y):
    t, tf = teacher(x, return_feat=True)
    s, sf = m(x)
    return kd_loss(s, t, y) + 0.1 * F.mse_loss(sf, tf) + (1 - F.cosine_similarity(sf, tf, dim=1)).mean()

os_ = torch.optim.Adam(student.parameters())
for _ in range(2):
    print(run(student, data, os_, distill), run(student, data, hook=distill))
with torch.no_grad():
    d = torch.cdist(student(X)[1], teacher(X, True)[1])
    nn_ = d.topk(3, largest=False).indices
    vote = F.one_hot(Y[nn_], 6).sum(1).argmax(-1)
    print((vote == Y).float().mean(), d.diagonal().mean())

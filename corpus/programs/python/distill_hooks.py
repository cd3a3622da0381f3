# Why it is here: features kept by hooks through methods with underscores, a frozen teacher, an average of weights.
import copy
import torch
from torch import nn
import torch.nn.functional as F
from torchvision import models

teacher = models.resnet18(weights=None, num_classes=20)
student = models.mobilenet_v2(weights=None)
student.classifier[1] = nn.Linear(student.last_channel, 20)
teacher.conv1 = nn.Conv2d(3, 64, 3, 1, 1, bias=False)
teacher.maxpool = nn.Identity()
for p in teacher.parameters():
    p.requires_grad_(False)
teacher.eval()

class EMA:
    def __init__(self, m, decay=.99):
        self.m, self.decay = copy.deepcopy(m).eval(), decay
    @torch.no_grad()
    def update(self, m):
        for a, b in zip(self.m.parameters(), m.parameters()):
            a.lerp_(b, 1 - self.decay)

def kd(s, t, y, T=4., a=.7):
    soft = F.kl_div(F.log_softmax(s / T, 1), F.softmax(t / T, 1), reduction='batchmean') * T * T
    return a * soft + (1 - a) * F.cross_entropy(s, y)

proj = nn.Conv2d(1280, 512, 1)
feats = {}
teacher.layer4.register_forward_hook(lambda m, i, o: feats.__setitem__('t', o))
student.features.register_forward_hook(lambda m, i, o: feats.update(s=o))
ema = EMA(student)
opt = torch.optim.SGD([{'params': student.parameters()}, {'params': proj.parameters(), 'lr': 0.1}], lr=0.05)
for _ in range(2):
    x, y = torch.rand(4, 3, 64, 64), torch.randint(0, 20, (4,))
    with torch.no_grad():
        t = teacher(x)
    s = student(x)
    fs = F.interpolate(proj(feats['s']), size=feats['t'].shape[-2:])
    loss = kd(s, t, y) + F.mse_loss(fs, feats['t'])
    opt.zero_grad(); loss.backward(); opt.step()
    ema.update(student)
with torch.no_grad():
    p = torch.stack([ema.m(x).softmax(1), s.softmax(1)]).mean(0)
print(p.shape, teacher.fc(torch.rand(2, 512)).shape)

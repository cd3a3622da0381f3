# Why it is here: a skip connection of another size, reached through a trainer of the program's own.
# class: cat / stack mismatch
from typing import Any, Dict, List
import torch
import torch.nn as nn
import torch.nn.functional as F

class Callback:
    def on_epoch_end(self, trainer, logs): ...

class EarlyStop(Callback):
    def __init__(self, key, patience=1):
        self.key, self.best, self.bad, self.patience = key, None, 0, patience
    def on_epoch_end(self, trainer, logs):
        v = logs[self.key]
        if self.best is None or v < self.best:
            self.best, self.bad = v, 0
        else:
            self.bad += 1
        trainer.stop = self.bad > self.patience

class Trainer:
    def __init__(self, epochs, callbacks: List[Callback] = (), accumulate=1):
        self.epochs, self.callbacks, self.stop, self.acc = epochs, list(callbacks), False, accumulate
    def fit(self, module, train, val):
        opt, sched = module.configure()
        for epoch in range(self.epochs):
            module.train()
            for i, batch in enumerate(train):
                (module.training_step(batch, i) / self.acc).backward()
                if (i + 1) % self.acc == 0:
                    opt.step()
                    opt.zero_grad()
            sched.step()
            module.eval()
            with torch.no_grad():
                outs = [module.validation_step(b, i) for i, b in enumerate(val)]
            logs = module.validation_end(outs)
            for c in self.callbacks:
                c.on_epoch_end(self, logs)
            print(epoch, {k: round(float(v), 3) for k, v in logs.items()})
            if self.stop:
                break

class ASPP(nn.Module):
    def __init__(self, i, o, rates=(1, 2, 4)):
        super().__init__()
        self.convs = nn.ModuleList([nn.Conv2d(i, o, 3, padding=1, dilation=r) for r in rates])
        self.pool = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Conv2d(i, o, 1))
        self.proj = nn.Conv2d(o * (len(rates) + 1), o, 1)
    def forward(self, x):
        p = F.interpolate(self.pool(x), size=x.shape[-2:], mode='bilinear', align_corners=False)
        return self.proj(torch.cat([c(x) for c in self.convs] + [p], dim=1))  #! Concat/extents

class SegModule(nn.Module):
    def __init__(self, classes=4, width=8):
        super().__init__()
        self.classes = classes
        self.enc = nn.Sequential(nn.Conv2d(3, width, 3, 2, 1), nn.BatchNorm2d(width), nn.ReLU(), nn.Conv2d(width, 2 * width, 3, 2, 1), nn.ReLU())
        self.aspp = ASPP(2 * width, width)
        self.cls = nn.Conv2d(width, classes, 1)
        self.register_buffer('w', torch.ones(classes))
    def forward(self, x):
        return F.interpolate(self.cls(self.aspp(self.enc(x))), scale_factor=4, mode='nearest')
    def training_step(self, batch, i):
        x, y = batch['x'], batch['y']
        return F.cross_entropy(self(x), y, weight=self.w, ignore_index=255)
    def validation_step(self, batch, i) -> Dict[str, Any]:
        logits = self(batch['x'])
        p, y = logits.argmax(1), batch['y']
        k = (y >= 0) & (y < self.classes)
        hist = torch.bincount(self.classes * y[k] + p[k], minlength=self.classes ** 2).reshape(self.classes, self.classes)
        return {'loss': F.cross_entropy(logits, y), 'hist': hist}
    def validation_end(self, outs):
        hist = torch.stack([o['hist'] for o in outs]).sum(0)
        iou = hist.diag() / (hist.sum(0) + hist.sum(1) - hist.diag()).clamp(min=1)
        return {'val_loss': torch.stack([o['loss'] for o in outs]).mean(), 'miou': iou.mean()}
    def configure(self):
        opt = torch.optim.SGD(self.parameters(), 0.01, momentum=0.9)
        return opt, torch.optim.lr_scheduler.PolynomialLR(opt, total_iters=5, power=0.9)

def fake(n, b=2):
    for _ in range(n):
        yield {'x': torch.rand(b, 3, 32, 48), 'y': torch.randint(0, 4, (b, 32, 48))}

m = SegModule()
Trainer(2, [EarlyStop('val_loss')], accumulate=2).fit(m, list(fake(4)), list(fake(2, 1)))
print(m(torch.rand(1, 3, 32, 48)).softmax(1).sum(1).unique().numel() > 0)

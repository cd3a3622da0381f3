# Why it is here: a detection head that reads five numbers a box where four are.
# class: view numel
import torch
from torch import nn

class Head(nn.Module):
    """anchors per cell, classes and boxes"""
    def __init__(self, ch, anchors=3, classes=20):
        super().__init__()
        self.a, self.k = anchors, classes
        self.cls = nn.Conv2d(ch, anchors * classes, 3, padding=1)
        self.box = nn.Conv2d(ch, anchors * 4, 3, padding=1)
    def forward(self, feats):
        scores, boxes = [], []
        for f in feats:
            n, _, h, w = f.shape
            s = self.cls(f).view(n, self.a, self.k, h, w).permute(0, 3, 4, 1, 2)
            scores.append(s.reshape(n, -1, self.k))
            b = self.box(f).view(n, self.a, 4, h, w).permute(0, 3, 4, 1, 2)
            boxes.append(b.reshape(n, -1, 5))  #! Reshape/divisible
        return torch.cat(scores, 1), torch.cat(boxes, 1)

feats = [torch.randn(2, 64, s, s) for s in (32, 16, 8)]
cls, box = Head(64)(feats)
prob = cls.sigmoid()
best, label = prob.max(-1)
keep = best[0] > 0.5
picked = box[0][keep]
x1y1, wh = picked[:, :2], picked[:, 2:]
xyxy = torch.cat([x1y1 - wh / 2, x1y1 + wh / 2], dim=-1)
top = best.topk(100, dim=1).indices
sel = torch.gather(box, 1, top.unsqueeze(-1).expand(-1, -1, 4))
print(xyxy.shape, sel.shape)

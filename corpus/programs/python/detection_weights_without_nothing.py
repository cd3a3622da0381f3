# Why it is here: the weights forget the class that stands for nothing.
# class: class weights
import torch
import torch.nn as nn
import torch.nn.functional as F
from torchvision.ops import generalized_box_iou, box_convert

class MiniDETR(nn.Module):
    def __init__(self, classes=5, hidden=64, heads=4, queries=10):
        super().__init__()
        self.backbone = nn.Sequential(nn.Conv2d(3, 32, 3, 2, 1), nn.ReLU(), nn.Conv2d(32, 64, 3, 2, 1), nn.ReLU(), nn.Conv2d(64, 128, 3, 2, 1), nn.ReLU())
        self.proj = nn.Conv2d(128, hidden, 1)
        self.transformer = nn.Transformer(hidden, heads, 1, 1, dim_feedforward=128, batch_first=True)
        self.cls = nn.Linear(hidden, classes + 1)
        self.box = nn.Linear(hidden, 4)
        self.query = nn.Parameter(torch.rand(queries, hidden))
        self.row = nn.Parameter(torch.rand(16, hidden // 2))
        self.col = nn.Parameter(torch.rand(16, hidden // 2))
    def forward(self, x):
        h = self.proj(self.backbone(x))
        B, C, H, W = h.shape
        pos = torch.cat([self.col[:W].unsqueeze(0).repeat(H, 1, 1), self.row[:H].unsqueeze(1).repeat(1, W, 1)], dim=-1).flatten(0, 1)
        src = pos + h.flatten(2).transpose(1, 2)
        out = self.transformer(src, self.query.expand(B, -1, -1))
        return {'logits': self.cls(out), 'boxes': self.box(out).sigmoid()}

@torch.no_grad()
def match(out, targets):
    res = []
    for b, t in enumerate(targets):
        prob = out['logits'][b].softmax(-1)
        cost_c = -prob[:, t['labels']]
        cost_b = torch.cdist(out['boxes'][b], t['boxes'], p=1)
        cost_g = -generalized_box_iou(box_convert(out['boxes'][b], 'cxcywh', 'xyxy'), box_convert(t['boxes'], 'cxcywh', 'xyxy'))
        cost = cost_c + 5 * cost_b + 2 * cost_g
        rows, cols = [], []
        for j in range(cost.size(1)):
            i = int(cost[:, j].argmin())
            cost[i] = float('inf')
            rows.append(i); cols.append(j)
        res.append((torch.tensor(rows), torch.tensor(cols)))
    return res

def criterion(out, targets, classes=5):
    idx = match(out, targets)
    B, Q, K = out['logits'].shape
    tc = torch.full((B, Q), classes, dtype=torch.long)
    src_boxes, tgt_boxes = [], []
    for b, (i, j) in enumerate(idx):
        tc[b, i] = targets[b]['labels'][j]
        src_boxes.append(out['boxes'][b, i])
        tgt_boxes.append(targets[b]['boxes'][j])
    weight = torch.ones(classes)
    weight[-1] = 0.1
    ce = F.cross_entropy(out['logits'].transpose(1, 2), tc, weight)  #! NegativeLogLikelihoodLoss/weights
    src, tgt = torch.cat(src_boxes), torch.cat(tgt_boxes)
    l1 = F.l1_loss(src, tgt, reduction='sum') / max(len(tgt), 1)
    giou = (1 - torch.diag(generalized_box_iou(box_convert(src, 'cxcywh', 'xyxy'), box_convert(tgt, 'cxcywh', 'xyxy')))).sum() / max(len(tgt), 1)
    return ce + 5 * l1 + 2 * giou

model = MiniDETR()
opt = torch.optim.AdamW(model.parameters(), lr=1e-4)
for step in range(2):
    imgs = torch.rand(3, 3, 64, 96)
    targets = [{'labels': torch.randint(0, 5, (k,)), 'boxes': torch.rand(k, 4) * 0.5 + 0.2} for k in (1, 3, 2)]
    loss = criterion(model(imgs), targets)
    opt.zero_grad()
    loss.backward()
    opt.step()
    print(step, loss.item())

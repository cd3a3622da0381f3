# Why it is here: anchors are joined with their centres before both have all axes.
# class: cat / stack mismatch
import torch
from torchvision.ops import nms, box_iou, roi_align

def xywh2xyxy(b):
    cx, cy, w, h = b.unbind(-1)
    return torch.stack([cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2], dim=-1)

def anchors(size, scales=(8, 16), ratios=(0.5, 1., 2.)):
    ys, xs = torch.meshgrid(torch.arange(size), torch.arange(size), indexing='ij')
    centers = torch.stack([xs, ys], -1).reshape(-1, 1, 2) + 0.5
    wh = torch.tensor([[s * r ** 0.5, s / r ** 0.5] for s in scales for r in ratios])
    A = wh.size(0)
    c = centers.expand(-1, A, 2)
    return torch.cat([c, wh], -1).reshape(-1, 4)  #! Concat/ranks

def assign(anch, gt, thr=0.3):
    iou = box_iou(anch, gt)
    best, idx = iou.max(dim=1)
    labels = torch.full((anch.size(0),), -1)
    labels[best >= thr] = 1
    labels[iou.argmax(0)] = 1
    return labels, gt[idx]

def encode(anch, gt):
    aw = anch[:, 2:] - anch[:, :2]
    gw = gt[:, 2:] - gt[:, :2]
    ac, gc = anch[:, :2] + aw / 2, gt[:, :2] + gw / 2
    return torch.cat([(gc - ac) / aw, torch.log(gw / aw)], 1)

anch = xywh2xyxy(anchors(10))
gt = torch.tensor([[1., 1., 6., 7.], [3., 2., 9., 9.]])
labels, matched = assign(anch, gt)
reg = encode(anch, matched)
pos = labels == 1
pred = torch.randn(anch.shape[0], 4, requires_grad=True)
loss = torch.nn.functional.smooth_l1_loss(pred[pos], reg[pos])
loss.backward()
keep = nms(anch, torch.rand(len(anch)), 0.5)
fm = torch.rand(1, 8, 10, 10)
rois = roi_align(fm, [anch[keep][:5]], output_size=(7, 7))
print(rois.flatten(1).shape, torch.nn.Linear(8 * 49, 2)(rois.flatten(1)).shape)

# Why it is here: class activation maps from hooks; the picked classes lack an axis.
# class: gather shapes
import torch
import torch.nn as nn
import torch.nn.functional as F


class SmallCNN(nn.Module):
    def __init__(self, classes=6):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(3, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        )
        self.gap = nn.AdaptiveAvgPool2d(1)
        self.classifier = nn.Linear(32, classes)

    def forward(self, x):
        x = self.features(x)
        return self.classifier(torch.flatten(self.gap(x), 1))


class GradCAM:
    def __init__(self, model, layer):
        self.model = model
        self.acts = self.grads = None
        layer.register_forward_hook(self._save)

    def _save(self, module, args, out):
        self.acts = out
        out.register_hook(self._grad)

    def _grad(self, g):
        self.grads = g

    def __call__(self, x, cls=None):
        logits = self.model(x)
        cls = logits.argmax(-1) if cls is None else cls
        self.model.zero_grad()
        logits.gather(1, cls).sum().backward()  #! Gather/rank
        w = self.grads.mean((2, 3), keepdim=True)
        cam = F.relu((w * self.acts).sum(1, keepdim=True))
        cam = F.interpolate(cam, x.shape[2:], mode='bilinear', align_corners=False)
        lo, hi = cam.amin((1, 2, 3), True), cam.amax((1, 2, 3), True)
        return (cam - lo) / (hi - lo + 1e-8)


model = SmallCNN().eval()
cam = GradCAM(model, model.features[3])
heat = cam(torch.rand(2, 3, 40, 40))
assert heat.shape == (2, 1, 40, 40)

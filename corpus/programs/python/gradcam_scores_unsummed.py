# Why it is here: the scores of the classes looked for are one for each image, and gradients start from one number.
# class: backward on non-scalar
import torch
import torch.nn as nn
import torch.nn.functional as F
import torchvision.models as models

class GradCAM:
    def __init__(self, model, layer):
        self.model = model
        self.acts, self.grads = None, None
        layer.register_forward_hook(self.save_act)
        layer.register_full_backward_hook(self.save_grad)
    def save_act(self, module, inp, out):
        self.acts = out.detach()
    def save_grad(self, module, gin, gout):
        self.grads = gout[0].detach()
    def __call__(self, x, cls=None):
        logits = self.model(x)
        if cls is None:
            cls = logits.argmax(dim=1)
        score = logits[torch.arange(x.size(0)), cls]
        self.model.zero_grad()
        score.backward()  #! Backward/scalar
        w = self.grads.mean(dim=(2, 3), keepdim=True)
        cam = F.relu((w * self.acts).sum(1, keepdim=True))
        return F.interpolate(cam, size=x.shape[2:], mode='bilinear', align_corners=False)

features = {}
def get(name):
    def hook(m, i, o):
        features[name] = o.detach()
    return hook

net = models.resnet18(weights=None, num_classes=5).eval()
net.layer3.register_forward_hook(get('l3'))
h = net.avgpool.register_forward_hook(get('pool'))
x = torch.randn(2, 3, 96, 96)
net(x)
h.remove()
probe = nn.Linear(512, 5)
print(probe(features['pool'].flatten(1)).shape)
print(features['l3'].permute(0, 2, 3, 1).reshape(-1, 256).shape)
cam = GradCAM(net, net.layer4[-1])
m = cam(x)
m = m / m.amax(dim=(1, 2, 3), keepdim=True).clamp(min=1e-6)
overlay = 0.5 * x + 0.5 * m
print(overlay.shape)

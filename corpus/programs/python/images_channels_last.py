# Why it is here: pictures that were loaded as height × width × channels go to a convolution that reads channels first.
# class: NHWC fed to conv
import torch
import torch.nn as nn
import torch.nn.functional as F


def load_batch(count, size=64):
    """Stands for a reader of picture files: values 0..255, channels last."""
    return torch.randint(0, 256, (count, size, size, 3))


def preprocess(pictures):
    pictures = pictures.float() / 255.0
    mean = torch.tensor([0.485, 0.456, 0.406])
    std = torch.tensor([0.229, 0.224, 0.225])
    return (pictures - mean) / std


class Detector(nn.Module):
    def __init__(self, anchors=3):
        super().__init__()
        widths = [3, 16, 32, 64]
        self.convs = nn.ModuleList()
        for c_in, c_out in zip(widths, widths[1:]):
            self.convs.append(nn.Conv2d(c_in, c_out, 3, stride=2, padding=1))
        self.box = nn.Conv2d(widths[-1], anchors * 4, 1)

    def forward(self, x):
        for conv in self.convs:
            x = F.leaky_relu(conv(x), 0.1)  #! Conv/channels
        return self.box(x)


pictures = preprocess(load_batch(2))
boxes = Detector()(pictures)
print(boxes.shape)

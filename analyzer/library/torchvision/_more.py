# torchvision.models: networks whose inside is not written out. They have the parts that people take hold of: features of
# so many channels, at so much of the image's size, and the layers that classify.
import torch
import torch.nn as nn
from dimwright import dims, dtype_of, must, tensor, unknown_tensor
from torchvision.transforms import _Preset


class _Weights:
    url = ''
    meta = {}
    def transforms(self, *args, **kwargs): return _Preset()


class _Choice:
    DEFAULT = IMAGENET1K_V1 = IMAGENET1K_V2 = IMAGENET1K_SWAG_E2E_V1 = IMAGENET1K_SWAG_LINEAR_V1 = _Weights()


class _Features(nn.Module):
    def __init__(self, channels, stride):
        super().__init__()
        self.conv = nn.Conv2d(3, channels, 1)
        self.channels = channels
        self.stride = stride

    def forward(self, x):
        d = dims(self.conv(x))
        if d is None or len(d) != 4:
            return unknown_tensor('features of an image')
        return tensor((d[0], self.channels) + tuple([(n + self.stride - 1) // self.stride for n in d[2:]]), dtype_of(x), x)


class _Network(nn.Module):
    def forward(self, x): return self.classifier(torch.flatten(nn.functional.adaptive_avg_pool2d(self.features(x), 1), 1))


class EfficientNet(_Network):
    def __init__(self, channels, dropout, num_classes=1000, **kwargs):
        super().__init__()
        self.features = _Features(channels, 32)
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.classifier = nn.Sequential(nn.Dropout(dropout), nn.Linear(channels, num_classes))


def efficientnet_b0(pretrained=False, progress=True, weights=None, **kwargs): return EfficientNet(1280, 0.2, **kwargs)
efficientnet_b1 = efficientnet_v2_s = efficientnet_v2_m = efficientnet_v2_l = efficientnet_b0
def efficientnet_b2(pretrained=False, progress=True, weights=None, **kwargs): return EfficientNet(1408, 0.3, **kwargs)
def efficientnet_b3(pretrained=False, progress=True, weights=None, **kwargs): return EfficientNet(1536, 0.3, **kwargs)
def efficientnet_b4(pretrained=False, progress=True, weights=None, **kwargs): return EfficientNet(1792, 0.4, **kwargs)
def efficientnet_b5(pretrained=False, progress=True, weights=None, **kwargs): return EfficientNet(2048, 0.4, **kwargs)
def efficientnet_b6(pretrained=False, progress=True, weights=None, **kwargs): return EfficientNet(2304, 0.5, **kwargs)
def efficientnet_b7(pretrained=False, progress=True, weights=None, **kwargs): return EfficientNet(2560, 0.5, **kwargs)
EfficientNet_B0_Weights = EfficientNet_B1_Weights = EfficientNet_B2_Weights = EfficientNet_B3_Weights = EfficientNet_B4_Weights = EfficientNet_B5_Weights = EfficientNet_B6_Weights = EfficientNet_B7_Weights = EfficientNet_V2_S_Weights = EfficientNet_V2_M_Weights = EfficientNet_V2_L_Weights = _Choice


class MobileNetV3(_Network):
    def __init__(self, channels, hidden, num_classes=1000, **kwargs):
        super().__init__()
        self.features = _Features(channels, 32)
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.classifier = nn.Sequential(nn.Linear(channels, hidden), nn.Hardswish(), nn.Dropout(0.2), nn.Linear(hidden, num_classes))


def mobilenet_v3_large(pretrained=False, progress=True, weights=None, **kwargs): return MobileNetV3(960, 1280, **kwargs)
def mobilenet_v3_small(pretrained=False, progress=True, weights=None, **kwargs): return MobileNetV3(576, 1024, **kwargs)
MobileNet_V3_Large_Weights = MobileNet_V3_Small_Weights = _Choice


class DenseNet(_Network):
    def __init__(self, channels, num_classes=1000, **kwargs):
        super().__init__()
        self.features = _Features(channels, 32)
        self.classifier = nn.Linear(channels, num_classes)


def densenet121(pretrained=False, progress=True, weights=None, **kwargs): return DenseNet(1024, **kwargs)
def densenet161(pretrained=False, progress=True, weights=None, **kwargs): return DenseNet(2208, **kwargs)
def densenet169(pretrained=False, progress=True, weights=None, **kwargs): return DenseNet(1664, **kwargs)
def densenet201(pretrained=False, progress=True, weights=None, **kwargs): return DenseNet(1920, **kwargs)
DenseNet121_Weights = DenseNet161_Weights = DenseNet169_Weights = DenseNet201_Weights = _Choice


class SqueezeNet(nn.Module):
    def __init__(self, num_classes=1000, dropout=0.5):
        super().__init__()
        self.features = _Features(512, 16)
        self.classifier = nn.Sequential(nn.Dropout(dropout), nn.Conv2d(512, num_classes, 1), nn.ReLU(), nn.AdaptiveAvgPool2d((1, 1)))

    def forward(self, x): return torch.flatten(self.classifier(self.features(x)), 1)


def squeezenet1_0(pretrained=False, progress=True, weights=None, **kwargs): return SqueezeNet(**kwargs)
squeezenet1_1 = squeezenet1_0
SqueezeNet1_0_Weights = SqueezeNet1_1_Weights = _Choice


class ShuffleNetV2(nn.Module):
    def __init__(self, channels, num_classes=1000):
        super().__init__()
        self.body = _Features(channels, 32)
        self.fc = nn.Linear(channels, num_classes)

    def forward(self, x): return self.fc(self.body(x).mean([2, 3]))


def shufflenet_v2_x0_5(pretrained=False, progress=True, weights=None, **kwargs): return ShuffleNetV2(1024, **kwargs)
shufflenet_v2_x1_0 = shufflenet_v2_x1_5 = shufflenet_v2_x0_5
def shufflenet_v2_x2_0(pretrained=False, progress=True, weights=None, **kwargs): return ShuffleNetV2(2048, **kwargs)


class ConvNeXt(nn.Module):
    def __init__(self, channels, num_classes=1000, **kwargs):
        super().__init__()
        self.features = _Features(channels, 32)
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.classifier = nn.Sequential(nn.Identity(), nn.Flatten(1), nn.Linear(channels, num_classes))

    def forward(self, x): return self.classifier(self.avgpool(self.features(x)))


def convnext_tiny(pretrained=False, progress=True, weights=None, **kwargs): return ConvNeXt(768, **kwargs)
convnext_small = convnext_tiny
def convnext_base(pretrained=False, progress=True, weights=None, **kwargs): return ConvNeXt(1024, **kwargs)
def convnext_large(pretrained=False, progress=True, weights=None, **kwargs): return ConvNeXt(1536, **kwargs)
ConvNeXt_Tiny_Weights = ConvNeXt_Small_Weights = ConvNeXt_Base_Weights = ConvNeXt_Large_Weights = _Choice


class SwinTransformer(nn.Module):
    def __init__(self, channels, num_classes=1000, **kwargs):
        super().__init__()
        self.features = _Features(channels, 32)
        self.head = nn.Linear(channels, num_classes)

    def forward(self, x): return self.head(self.features(x).mean([2, 3]))


def swin_t(pretrained=False, progress=True, weights=None, **kwargs): return SwinTransformer(768, **kwargs)
swin_s = swin_v2_t = swin_v2_s = swin_t
def swin_b(pretrained=False, progress=True, weights=None, **kwargs): return SwinTransformer(1024, **kwargs)
swin_v2_b = swin_b
Swin_T_Weights = Swin_S_Weights = Swin_B_Weights = Swin_V2_T_Weights = Swin_V2_S_Weights = Swin_V2_B_Weights = _Choice


class VisionTransformer(nn.Module):
    def __init__(self, patch_size, hidden_dim, image_size=224, num_classes=1000, **kwargs):
        super().__init__()
        self.image_size = image_size
        self.patch_size = patch_size
        self.hidden_dim = hidden_dim
        self.conv_proj = nn.Conv2d(3, hidden_dim, patch_size, patch_size)
        self.class_token = nn.Parameter(torch.zeros(1, 1, hidden_dim))
        self.heads = nn.Sequential(nn.Linear(hidden_dim, num_classes))
        self.heads.head = self.heads[0]

    def forward(self, x):
        d = dims(x)
        if d is not None and len(d) == 4 and not must('Image/size', d[2] == self.image_size and d[3] == self.image_size, height=d[2], width=d[3], expected=self.image_size, x=x):
            return unknown_tensor('a mistake before')
        return self.heads(self.conv_proj(x).flatten(2).mean(-1))


def vit_b_16(pretrained=False, progress=True, weights=None, **kwargs): return VisionTransformer(16, 768, **kwargs)
def vit_b_32(pretrained=False, progress=True, weights=None, **kwargs): return VisionTransformer(32, 768, **kwargs)
def vit_l_16(pretrained=False, progress=True, weights=None, **kwargs): return VisionTransformer(16, 1024, **kwargs)
def vit_l_32(pretrained=False, progress=True, weights=None, **kwargs): return VisionTransformer(32, 1024, **kwargs)
def vit_h_14(pretrained=False, progress=True, weights=None, **kwargs): return VisionTransformer(14, 1280, **kwargs)
ViT_B_16_Weights = ViT_B_32_Weights = ViT_L_16_Weights = ViT_L_32_Weights = ViT_H_14_Weights = _Choice


class GoogLeNet(nn.Module):
    # with auxiliary outputs while training, unless they are switched off or weights are loaded
    def __init__(self, num_classes=1000, aux_logits=True, **kwargs):
        super().__init__()
        self.body = _Features(1024, 32)
        self.fc = nn.Linear(1024, num_classes)
        self.aux_logits = aux_logits

    def forward(self, x):
        y = self.fc(torch.flatten(nn.functional.adaptive_avg_pool2d(self.body(x), 1), 1))
        return _Auxiliary(y) if self.training and self.aux_logits else y


class _Auxiliary:
    def __init__(self, logits):
        self.logits = logits
        self.aux_logits = self.aux_logits1 = self.aux_logits2 = logits

    def __iter__(self): return (self.logits, self.aux_logits)
    def __getitem__(self, i): return (self.logits, self.aux_logits)[i]


class Inception3(GoogLeNet):
    def __init__(self, num_classes=1000, aux_logits=True, **kwargs):
        super().__init__(num_classes, aux_logits)
        self.body = _Features(2048, 32)
        self.fc = nn.Linear(2048, num_classes)
        self.AuxLogits = nn.Module()
        self.AuxLogits.fc = nn.Linear(768, num_classes)


def inception_v3(pretrained=False, progress=True, weights=None, **kwargs): return Inception3(**kwargs)
def googlenet(pretrained=False, progress=True, weights=None, **kwargs): return GoogLeNet(**kwargs)
Inception_V3_Weights = GoogLeNet_Weights = _Choice

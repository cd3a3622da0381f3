# torchvision.models: the layers of the common networks, as their papers give them; weights that are loaded change none.
from dimwright import unknown, kind
import torch
import torch.nn as nn
from torchvision.transforms import _Preset


class _Weights:
    url = ''
    meta = {}
    def transforms(self, *args, **kwargs): return _Preset()


class _Choice:
    DEFAULT = IMAGENET1K_V1 = IMAGENET1K_V2 = IMAGENET1K_FEATURES = _Weights()


ResNet18_Weights = ResNet34_Weights = ResNet50_Weights = ResNet101_Weights = ResNet152_Weights = _Choice
VGG11_Weights = VGG13_Weights = VGG16_Weights = VGG19_Weights = VGG11_BN_Weights = VGG16_BN_Weights = VGG19_BN_Weights = _Choice
AlexNet_Weights = MobileNet_V2_Weights = ResNeXt50_32X4D_Weights = ResNeXt101_32X8D_Weights = Wide_ResNet50_2_Weights = _Choice
from torchvision._more import *


class BasicBlock(nn.Module):
    expansion = 1

    def __init__(self, inplanes, planes, stride=1, downsample=None, groups=1, base_width=64, dilation=1, norm_layer=None):
        super().__init__()
        norm = nn.BatchNorm2d if norm_layer is None else norm_layer
        self.conv1 = nn.Conv2d(inplanes, planes, 3, stride, 1, bias=False)
        self.bn1 = norm(planes)
        self.relu = nn.ReLU(inplace=True)
        self.conv2 = nn.Conv2d(planes, planes, 3, 1, 1, bias=False)
        self.bn2 = norm(planes)
        self.downsample = downsample

    def forward(self, x):
        y = self.bn2(self.conv2(self.relu(self.bn1(self.conv1(x)))))
        return self.relu(y + (x if self.downsample is None else self.downsample(x)))


class Bottleneck(nn.Module):
    expansion = 4

    def __init__(self, inplanes, planes, stride=1, downsample=None, groups=1, base_width=64, dilation=1, norm_layer=None):
        super().__init__()
        width = planes * base_width // 64 * groups
        norm = nn.BatchNorm2d if norm_layer is None else norm_layer
        self.conv1 = nn.Conv2d(inplanes, width, 1, bias=False)
        self.bn1 = norm(width)
        self.conv2 = nn.Conv2d(width, width, 3, stride, dilation, dilation, groups, bias=False)
        self.bn2 = norm(width)
        self.conv3 = nn.Conv2d(width, planes * 4, 1, bias=False)
        self.bn3 = norm(planes * 4)
        self.relu = nn.ReLU(inplace=True)
        self.downsample = downsample

    def forward(self, x):
        y = self.bn3(self.conv3(self.relu(self.bn2(self.conv2(self.relu(self.bn1(self.conv1(x))))))))
        return self.relu(y + (x if self.downsample is None else self.downsample(x)))


class ResNet(nn.Module):
    def __init__(self, block, layers, num_classes=1000, zero_init_residual=False, groups=1, width_per_group=64, replace_stride_with_dilation=None, norm_layer=None):
        super().__init__()
        self.norm_layer = nn.BatchNorm2d if norm_layer is None else norm_layer
        self.dilation = 1
        self.inplanes = 64
        self.groups = groups
        self.base_width = width_per_group
        self.conv1 = nn.Conv2d(3, 64, 7, 2, 3, bias=False)
        self.bn1 = self.norm_layer(64)
        self.relu = nn.ReLU(inplace=True)
        self.maxpool = nn.MaxPool2d(3, 2, 1)
        dilate = (False, False, False) if replace_stride_with_dilation is None else replace_stride_with_dilation
        self.layer1 = self._make_layer(block, 64, layers[0])
        self.layer2 = self._make_layer(block, 128, layers[1], 2, dilate[0])
        self.layer3 = self._make_layer(block, 256, layers[2], 2, dilate[1])
        self.layer4 = self._make_layer(block, 512, layers[3], 2, dilate[2])
        self.avgpool = nn.AdaptiveAvgPool2d((1, 1))
        self.fc = nn.Linear(512 * block.expansion, num_classes)

    def _make_layer(self, block, planes, blocks, stride=1, dilate=False):
        downsample = None
        before = self.dilation
        if dilate:
            self.dilation, stride = self.dilation * stride, 1
        if stride != 1 or self.inplanes != planes * block.expansion:
            downsample = nn.Sequential(nn.Conv2d(self.inplanes, planes * block.expansion, 1, stride, bias=False), self.norm_layer(planes * block.expansion))
        layers = [block(self.inplanes, planes, stride, downsample, self.groups, self.base_width, before, self.norm_layer)]
        self.inplanes = planes * block.expansion
        for _ in range(1, blocks):
            layers.append(block(self.inplanes, planes, 1, None, self.groups, self.base_width, self.dilation, self.norm_layer))
        return nn.Sequential(*layers)

    def forward(self, x):
        x = self.maxpool(self.relu(self.bn1(self.conv1(x))))
        x = self.layer4(self.layer3(self.layer2(self.layer1(x))))
        return self.fc(torch.flatten(self.avgpool(x), 1))


def resnet18(pretrained=False, progress=True, weights=None, **kwargs): return ResNet(BasicBlock, (2, 2, 2, 2), **kwargs)
def resnet34(pretrained=False, progress=True, weights=None, **kwargs): return ResNet(BasicBlock, (3, 4, 6, 3), **kwargs)
def resnet50(pretrained=False, progress=True, weights=None, **kwargs): return ResNet(Bottleneck, (3, 4, 6, 3), **kwargs)
def resnet101(pretrained=False, progress=True, weights=None, **kwargs): return ResNet(Bottleneck, (3, 4, 23, 3), **kwargs)
def resnet152(pretrained=False, progress=True, weights=None, **kwargs): return ResNet(Bottleneck, (3, 8, 36, 3), **kwargs)
def resnext101_32x8d(pretrained=False, progress=True, weights=None, **kwargs): return ResNet(Bottleneck, (3, 4, 23, 3), groups=32, width_per_group=8, **kwargs)
def wide_resnet101_2(pretrained=False, progress=True, weights=None, **kwargs): return ResNet(Bottleneck, (3, 4, 23, 3), width_per_group=128, **kwargs)
def resnext50_32x4d(pretrained=False, progress=True, weights=None, **kwargs): return ResNet(Bottleneck, (3, 4, 6, 3), groups=32, width_per_group=4, **kwargs)
def wide_resnet50_2(pretrained=False, progress=True, weights=None, **kwargs): return ResNet(Bottleneck, (3, 4, 6, 3), width_per_group=128, **kwargs)


class VGG(nn.Module):
    def __init__(self, features, num_classes=1000, dropout=0.5, **kwargs):
        super().__init__()
        self.features = features
        self.avgpool = nn.AdaptiveAvgPool2d((7, 7))
        self.classifier = nn.Sequential(nn.Linear(512 * 7 * 7, 4096), nn.ReLU(True), nn.Dropout(dropout), nn.Linear(4096, 4096), nn.ReLU(True), nn.Dropout(dropout), nn.Linear(4096, num_classes))

    def forward(self, x): return self.classifier(torch.flatten(self.avgpool(self.features(x)), 1))


def _vgg(counts, norm, **kwargs):
    layers = []
    width = 3
    for count, planes in zip(counts, (64, 128, 256, 512, 512)):
        for _ in range(count):
            layers.append(nn.Conv2d(width, planes, 3, padding=1))
            if norm:
                layers.append(nn.BatchNorm2d(planes))
            layers.append(nn.ReLU(inplace=True))
            width = planes
        layers.append(nn.MaxPool2d(2, 2))
    return VGG(nn.Sequential(*layers), **kwargs)


def vgg11(pretrained=False, progress=True, weights=None, **kwargs): return _vgg((1, 1, 2, 2, 2), False, **kwargs)
def vgg13(pretrained=False, progress=True, weights=None, **kwargs): return _vgg((2, 2, 2, 2, 2), False, **kwargs)
def vgg16(pretrained=False, progress=True, weights=None, **kwargs): return _vgg((2, 2, 3, 3, 3), False, **kwargs)
def vgg19(pretrained=False, progress=True, weights=None, **kwargs): return _vgg((2, 2, 4, 4, 4), False, **kwargs)
def vgg11_bn(pretrained=False, progress=True, weights=None, **kwargs): return _vgg((1, 1, 2, 2, 2), True, **kwargs)
def vgg13_bn(pretrained=False, progress=True, weights=None, **kwargs): return _vgg((2, 2, 2, 2, 2), True, **kwargs)
def vgg16_bn(pretrained=False, progress=True, weights=None, **kwargs): return _vgg((2, 2, 3, 3, 3), True, **kwargs)
def vgg19_bn(pretrained=False, progress=True, weights=None, **kwargs): return _vgg((2, 2, 4, 4, 4), True, **kwargs)


class AlexNet(nn.Module):
    def __init__(self, num_classes=1000, dropout=0.5):
        super().__init__()
        self.features = nn.Sequential(nn.Conv2d(3, 64, 11, 4, 2), nn.ReLU(True), nn.MaxPool2d(3, 2), nn.Conv2d(64, 192, 5, padding=2), nn.ReLU(True), nn.MaxPool2d(3, 2),
            nn.Conv2d(192, 384, 3, padding=1), nn.ReLU(True), nn.Conv2d(384, 256, 3, padding=1), nn.ReLU(True), nn.Conv2d(256, 256, 3, padding=1), nn.ReLU(True), nn.MaxPool2d(3, 2))
        self.avgpool = nn.AdaptiveAvgPool2d((6, 6))
        self.classifier = nn.Sequential(nn.Dropout(dropout), nn.Linear(256 * 6 * 6, 4096), nn.ReLU(True), nn.Dropout(dropout), nn.Linear(4096, 4096), nn.ReLU(True), nn.Linear(4096, num_classes))

    def forward(self, x): return self.classifier(torch.flatten(self.avgpool(self.features(x)), 1))


def alexnet(pretrained=False, progress=True, weights=None, **kwargs): return AlexNet(**kwargs)


class _Inverted(nn.Module):
    def __init__(self, inp, oup, stride, expand):
        super().__init__()
        hidden = inp * expand
        layers = [] if expand == 1 else [nn.Conv2d(inp, hidden, 1, bias=False), nn.BatchNorm2d(hidden), nn.ReLU6()]
        self.conv = nn.Sequential(*layers, nn.Conv2d(hidden, hidden, 3, stride, 1, groups=hidden, bias=False), nn.BatchNorm2d(hidden), nn.ReLU6(), nn.Conv2d(hidden, oup, 1, bias=False), nn.BatchNorm2d(oup))
        self.use_res_connect = stride == 1 and inp == oup

    def forward(self, x): return x + self.conv(x) if self.use_res_connect else self.conv(x)


class MobileNetV2(nn.Module):
    def __init__(self, num_classes=1000, width_mult=1.0, inverted_residual_setting=None, round_nearest=8, block=None, norm_layer=None, dropout=0.2):
        super().__init__()
        if width_mult != 1.0 or inverted_residual_setting is not None or block is not None:
            self.features = self.classifier = unknown('a network of another width')
            return
        layers = [nn.Sequential(nn.Conv2d(3, 32, 3, 2, 1, bias=False), nn.BatchNorm2d(32), nn.ReLU6())]
        width = 32
        for expand, planes, count, stride in ((1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)):
            for i in range(count):
                layers.append(_Inverted(width, planes, stride if i == 0 else 1, expand))
                width = planes
        layers.append(nn.Sequential(nn.Conv2d(width, 1280, 1, bias=False), nn.BatchNorm2d(1280), nn.ReLU6()))
        self.features = nn.Sequential(*layers)
        self.last_channel = 1280
        self.classifier = nn.Sequential(nn.Dropout(dropout), nn.Linear(1280, num_classes))

    def forward(self, x): return self.classifier(torch.flatten(nn.functional.adaptive_avg_pool2d(self.features(x), (1, 1)), 1))


def mobilenet_v2(pretrained=False, progress=True, weights=None, **kwargs): return MobileNetV2(**kwargs)

# Why it is here: a configuration list with six poolings, while a 32 × 32 image can be halved only five times.
# class: spatial size shrinks to 0
import torch
import torch.nn as nn

CONFIGURATIONS = {
    'tiny': [16, 'M', 32, 'M', 64, 'M'],
    'deep': [16, 'M', 32, 'M', 64, 'M', 64, 'M', 128, 'M', 128, 'M'],
}


def make_layers(config, batch_norm=False):
    layers = []
    channels = 3
    for item in config:
        if item == 'M':
            layers.append(nn.MaxPool2d(kernel_size=2, stride=2))
        else:
            conv = nn.Conv2d(channels, item, kernel_size=3, padding=1)
            if batch_norm:
                layers += [conv, nn.BatchNorm2d(item), nn.ReLU(inplace=True)]
            else:
                layers += [conv, nn.ReLU(inplace=True)]
            channels = item
    return nn.Sequential(*layers), channels


class VGG(nn.Module):
    def __init__(self, name, classes=10, batch_norm=True):
        super(VGG, self).__init__()
        self.features, channels = make_layers(CONFIGURATIONS[name], batch_norm)
        self.classifier = nn.Sequential(nn.Dropout(), nn.Linear(channels, classes))

    def forward(self, x):
        x = self.features(x)  #! MaxPool/window
        x = x.view(x.size(0), -1)
        return self.classifier(x)


if __name__ == '__main__':
    model = VGG('deep')
    model.eval()
    with torch.no_grad():
        scores = model(torch.rand(8, 3, 32, 32))
    print(scores.argmax(dim=1))

# Why it is here: a network written for gray images is trained on colour ones; everything is one nn.Sequential.
# class: conv channels
import torch
import torch.nn as nn
from torch.utils.data import DataLoader
from torchvision import datasets
from torchvision.transforms import Compose, Normalize, ToTensor

BATCH = 128
LEARNING_RATE = 1e-3

transform = Compose([ToTensor(), Normalize((0.5, 0.5, 0.5), (0.5, 0.5, 0.5))])
training = datasets.CIFAR10(root='./data', train=True, download=True, transform=transform)
loader = DataLoader(training, batch_size=BATCH, shuffle=True, drop_last=True)

model = nn.Sequential(
    nn.Conv2d(1, 32, 3, padding=1),
    nn.ReLU(),
    nn.MaxPool2d(2, 2),
    nn.Conv2d(32, 64, 3, padding=1),
    nn.ReLU(),
    nn.MaxPool2d(2, 2),
    nn.Flatten(),
    nn.Linear(64 * 8 * 8, 256),
    nn.ReLU(),
    nn.Linear(256, 10),
)
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE)

for epoch in range(2):
    running = 0.0
    for i, (images, labels) in enumerate(loader, 0):
        optimizer.zero_grad()
        outputs = model(images)  #! Conv/channels
        loss = criterion(outputs, labels)
        loss.backward()
        optimizer.step()
        running += loss.item()
    print('epoch %d: %.3f' % (epoch + 1, running / len(loader)))

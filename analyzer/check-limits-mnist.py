# For check-limits.test.ts: options, branches that nothing decides and nested loops as in PyTorch's MNIST example.
import argparse

import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim
from torch.optim.lr_scheduler import StepLR
from torchvision import datasets, transforms


class Digits(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(1, 32, 3, 1)
        self.second = nn.Conv2d(32, 64, 3, 1)
        self.drop_planes = nn.Dropout(0.25)
        self.drop = nn.Dropout(0.5)
        self.hidden = nn.Linear(9216, 128)
        self.scores = nn.Linear(128, 10)

    def forward(self, x):
        x = F.relu(self.first(x))
        x = F.relu(self.second(x))
        x = self.drop_planes(F.max_pool2d(x, 2))
        x = F.relu(self.hidden(torch.flatten(x, 1)))
        return F.log_softmax(self.scores(self.drop(x)), dim=1)


def fit(options, net, device, loader, optimizer, epoch):
    net.train()
    for number, (images, labels) in enumerate(loader):
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        loss = F.nll_loss(net(images), labels)
        loss.backward()
        optimizer.step()
        if number % options.log_interval == 0:
            print(f'epoch {epoch}: {number * len(images)} of {len(loader.dataset)}, {loss.item():.6f}')
            if options.dry_run:
                break


def evaluate(net, device, loader):
    net.eval()
    total, right = 0, 0
    with torch.no_grad():
        for images, labels in loader:
            images, labels = images.to(device), labels.to(device)
            scores = net(images)
            total += F.nll_loss(scores, labels, reduction='sum').item()
            guesses = scores.argmax(dim=1, keepdim=True)
            right += guesses.eq(labels.view_as(guesses)).sum().item()
    total /= len(loader.dataset)
    print(f'{total:.4f}, {right} of {len(loader.dataset)}')


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--batch-size', type=int, default=64)
    parser.add_argument('--test-batch-size', type=int, default=1000)
    parser.add_argument('--epochs', type=int, default=14)
    parser.add_argument('--lr', type=float, default=1.0)
    parser.add_argument('--gamma', type=float, default=0.7)
    parser.add_argument('--no-accel', action='store_true')
    parser.add_argument('--dry-run', action='store_true')
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--log-interval', type=int, default=10)
    parser.add_argument('--save-model', action='store_true')
    options = parser.parse_args()
    use_gpu = not options.no_accel and torch.cuda.is_available()
    torch.manual_seed(options.seed)
    device = torch.device('cuda' if use_gpu else 'cpu')
    for_training, for_tests = {'batch_size': options.batch_size}, {'batch_size': options.test_batch_size}
    if use_gpu:
        more = {'num_workers': 1, 'pin_memory': True, 'shuffle': True}
        for_training.update(more)
        for_tests.update(more)
    prepare = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.1307,), (0.3081,))])
    train_loader = torch.utils.data.DataLoader(datasets.MNIST('data', train=True, download=True, transform=prepare), **for_training)
    test_loader = torch.utils.data.DataLoader(datasets.MNIST('data', train=False, transform=prepare), **for_tests)
    net = Digits().to(device)
    optimizer = optim.Adadelta(net.parameters(), lr=options.lr)
    scheduler = StepLR(optimizer, step_size=1, gamma=options.gamma)
    for epoch in range(1, options.epochs + 1):
        fit(options, net, device, train_loader, optimizer, epoch)
        evaluate(net, device, test_loader)
        scheduler.step()
    if options.save_model:
        torch.save(net.state_dict(), 'digits.pt')


if __name__ == '__main__':
    main()

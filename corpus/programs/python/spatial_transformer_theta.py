# Why it is here: a spatial transformer whose matrices lie on their side.
# class: affine matrices
import torch
import torch.nn as nn
import torch.nn.functional as F
class STN(nn.Module):
    def __init__(self):
        super().__init__()
        self.loc = nn.Sequential(nn.Conv2d(1, 8, 7), nn.MaxPool2d(2), nn.ReLU(), nn.Conv2d(8, 10, 5), nn.MaxPool2d(2), nn.ReLU())
        self.fc = nn.Sequential(nn.Linear(10 * 3 * 3, 32), nn.ReLU(), nn.Linear(32, 6))
    def forward(self, x):
        xs = self.loc(x)
        theta = self.fc(xs.view(-1, 10 * 3 * 3)).view(-1, 3, 2)
        grid = F.affine_grid(theta, x.size(), align_corners=False)  #! AffineGrid/theta
        return F.grid_sample(x, grid, align_corners=False)
print(STN()(torch.randn(4, 1, 28, 28)).shape)

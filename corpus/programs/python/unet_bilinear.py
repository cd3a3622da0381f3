# Why it is here: a U-Net whose odd sizes are padded, and a dice score over one-hot masks.
import torch
import torch.nn as nn
import torch.nn.functional as F


def conv_block(cin, cout):
    return nn.Sequential(nn.Conv2d(cin, cout, 3, padding='same'), nn.GroupNorm(4, cout), nn.SiLU())


class UNet(nn.Module):
    def __init__(self, chans=(3, 16, 32, 64), classes=5):
        super().__init__()
        self.downs = nn.ModuleList([conv_block(a, b) for a, b in zip(chans[:-1], chans[1:])])
        rev = chans[:0:-1]
        self.ups = nn.ModuleList(conv_block(a + b, b) for a, b in zip(rev, rev[1:]))
        self.head = nn.Conv2d(rev[-1], classes, 1)

    def forward(self, x):
        skips = []
        for i, down in enumerate(self.downs):
            x = down(x)
            if i < len(self.downs) - 1:
                skips.append(x)
                x = F.max_pool2d(x, 2)
        for up in self.ups:
            skip = skips.pop()
            x = F.interpolate(x, size=skip.shape[-2:], mode='bilinear', align_corners=False)
            x = up(torch.cat((skip, x), 1))
        return self.head(x)


def dice_coeff(inp, target, reduce_batch_first=False, epsilon=1e-6):
    assert inp.size() == target.size()
    sum_dim = (-1, -2) if inp.dim() == 2 or not reduce_batch_first else (-1, -2, -3)
    inter = 2 * (inp * target).sum(dim=sum_dim)
    sets_sum = inp.sum(dim=sum_dim) + target.sum(dim=sum_dim)
    sets_sum = torch.where(sets_sum == 0, inter, sets_sum)
    return ((inter + epsilon) / (sets_sum + epsilon)).mean()


net = UNet()
image, mask = torch.rand(2, 3, 45, 67), torch.randint(0, 5, (2, 45, 67))
logits = net(image)
assert logits.shape == (2, 5, 45, 67)
one_hot = F.one_hot(mask, 5).permute(0, 3, 1, 2).float()
loss = F.cross_entropy(logits, mask) + 1 - dice_coeff(logits.softmax(1).flatten(0, 1), one_hot.flatten(0, 1), reduce_batch_first=True)
loss.backward()
print(f'{loss.item():.4f}')

# Why it is here: a recursive U-Net that forgets the skipped channels on the way up.
# class: conv channels
import functools
import itertools
import torch
import torch.nn as nn


def get_norm(kind):
    if kind == 'batch':
        return functools.partial(nn.BatchNorm2d, affine=True)
    elif kind == 'instance':
        return functools.partial(nn.InstanceNorm2d, affine=False)
    raise NotImplementedError(kind)


class UnetBlock(nn.Module):
    def __init__(self, outer, inner, input_nc=None, sub=None, outermost=False, innermost=False, norm=nn.BatchNorm2d):
        super().__init__()
        self.outermost = outermost
        input_nc = outer if input_nc is None else input_nc
        down = nn.Conv2d(input_nc, inner, 4, 2, 1)
        if outermost:
            up = nn.ConvTranspose2d(inner * 2, outer, 4, 2, 1)
            model = [down, sub, nn.ReLU(), up, nn.Tanh()]
        elif innermost:
            up = nn.ConvTranspose2d(inner, outer, 4, 2, 1)
            model = [nn.LeakyReLU(0.2), down, nn.ReLU(), up, norm(outer)]
        else:
            up = nn.ConvTranspose2d(inner, outer, 4, 2, 1)
            model = [nn.LeakyReLU(0.2), down, norm(inner), sub, nn.ReLU(), up, norm(outer)]
        self.model = nn.Sequential(*model)

    def forward(self, x):
        return self.model(x) if self.outermost else torch.cat([x, self.model(x)], 1)  #! ConvTranspose/channels


class Unet(nn.Module):
    def __init__(self, cin, cout, num_downs=4, ngf=8, norm='batch'):
        super().__init__()
        n = get_norm(norm)
        block = UnetBlock(ngf * 4, ngf * 4, innermost=True, norm=n)
        for mult in range(num_downs - 2, 0, -1):
            block = UnetBlock(ngf * 2 ** (mult - 1), ngf * 2 ** mult, sub=block, norm=n)
        self.model = UnetBlock(cout, ngf, input_nc=cin, sub=block, outermost=True, norm=n)

    def forward(self, x):
        return self.model(x)


class PatchGAN(nn.Module):
    def __init__(self, cin, ndf=8, n=2, norm='batch'):
        super().__init__()
        n_layer = get_norm(norm)
        seq, c = [nn.Conv2d(cin, ndf, 4, 2, 1), nn.LeakyReLU(0.2, True)], ndf
        for i in range(1, n):
            nxt = ndf * min(2 ** i, 8)
            seq += [nn.Conv2d(c, nxt, 4, 2, 1), n_layer(nxt), nn.LeakyReLU(0.2, True)]
            c = nxt
        seq += [nn.Conv2d(c, 1, 4, 1, 1)]
        self.model = nn.Sequential(*seq)

    def forward(self, x):
        return self.model(x)


class GANLoss(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer('real', torch.tensor(1.0))
        self.register_buffer('fake', torch.tensor(0.0))
        self.loss = nn.BCEWithLogitsLoss()

    def __call__(self, pred, is_real):
        t = self.real if is_real else self.fake
        return self.loss(pred, t.expand_as(pred))


G, D, crit = Unet(3, 3), PatchGAN(6), GANLoss()
g_opt = torch.optim.Adam(itertools.chain(G.parameters()), lr=2e-4, betas=(0.5, 0.999))
a, b = torch.rand(2, 3, 64, 64), torch.rand(2, 3, 64, 64)
fake = G(a)
loss = crit(D(torch.cat((a, fake), 1)), True) + 100 * nn.functional.l1_loss(fake, b)
loss.backward()
g_opt.step()

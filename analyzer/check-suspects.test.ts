// What runs and is surely not meant: each warning in the smallest program that deserves it, and what looks like it and
// is right.

import { describe } from 'vitest';
import { finds, silent } from './facts.ts';

describe('columns and rows', () => {
  finds('a column of predictions against a row of labels', '(nn.Linear(5, 1)(torch.randn(8, 5)) - torch.randn(8)).pow(2).mean()', 'Broadcast/column@1');
  finds('a loss broadcasts them', 'F.mse_loss(nn.Linear(5, 1)(torch.randn(8, 5)), torch.randn(8))', 'Loss/broadcast@1');
  finds('accuracy against a column of labels', '(nn.Linear(6, 3)(torch.randn(8, 6)).argmax(1) == torch.randint(0, 3, (8, 1))).sum()', 'Broadcast/column@1');
  finds('weights in a column for losses in a row', '(F.cross_entropy(torch.randn(8, 3), torch.zeros(8).long(), reduction="none") * torch.rand(8, 1)).mean()', 'Broadcast/column@1');
  silent('weights in a row, and losses under several weights', `
    losses = F.cross_entropy(torch.randn(8, 3), torch.zeros(8).long(), reduction="none")
    losses * torch.rand(8) + losses.unsqueeze(0) * torch.rand(3, 1)`);
  silent('pairs are compared on purpose', `
    x = torch.randn(8)
    d = x.unsqueeze(1) - x
    s = nn.Linear(4, 1)(torch.randn(8, 4))
    d = s - s.t() + (s.squeeze(1).unsqueeze(1) - s.squeeze(1))
    y = torch.randint(0, 3, (8,))
    same = y.unsqueeze(1) == y`);
  silent('a loss against one number', 'F.mse_loss(torch.randn(8, 1), torch.tensor(0.0))');
});

describe('softmax', () => {
  finds('samples compete', 'F.softmax(nn.Linear(4, 3)(torch.randn(8, 4)), dim=0)', 'Softmax/batch@1');
  silent('attention over rows, and over the classes of one sample', `
    F.softmax(nn.Linear(4, 1)(torch.randn(8, 4)), dim=0)
    F.softmax(nn.Linear(4, 3)(torch.randn(4)), dim=0)
    F.softmax(nn.Linear(4, 3)(torch.randn(8, 4)), dim=1)`);
  finds('cross entropy of probabilities', `
    net = nn.Sequential(nn.Linear(4, 3), nn.Softmax(dim=1))
    nn.CrossEntropyLoss()(net(torch.randn(8, 4)), torch.zeros(8).long())`, 'CrossEntropy/softmax@2');
  finds('a likelihood of probabilities', 'F.nll_loss(F.softmax(torch.randn(8, 4), 1), torch.zeros(8).long())', 'NegativeLogLikelihoodLoss/logarithm@1');
  silent('a likelihood of logarithms', 'F.nll_loss(torch.log(F.softmax(torch.randn(8, 4), 1)), torch.zeros(8).long())');
  finds('a divergence from probabilities that are not logarithms', 'F.kl_div(F.softmax(torch.randn(8, 4), 1), torch.rand(8, 4), reduction="batchmean")', 'KullbackLeibler/logarithm@1');
  silent('a divergence of logarithms', 'nn.KLDivLoss(log_target=True)(torch.randn(8, 4).log_softmax(1), torch.randn(8, 4).log_softmax(1))');
  finds('heads of attention compete', `
    q = torch.randn(2, 4, 10, 8)
    (q @ q.transpose(-2, -1) / 8 ** 0.5).softmax(dim=1)`, 'Softmax/stack@2');
  silent('classes in rows after a transpose', 'F.softmax(nn.Linear(4, 3)(torch.randn(8, 4)).t(), dim=0)');
  finds('a sigmoid twice', 'F.binary_cross_entropy_with_logits(torch.sigmoid(torch.randn(4)), torch.ones(4))', 'BinaryCrossEntropy/sigmoid@1');
  finds('no sigmoid at all', 'F.binary_cross_entropy(nn.Linear(3, 1)(torch.randn(8, 3)), torch.ones(8, 1))', 'BinaryCrossEntropy/range@1');
});

describe('axes mixed by view', () => {
  finds('heads are split without a transpose', `
    b, t, h, d = 2, 10, 4, 8
    torch.randn(b, t, h * d).view(b, h, t, d)`, 'View/order@2');
  finds('heads are joined without a transpose', `
    b, t, h, d = 2, 10, 4, 8
    torch.randn(b, h, t, d).reshape(b, t, h * d)`, 'View/order@2');
  silent('heads are split and joined in order', `
    b, t, h, d = 2, 10, 4, 8
    x = torch.randn(b, t, h * d).view(b, t, h, d).transpose(1, 2)
    x.transpose(1, 2).reshape(b, t, h * d).view(b * t, h * d)`);
  silent('an experiment with numbers', 'torch.randn(4, 6).view(6, 4)');
});

describe('shape comments', () => {
  finds('another number of axes', 'x = torch.zeros(2, 3)  # (B, T, C)', 'Comment/shape@1');
  finds('another size than the variable of that name', `
    T = 4
    x = torch.zeros(2, 3)  # [B, T]`, 'Comment/shape@2');
  silent('a comment that is true, and ones that speak of other things', `
    x = torch.zeros(2, 3)  # (B, T)
    y = torch.zeros(10, 3)  # (x, y, z)
    z = torch.zeros(10)  # (see the paper, section 3)`);
});

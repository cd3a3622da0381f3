// What programs showed that were written to find faults of the checker: a program in, what is said about it out. Each
// test is named by the fault that it found; verdicts are those of real runs.

import { describe, expect, test } from 'vitest';
import { checkFiles } from './check.ts';

const PRELUDE = 'import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\n';

async function saidOf(source: string): Promise<readonly string[]> {
  const { findings } = await checkFiles([{ path: 'program.py', text: PRELUDE + source }]);
  return findings.map(({ rule, line }) => `${rule}@${line - 3}`);
}

/** The wrong program is refused where it is wrong; its twin with the words replaced is fine. */
function twins(fault: string, rule: string, wrong: string, [from, to]: readonly [string, string]): void {
  test(fault, async () => {
    expect(wrong).toContain(from);
    expect({ wrong: await saidOf(wrong), right: await saidOf(wrong.replace(from, to)) }).toEqual({ wrong: [rule], right: [] });
  });
}

describe('the language', () => {
  twins('a tensor of many rows was unpacked into any number of names', 'Unpack/count@1', 'a, b = torch.zeros(100, 2)\n', ['(100, 2)', '(2, 100)']);
  twins('dataclasses.replace() kept the old values', 'Linear/in_features@7', 'from dataclasses import dataclass, replace\n@dataclass\nclass C:\n    width: int = 4\nc = replace(C(), width=6)\nx = torch.zeros(2, 4)\nnn.Linear(c.width, 1)(x)\n', ['width=6', 'width=4']);
  twins('fields() of a dataclass were none', 'Linear/in_features@7', 'from dataclasses import dataclass, fields\n@dataclass\nclass C:\n    a: int = 4\n    b: int = 5\nfor f in fields(C()):\n    nn.Linear(getattr(C(), f.name), 1)(torch.zeros(2, 4))\n', ['b: int = 5', 'b: int = 4']);
  twins('a constructor that a dataclass defines was replaced', 'Linear/in_features@8', 'from dataclasses import dataclass\n@dataclass\nclass C:\n    width: int = 4\n    def __init__(self, n):\n        self.width = 2 * n\nx = torch.zeros(2, 4)\nnn.Linear(C(3).width, 1)(x)\n', ['C(3)', 'C(2)']);
  twins('what was written through __dict__ was lost', 'Linear/in_features@5', 'class C:\n    width = 4\nc = C()\nc.__dict__.update(width=6)\nnn.Linear(c.width, 1)(torch.zeros(2, 4))\n', ['width=6', 'width=4']);
  test('None stayed where a dictionary was filled from outside', async () => {
    expect(await saidOf("from elsewhere import unheard_of\noptions = {'size': None}\noptions.update(unheard_of())\nnn.LayerNorm(options['size'])(torch.zeros(2, 4))\n")).toEqual([]);
  });
  twins('the last turn of a settled loop was not looked at', 'Index/range@3', 'x = torch.zeros(10, 3)\nfor i in range(11):\n    x[i] = torch.randn(3)\n', ['range(11)', 'range(10)']);
  twins('classes of named tuples had no fields', 'Linear/in_features@6', 'from typing import NamedTuple\nclass Out(NamedTuple):\n    logits: torch.Tensor\n    size: int = 4\no = Out(torch.zeros(2, 5))\nnn.Linear(o.size, 1)(o.logits)\n', ['(2, 5)', '(2, 4)']);
  twins('a mapping pattern was not understood', 'Linear/in_features@3', "match {'kind': 'linear', 'size': (5, 2)}:\n    case {'kind': 'linear', 'size': (i, o)}:\n        nn.Linear(i, o)(torch.zeros(3, 4))\n", ['(5, 2)', '(4, 2)']);
  twins('places of a class pattern stood for the whole value', 'Linear/in_features@8', 'from dataclasses import dataclass\n@dataclass\nclass Layer:\n    i: int\n    o: int\nmatch Layer(5, 2):\n    case Layer(a, b):\n        nn.Linear(a, b)(torch.zeros(3, 4))\n', ['Layer(5, 2)', 'Layer(4, 2)']);
});

describe('the library', () => {
  twins('arguments were not understood by the names that torch gives them', 'MatMul/inner@1', 'torch.matmul(input=torch.zeros(2, 3), other=torch.zeros(4, 5))\n', ['(4, 5)', '(3, 5)']);
  twins('half of a spectrum was as long as the whole', 'MatMul/inner@1', 'torch.fft.rfft(torch.zeros(2, 64)).abs() @ torch.zeros(64, 3)\n', ['zeros(64, 3)', 'zeros(33, 3)']);
  twins('an absolute value of a complex number was complex', 'Linear/in_features@1', 'nn.Linear(4, 2)(torch.zeros(3, 5, dtype=torch.complex64).abs())\n', ['(3, 5,', '(3, 4,']);
  twins('a spectrogram had no shape', 'MatMul/inner@2', 's = torch.stft(torch.zeros(2, 16000), 512, hop_length=160, window=torch.hann_window(512), return_complex=True)\ns.abs().transpose(1, 2) @ torch.zeros(256, 64)\n', ['(256, 64)', '(257, 64)']);
  twins('a table with offsets was made as a plain table', 'Linear/in_features@1', "nn.Linear(8, 2)(nn.EmbeddingBag(50, 6, mode='sum')(torch.tensor([1, 2, 3]), torch.tensor([0, 2])))\n", ['nn.Linear(8', 'nn.Linear(6']);
  twins('draws of several distributions over vectors had no event', 'Linear/in_features@2', 'd = torch.distributions.Dirichlet(torch.ones(5, 3))\nnn.Linear(5, 1)(d.sample((2,)))\n', ['nn.Linear(5', 'nn.Linear(3']);
  twins('singular vectors had no shape', 'MatMul/inner@2', 'u, s, vh = torch.linalg.svd(torch.zeros(6, 4), full_matrices=False)\nu @ torch.diag(s) @ vh @ torch.zeros(6, 1)\n', ['zeros(6, 1)', 'zeros(4, 1)']);
  twins('windows over an axis were taken to lie in rows', 'View/contiguous@1', 'torch.zeros(3, 10).unfold(1, 4, 2).view(-1, 4)\n', ['.view(', '.reshape(']);
  twins('an average of weights was not understood', 'Linear/in_features@2', 'from torch.optim.swa_utils import AveragedModel\nAveragedModel(nn.Linear(4, 2))(torch.zeros(3, 5))\n', ['(3, 5)', '(3, 4)']);
  twins('names in files of a package were not found', 'Linear/in_features@3', 'from torch.utils.data.dataloader import DataLoader\nfrom torch.nn.modules.linear import Linear\nLinear(4, 2)(torch.zeros(3, 5))\n', ['(3, 5)', '(3, 4)']);
  twins('heads of networks that are not written out were not known', 'Linear/in_features@4', 'from torchvision import models\nm = models.efficientnet_b2()\nm.classifier[1] = nn.Linear(1280, 5)\nm(torch.zeros(2, 3, 64, 64))\n', ['1280', '1408']);
  twins('a mask of attention was not looked at', 'Expand/broadcast@2', 'q, k = torch.zeros(2, 4, 6, 8), torch.zeros(2, 4, 9, 8)\nF.scaled_dot_product_attention(q, k, k, attn_mask=torch.ones(6, 6).bool())\n', ['ones(6, 6)', 'ones(6, 9)']);
  twins('matrices of an affine grid were not looked at', 'AffineGrid/theta@1', 'F.affine_grid(torch.zeros(4, 3, 2), (4, 1, 8, 8))\n', ['zeros(4, 3, 2)', 'zeros(4, 2, 3)']);
  twins('joining the last axes of tensors of unknown rank lost them', 'Linear/in_features@7', 'class Both(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.a, self.b, self.c = nn.Linear(3, 4), nn.Linear(5, 4), nn.Linear(4, 2)\n    def forward(self, x, y):\n        z = torch.cat([self.a(x), self.b(y)], dim=-1)\n        return self.c(z)\n', ['nn.Linear(4, 2)', 'nn.Linear(8, 2)']);
  twins('values of chosen actions were not taken for predictions', 'Broadcast/column@4', 'q = nn.Linear(8, 4)(torch.randn(32, 8)).gather(1, torch.randint(0, 4, (32, 1)))\nrewards = torch.randn(32)\n\nloss = ((q - rewards) ** 2).mean()\n', ['(q - rewards)', '(q.squeeze(1) - rewards)']);
  test('one value of each image was refused without channels, which PyTorch takes', async () => {
    expect(await saidOf('nn.AdaptiveAvgPool2d(1)(torch.zeros(4, 4))\n')).toEqual([]);
  });
});

describe('gradients', () => {
  twins('what is to be learnt was changed in place', 'InPlace/leaf@3', 'w = torch.zeros(4, requires_grad=True)\nif True:\n    w -= 0.1\n', ['if True', 'with torch.no_grad()']);
  twins('an optimizer was given what was computed', 'Optimizer/leaf@2', 'w = torch.randn(4, requires_grad=True) * 0.1\ntorch.optim.Adam([w], lr=0.1)\n', ['torch.randn(4, requires_grad=True) * 0.1', '(torch.randn(4) * 0.1).requires_grad_()']);
  twins('gradients were lost by numpy()', 'Gradient/numpy@2', 'w = torch.zeros(4, requires_grad=True)\n(w * 2).numpy()\n', ['.numpy', '.detach().numpy']);
  test('what is decorated may be called without gradients', async () => {
    expect(await saidOf('w = torch.zeros(4, requires_grad=True)\n@torch.no_grad()\ndef step(w):\n    w -= 0.1\nstep(w)\n')).toEqual([]);
  });
  test('a leaf is left behind by data and by detach()', async () => {
    expect(await saidOf('w = torch.zeros(4, requires_grad=True)\nw.data -= 0.1\nw.data.mul_(2)\nw.detach().add_(1)\n')).toEqual([]);
  });
});

// How much of a program is known: a program in, its count of tensor expressions out, and what stands at the root of the
// unknown ones.

import { describe, expect, test } from 'vitest';
import { checkFiles } from './check.ts';

const PRELUDE = 'import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\n';

/** `known/all`, and the reasons at the root of what is not known. */
async function share(source: string): Promise<{ readonly share: string; readonly roots: readonly string[] }> {
  const { stats } = await checkFiles([{ path: 'program.py', text: PRELUDE + source }]);
  const { proved, wrong, unknown } = stats.tensors;
  return { share: `${proved}/${proved + wrong + unknown}`, roots: [...new Set(stats.unknownTensors.map(({ reason }) => reason))] };
}

describe('what counts as a tensor expression', () => {
  test('a tensor of known shape counts as known whatever its element type', async () => {
    expect(await share('from strange import unheard_of\ndef f(t):\n    return torch.arange(t)\nx = torch.zeros(2).to(unheard_of)\nx + 1\n')).toMatchObject({ share: '4/4' });
  });
  test('what a library model says to be no tensor does not count', async () => {
    expect(await share('x = torch.zeros(2)\nx.grad_fn\ns = x.stride()\n')).toMatchObject({ share: '1/1' });
  });
  test('what follows from an unknown carries the reason at its root', async () => {
    expect(await share('x = torch.load("x.pt")\ny = torch.zeros(2) + F.relu(x)\nz = y.view(-1)\n')).toMatchObject({ roots: ['what a file holds'] });
  });
  test('an unknown function of a tensor counts where its value is looked at', async () => {
    expect(await share('import strange\nx = torch.zeros(2)\nstrange.log(x)\ny = strange.f(x)\n')).toMatchObject({ share: '1/2', roots: ['the module strange'] });
  });
  test('an expression of a file that others import counts once', async () => {
    const model = 'import torch\nclass Net(torch.nn.Module):\n    def forward(self, x):\n        return x.relu()\n';
    const main = 'import torch\nfrom model import Net\nNet()(torch.zeros(2))\n';
    const { stats } = await checkFiles([{ path: 'model.py', text: model }, { path: 'a.py', text: main }, { path: 'b.py', text: main }]);
    expect(stats.tensors).toEqual({ proved: 5, wrong: 0, unknown: 0 });
  });
});

describe('inputs that nobody gives are what they are used as', () => {
  const whole = (fact: string, source: string): void => {
    test(fact, async () => {
      const { share: found, roots } = await share(source);
      const [known, all] = found.split('/');
      expect({ known, roots }).toEqual({ known: all, roots: [] });
      expect(Number(all)).toBeGreaterThan(1);
    });
  };
  whole('axes by unpacking a shape', 'def gram(y):\n    b, ch, h, w = y.size()\n    f = y.view(b, ch, w * h)\n    return f.bmm(f.transpose(1, 2)) / (ch * h * w)\n');
  whole('axes by what consumes them, through what keeps them', 'class Net(nn.Module):\n    def __init__(self, planes):\n        super().__init__()\n        self.conv = nn.Conv2d(planes, planes, 3)\n    def forward(self, x):\n        y = torch.relu(x * 2)\n        return self.conv(y) + self.conv(x)\n');
  whole('axes by a pattern', 'from einops import rearrange\ndef heads(t, h):\n    q = rearrange(t * 0.5, "b n (h d) -> b h n d", h=h)\n    return q @ q.transpose(-1, -2)\n');
  whole('a configuration by its attributes', 'class Block(nn.Module):\n    def __init__(self, options):\n        super().__init__()\n        self.fc = nn.Linear(options.width, 4 * options.width)\n        self.heads = options.width // options.heads\n    def forward(self, x):\n        b, t, c = x.shape\n        return self.fc(x).view(b, t, 4, c)\n');
  whole('parts are met as the whole makes them', 'class Part(nn.Module):\n    def __init__(self, a, b):\n        super().__init__()\n        self.fc = nn.Linear(a, b)\n    def forward(self, x):\n        return self.fc(x)\nclass Whole(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.part = Part(4, 8)\n    def forward(self, x):\n        return self.part(x.flatten(1))\n');
});

test('a file is met as the files that import it use it', async () => {
  const part = 'import torch.nn as nn\nclass Part(nn.Module):\n    def __init__(self, inner):\n        super().__init__()\n        self.inner = inner\n    def forward(self, x):\n        return self.inner(x)\n';
  const main = 'import torch\nfrom part import Part\nPart(torch.nn.Linear(3, 4))(torch.zeros(2, 3))\n';
  const { stats } = await checkFiles([{ path: 'part.py', text: part }, { path: 'whole.py', text: main }]);
  expect(stats.tensors).toEqual({ proved: 3, wrong: 0, unknown: 0 });
});

test('what stands for values while a graph is recorded is no tensor', async () => {
  expect(await share('import torch.fx as fx\nx = fx.Proxy(fx.Graph().placeholder("x"))\ny = torch.tanh(torch.cat([x, x]))\nz = y + x\n')).toEqual({ share: '0/0', roots: [] });
});

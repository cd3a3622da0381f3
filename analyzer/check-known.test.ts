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
    expect(await share('def f(t):\n    return torch.arange(t)\nx = torch.zeros(2).to(unheard_of)\nx + 1\n')).toMatchObject({ share: '4/4' });
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

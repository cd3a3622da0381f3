// What turns of a loop cost, and what is known behind them all the same: layers that are made alike, counters, and what is
// not worth another execution.

import { describe, expect, test } from 'vitest';
import { checkFiles } from './check.ts';
import { finds, silent } from './facts.ts';

async function stepsOf(text: string): Promise<number> {
  return (await checkFiles([{ path: 'program.py', text: `import torch\nfrom torch import nn\n${text}` }])).stats.steps;
}

describe('layers that are made alike', () => {
  const model = (depth: number, last = ''): string => `
class Block(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.norm, self.net = nn.LayerNorm(dim), nn.Sequential(nn.Linear(dim, 2 * dim), nn.GELU(), nn.Linear(2 * dim, dim))
    def forward(self, x):
        return x + self.net(self.norm(x))
blocks = nn.ModuleList([Block(64) for _ in range(${depth})])
${last}
x = torch.randn(4, 7, 64)
for block in blocks:
    x = block(x)
`;
  test('of thirty of them, not many more are run than of two', async () => {
    const first = async (count: number): Promise<number> => stepsOf(model(30).replace('in blocks:', `in list(blocks)[:${count}]:`));
    const [one, two, all] = [await first(1), await first(2), await first(30)];
    expect(all - two).toBeLessThan(2 * (two - one));
  });
  finds('one that is unlike them is run', model(6, 'blocks[3].net[0] = nn.Linear(32, 128)'), 'Linear/in_features@6');
  finds('what each adds to a list is in it', `
    layers = [nn.Linear(8, 8) for _ in range(5)]
    x, outs = torch.randn(2, 8), []
    for layer in layers:
        outs.append(layer(x))
    torch.cat(outs) @ torch.zeros(8, 8)
    torch.cat(outs) @ torch.zeros(10, 8)`, 'MatMul/inner@6');
  finds('behind the loop, its variable is the last', `
    layers = [nn.Linear(8, 8) for _ in range(3)]
    x = torch.randn(2, 8)
    for layer in layers:
        layer(x)
    layer.weight = nn.Parameter(torch.zeros(8, 9))
    layers[0](x)
    layers[2](x)`, 'Linear/in_features@7');
});

describe('what turns count of data', () => {
  const loops = (body: string): string => `
import data
net = nn.Sequential(nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 8))
step = 0
for epoch in range(50):
    right = 0
    for batch in data.train:
        y = net(torch.randn(4, 8))
        ${body}
        step += 1
        if (y.mean() > 0).item():
            found = 0
            for other in data.test:
                z = net(torch.randn(4, 8))
                ${body.replace('right', 'found')}
`;
  test('makes their loops no longer than what stays', async () => {
    const [counts, stays] = [await stepsOf(loops('right += (y.argmax(1) == 1).sum().item()')), await stepsOf(loops('same = (y.argmax(1) == 1).sum().item()'))];
    expect(counts).toBeLessThan(1.25 * stays);
  });
  silent('is some number behind them', `
    from elsewhere import loader
    n = 0
    for x in loader:
        n += (x > 0).sum().item()
        print(n / 2)
    torch.zeros(3, 4) @ torch.zeros(4, n)`);
});

describe('a mistake', () => {
  const program = (width: number): string => `
net = nn.Sequential(nn.Linear(8, ${width}), nn.Linear(8, 8))
low, high = torch.load('range')
y = net(torch.randn(2, 8))
for _ in range(3):
    y = y.relu() + 1
`;
  test('leaves nothing to be learnt that another execution would tell', async () => {
    expect(await stepsOf(program(9))).toBeLessThan(1.2 * await stepsOf(program(8)));
  });
});

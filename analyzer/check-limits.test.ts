// What the executor does where programs are large, strange or broken: it comes back, and says what it did not do.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { apart } from './2-execute/apart.ts';
import { Machine } from './2-execute/machine.ts';
import { effort } from './2-execute/sizes.ts';
import { checkFiles } from './check.ts';
import { finds, silent } from './facts.ts';
import { packageRoot } from './package-root.ts';

async function check(text: string): Promise<Awaited<ReturnType<typeof checkFiles>>> {
  return checkFiles([{ path: 'program.py', text }]);
}

describe('paths are merged, not multiplied', () => {
  const branches = Array.from({ length: 20 }, (_, i) => `if random.random() > 0.5:\n    x = x.flip(0)\n    n = n + ${i + 1}`).join('\n');
  test('twenty undecided branches cost twenty branches', async () => {
    const short = await check(`import torch, random\nx = torch.zeros(4, 8)\nn = 0\n${branches.split('\nif').slice(0, 10).join('\nif')}\n`);
    const long = await check(`import torch, random\nx = torch.zeros(4, 8)\nn = 0\n${branches}\nx @ torch.zeros(7, 1)\n`);
    expect(long.findings.map((finding) => finding.rule)).toEqual(['MatMul/inner']);
    expect(long.stats.steps - short.stats.steps).toBeLessThan(2_000);
  });
});

describe('a script like the MNIST example that comes with PyTorch', () => {
  const text = readFileSync(join(packageRoot(), 'analyzer', 'check-limits-mnist.py'), 'utf8');
  test('its 14 epochs cost what 4 cost, and everything in it is known', async () => {
    const [own, few] = [await check(text), await check(text.replace('default=14', 'default=4'))];
    expect(own.findings).toEqual([]);
    expect(own.stats.tensors).toMatchObject({ wrong: 0, unknown: 0 });
    expect(own.stats.steps).toBeLessThan(1.1 * few.stats.steps);
    expect(own.stats.steps).toBeLessThan(80_000);
  });
  test('a layer of the wrong width in it is found', async () => {
    const { findings } = await check(text.replace('nn.Linear(9216', 'nn.Linear(9126'));
    expect(findings.map(({ rule }) => rule)).toEqual(['Linear/in_features']);
  });
});

describe('a module that nobody makes', () => {
  const program = (patch: string): string => `import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, *, patch_size${patch}):
        super().__init__()
        height, width = patch_size
        self.layers = nn.ModuleList([nn.Sequential(nn.Linear(height * width, height * width), nn.LayerNorm(height * width)) for _ in range(12)])
    def forward(self, x):
        b, n, d = x.shape
        for layer in self.layers:
            x = layer(x) + x
        return x.flatten(1)
`;
  test('is not run to its end before what its first lines teach is believed', async () => {
    const [told, learnt] = [await check(program('=(4, 4)')), await check(program(''))];
    expect(learnt.stats.tensors).toMatchObject({ wrong: 0, unknown: 0 });
    expect(learnt.stats.steps).toBeLessThan(1.25 * told.stats.steps);
  });
});

describe('loops', () => {
  silent('many epochs cost as much as a few', `
    net = nn.Linear(4, 1)
    count = 0
    for epoch in range(1000000):
        for step in range(1000):
            loss = net(torch.zeros(2, 4)).sum()
            loss.backward()
        count += 1`);
  silent('a counter moved on in a loop with many ways out is followed no further than it is cheap', `
    import pandas as pd
    for run in pd.read_csv('runs.csv'):
        row = 0
        for step in [i * 2.5 for i in range(40)]:
            while run.iloc[row]['step'] < step:
                row += 1
                if row > len(run) - 2:
                    break
            if row > len(run) - 2:
                break
            last = run.iloc[row].copy()`);
  const training = (epochs: number): string => `import torch, random
best = 0.0
def loss_of(x):
    y = x * 2
    return y.sum()
for epoch in range(${epochs}):
    for step in range(9):
        n = random.randint(2, 50)
        batch = torch.zeros(n, 4)
        loss = loss_of(batch)
        best = loss.item()
`;
  test('turns that only set anew what nobody looks at before stand for each other, whatever they call', async () => {
    const [few, many] = [await check(training(2)), await check(training(900))];
    expect(many.stats.steps).toBeLessThan(3 * few.stats.steps);
  });
  finds('a turn looks at what the turn before set', `
    x = torch.zeros(2, 3)
    def peek():
        return y @ torch.zeros(3, 1)
    y = torch.zeros(2, 3)
    for i in range(8):
        peek()
        y = torch.zeros(2, 3 if i < 6 else 4)`, 'MatMul/inner@3');
  finds('a mistake that only a late turn makes', `
    for epoch in range(90):
        if epoch == 60:
            torch.zeros(2, 3) @ torch.zeros(2, 3)`, 'MatMul/inner@3');
  finds('sizes that a loop builds up', `
    width, layers = 4, []
    for i in range(12):
        layers.append(nn.Linear(width, width + 2))
        width += 2
    nn.Sequential(*layers)(torch.zeros(1, 4)) @ torch.zeros(27, 1)`, 'MatMul/inner@5');
  finds('continue inside try starts the next turn', `
    w = 3
    for i in range(3):
        try:
            if i == 1:
                continue
        finally:
            pass
        if i == 1:
            w = 4
    torch.zeros(2, 3) @ torch.zeros(w, 3)
    torch.zeros(2, w) @ torch.zeros(4, 3)`, 'MatMul/inner@11');
  silent('a loop without an end', `
    n = 0
    while True:
        n += 1
        if n > 5:
            break`);
});

describe('bounds are reported', () => {
  test('questions that go on long after all that is spent on them is spent', () => {
    const m = new Machine('python');
    const n = m.fresh('n', 2);
    m.assume(n.times(n).atLeast(5));
    let asked = 0;
    apart(m, () => {
      for (; asked < 50_000; asked++) m.decide(n.times(n).plus(asked).equals(n.times(7)));
    }, 10);
    expect([...m.unknowns.values()].map(({ reason }) => reason)).toEqual(['questions about sizes cost more than is spent on them', 'more steps than are followed']);
    expect(asked).toBeLessThan(1_000);
  });
  test('sizes of what runs once more have the names that they had, but never with other bounds', () => {
    const m = new Machine('python');
    const names = (): readonly string[] => [m.fresh('n', 2), m.fresh('n', 2), m.fresh('n', 5), m.fresh('n', 2, 9)].map(String);
    const first = names();
    expect(new Set(first).size).toBe(4);
    m.startAgain();
    expect(names()).toEqual(first);
    expect(first).not.toContain(String(m.fresh('n', 5)));
  });
  test('a question that nothing is assumed of costs once in a run, however often it is asked', () => {
    const m = new Machine('python');
    const n = m.fresh('n', 2);
    const cost = (atMost: number): number => {
      const before = effort();
      for (let i = 0; i < 100; i++) expect(m.decide(n.times(n).minus(n.times(3)).equals(atMost))).toBe('unknown');
      return effort() - before;
    };
    const first = cost(10);
    expect(first).toBeGreaterThan(0);
    expect(cost(10)).toBe(0);
    expect(cost(20)).toBeGreaterThan(0);
  });
  test('what is run only to learn costs what the run that counts may, where it has taught nothing yet', () => {
    const m = new Machine('python');
    const n = m.fresh('n', 2);
    m.assume(n.times(n).atLeast(5));
    apart(m, () => { for (let i = 0; i < 100; i++) m.decide(n.times(n).plus(i).equals(n.times(7))); }, 10, true);
    expect([m.isRaised, m.isSpent, m.unknowns.size]).toEqual([true, false, 0]);
    apart(m, () => { m.hasLearnt(); for (let i = 100; i < 200; i++) m.decide(n.times(n).plus(i).equals(n.times(7))); }, 10, true);
    expect([m.isRaised, m.isSpent]).toEqual([false, true]);
  });
  test('endless recursion', async () => {
    const result = await check('import torch\ndef f(n):\n    return f(n + 1)\nf(0)\n');
    expect(result.unknowns.map((place) => place.reason)).toContain('calls nested too deeply');
  });
  test('text that is not Python', async () => {
    const result = await check('import torch\nx = = 3\ntorch.zeros(2, 3) @ torch.zeros(2, 3)\n');
    expect(result.findings.map((finding) => `${finding.rule}@${finding.line}`)).toEqual(['MatMul/inner@3']);
    expect(result.unknown).toBeGreaterThan(0);
  });
  test('an empty file', async () => {
    expect((await check('')).findings).toEqual([]);
  });
  test('a call that catches what would be raised', async () => {
    expect((await check('import torch\ntry:\n    torch.zeros(2, 3) @ torch.zeros(2, 3)\nexcept RuntimeError:\n    pass\n')).findings).toEqual([]);
  });
});

describe('projects', () => {
  test('files import each other', async () => {
    const result = await checkFiles([
      { path: 'app/model.py', text: 'import torch.nn as nn\nclass Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.fc = nn.Linear(4, 2)\n    def forward(self, x):\n        return self.fc(x)\n' },
      { path: 'app/train.py', text: 'import torch\nfrom model import Net\nNet()(torch.zeros(1, 5))\n' },
    ]);
    expect(result.findings.map((finding) => `${finding.file}:${finding.line} ${finding.rule}`)).toEqual(['app/model.py:7 Linear/in_features']);
    expect(result.findings[0]?.related.map((place) => `${place.file}:${place.line}`)).toEqual(['app/train.py:3', 'app/model.py:5', 'app/train.py:3']);
  });
});

describe('numbers of axes that no use tells', () => {
  const module = (more: string): string => `import torch\nimport torch.nn as nn
class Net(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.a = nn.Linear(dim, dim)
    def forward(self, x, y, z, w):
        ${more}
        return torch.relu(self.a(x))
`;
  test('are not tried one by one of inputs whose number does not matter', async () => {
    const { stats } = await check(module('y, z = torch.relu(y), torch.relu(z)'));
    expect(stats.steps).toBeLessThan(4_000);
  });
  test('are tried one by one of an input that has an axis less', async () => {
    const { findings, stats } = await check(module('torch.cat([x, y.unsqueeze(1)], 1)'));
    expect(findings).toEqual([]);
    expect(stats.tensors.unknown).toBe(0);
  });
});

// Lists, dictionaries and sets of which not all is known: what stands for their items, and what may not be said of them.
import { describe } from 'vitest';
import { finds, silent } from './facts.ts';

describe('dictionaries with keys that are not known', () => {
  finds('one entry stands for all', `
    places = {name: i for i, name in enumerate(open('names'))}
    ids = torch.tensor([places[name] for name in open('text')], dtype=torch.float)
    nn.Conv3d(1, 1, 1)(ids)
  `, 'Conv/rank@3');
  finds('an entry is kept under a name that comes from outside', `
    layers = {}
    layers[input()] = nn.Linear(4, 3)
    layers['first'](torch.zeros(2, 4)) @ torch.zeros(4, 1)
  `, 'MatMul/inner@3');
  silent('entries of several sizes', `
    layers = {}
    layers[input()] = nn.Linear(4, 3)
    layers[input()] = nn.Linear(5, 3)
    layers[input()](torch.zeros(2, 4))
  `);
  silent('numbers under several keys differ', `
    sizes = {}
    for line in open('sizes'):
        name, size = line.split()
        sizes[name] = int(size)
    x = torch.zeros(sizes['a'], sizes['b'])
    if sizes['a'] != sizes['b']:
        x = x.flatten()
        torch.zeros(2, 3) @ x[:3]
    else:
        x = x.flatten()
    x[None].view(1, -1)
  `);
  silent('a list under one of several keys has items of its own', `
    found = {}
    for name in open('names'):
        found[name] = []
    found[input()].append(torch.zeros(4))
    found[input()].append(torch.zeros(4))
    x = torch.stack(found[input()])
    if len(x) == 1:
        x.view(4)
  `);
  silent('a key may be there or not', `
    seen = {}
    for name in open('names'):
        seen[name] = 1
    x = torch.zeros(3) if 'a' in seen else torch.zeros(4)
    if 'a' in seen:
        x @ torch.zeros(3)
  `);
});

describe('lists that change at places that are not known', () => {
  finds('one of ten numbers is gone', `
    allowed = list(range(10))
    allowed.remove(torch.randint(0, 10, (1,)).item())
    torch.tensor(allowed) @ torch.zeros(8, dtype=torch.long)
  `, 'MatMul/inner@3');
  finds('the first of equal items is gone', `
    sizes = [4, 3, 4]
    sizes.remove(4)
    torch.zeros(2, sizes[0]) @ torch.zeros(sizes[1], 1)
  `, 'MatMul/inner@3');
  finds('a part of a list is deleted', `
    parts = [torch.zeros(1, n) for n in (2, 3, 4)]
    del parts[1:]
    torch.cat(parts, 1) @ torch.zeros(9, 1)
  `, 'MatMul/inner@3');
  silent('layers in an order that is not known', `
    layers = [nn.Linear(4, 3), nn.Linear(5, 3)]
    layers.sort(key=lambda layer: layer.weight.sum().item())
    layers[0](torch.zeros(2, 4))
  `);
  finds('a list that is emptied is filled anew', `
    parts = [torch.zeros(1, 5)]
    del parts[:]
    parts.append(torch.zeros(1, 3))
    torch.cat(parts, 1) @ torch.zeros(8, 1)
  `, 'MatMul/inner@4');
});

silent('what stands for all turns is not always the first', `
  x = torch.zeros(2, 4)
  for i, line in enumerate(open('lines')):
      if i > 0:
          x = torch.zeros(2, 3)
  x @ torch.zeros(3, 1)
`);

describe('sequences of unknown length, one item after another', () => {
  const blocks = 'n = int(input())\n  blocks = nn.ModuleList([nn.Linear(4, 4) for _ in range(n)])\n';
  silent('what is appended comes once', `
  ${blocks}  blocks.append(nn.Linear(4, 3))
  x = torch.zeros(2, 4)
  for block in blocks:
      x = block(x)
  `);
  finds('what is appended is known', `
  ${blocks}  blocks.append(nn.Linear(4, 3))
  x = torch.zeros(2, 4)
  for block in blocks:
      x = block(x)
  x @ torch.zeros(4, 1)
  `, 'MatMul/inner@7');
  silent('a first layer, any number of hidden ones and a last', `
    n = int(input())
    layers = [nn.Linear(2, 4)]
    for i in range(n):
        layers += [nn.Linear(4, 4), nn.ReLU()]
    layers.append(nn.Linear(4, 3))
    net = nn.Sequential(*layers)
    net(torch.zeros(5, 2))
  `);
  silent('spread into a list before a last one', `
    n = int(input())
    x = torch.zeros(2, 4)
    for layer in [*[nn.Linear(4, 4) for _ in range(n)], nn.Linear(4, 3)]:
        x = layer(x)
  `);
  finds('any number of layers as arguments', `
    n = int(input())
    net = nn.Sequential(nn.Linear(2, 4), *[nn.Linear(4, 4) for _ in range(n)])
    net(torch.zeros(5, 2)) @ torch.zeros(2, 1)
  `, 'MatMul/inner@3');
  finds('a layer that cannot follow itself', `
    n = int(input())
    net = nn.Sequential(*[nn.Linear(4, 5) for _ in range(n)])
    net(torch.zeros(5, 4))
  `, 'Linear/in_features@3');
  silent('one of two lists of layers', `
    layers = [nn.Linear(4, 8), nn.Linear(8, 3)] if input() else [nn.Linear(4, 3)]
    x = torch.zeros(2, 4)
    for layer in layers:
        x = layer(x)
    x @ torch.zeros(3, 1)
  `);
  silent('layers of which some are left out', `
    x = torch.zeros(2, 4)
    for layer in [layer for layer in (nn.Linear(4, 8), nn.Linear(4, 3)) if layer.weight.sum() > 0]:
        x = layer(x)
  `);
});

finds('a list that is filled until data say so, and emptied', `
  import gymnasium as gym
  env = gym.make('CartPole-v1')
  rewards = []
  for episode in range(100):
      for t in range(1000):
          state, reward, done, cut, _ = env.step(1)
          rewards.append(reward)
          if done:
              break
      returns = torch.tensor(rewards)
      del rewards[:]
      nn.Conv3d(1, 1, 1)(returns)
`, 'Conv/rank@12');

// Mistakes that programs written without a look at the checker showed to be missed, and what it said of right ones: one
// fact each.
import { describe } from 'vitest';
import { finds, silent } from './facts.ts';

describe('library functions', () => {
  finds('a bias that would widen the output', `
    F.linear(torch.zeros(64, 20), torch.zeros(1, 20), torch.zeros(20))
  `, 'Expand/broadcast@1');
  finds('a random generator of its own', `
    import random
    r = random.Random(3)
    x = torch.tensor([r.randrange(5) for _ in range(r.randint(3, 9))])
    nn.Embedding(5, 2)(x) @ torch.zeros(3, 1)
  `, 'MatMul/inner@4');
});

describe('counts that data decide', () => {
  finds('picked rows times one number for each of them', `
    rows = (torch.rand(20) > 0.5).nonzero().squeeze(-1)
    torch.rand(20, 32)[rows] * torch.rand(20)[rows]
  `, 'Mul/broadcast@2');
  finds('what a loop gathered is no scalar', `
    found = []
    for line in open('lines'):
        found.append(torch.rand(3, requires_grad=True).sum())
    torch.stack(found).backward()
  `, 'Backward/scalar@4');
  silent('picked rows times all rows of another table', `
    rows = (torch.rand(20) > 0.5).nonzero().squeeze(-1)
    torch.rand(20, 32)[rows] * torch.rand(32)
    torch.rand(20, 32)[rows] * torch.rand(20)[rows, None]
  `);
  silent('the one place of a number', `
    place = (torch.arange(20) == 3).nonzero()
    place.item()
  `);
});

describe('lists that a loop fills until data say so', () => {
  finds('two of them side by side, read backwards and built anew', `
    rewards, saved, done = [], [], False
    while not done:
        done = torch.rand(1).item() > 0.5
        rewards.append(1.0)
        saved.append((torch.zeros(1), torch.zeros(1, 1)))
    total, returns = 0, []
    for r in rewards[::-1]:
        total = r + 0.9 * total
        returns.insert(0, total)
    losses = []
    for (log, value), r in zip(saved, torch.tensor(returns)):
        losses.append(-log * (r - value.item()))
    torch.cat(losses)[None] @ torch.zeros(1, 2, 3)
    (torch.cat(losses) @ torch.zeros(3, 4)).unsqueeze(1) @ torch.zeros(3, 4)
  `, 'MatMul/inner@14');
});

describe('handlers of exceptions', () => {
  finds('what is raised again is a mistake', `
    try:
        torch.zeros(2, 3) @ torch.zeros(2, 3)
    except Exception as e:
        print(e)
        raise
  `, 'MatMul/inner@2');
  finds('only some are kept back', `
    try:
        torch.zeros(2, 3) @ torch.zeros(2, 3)
    except RuntimeError as e:
        if 'out of memory' in str(e):
            print('skipped')
        else:
            raise e
  `, 'MatMul/inner@2');
  silent('what is caught is none', `
    try:
        torch.zeros(2, 3) @ torch.zeros(2, 3)
    except RuntimeError as e:
        print(e)
  `);
});

describe('methods that nobody calls', () => {
  finds('beside a forward that is right', `
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.body, self.head = nn.Conv1d(40, 64, 5), nn.Linear(64, 10)

        def embed(self, x): return self.body(x).mean(2)
        def forward(self, x): return self.head(self.embed(x))
        def compare(self, a, b):
            return self.head(torch.cat([self.embed(a), self.embed(b)], dim=1))
  `, 'Linear/in_features@9');
  finds('where a program runs the forward', `
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.head = nn.Linear(64, 10)

        def forward(self, x): return self.head(x)
        def both(self, x): return self.head(self.head(x))

    Net()(torch.zeros(2, 64))
  `, 'Linear/in_features@7');
});

describe('hooks', () => {
  finds('what a hook has kept', `
    kept = {}
    net = nn.Sequential(nn.Linear(4, 3), nn.Linear(3, 2))
    handle = net[0].register_forward_hook(lambda module, args, out: kept.update(x=out))
    net(torch.zeros(5, 4))
    kept['x'] @ torch.zeros(4, 1)
  `, 'MatMul/inner@5');
  finds('a hook before a layer changes what it gets', `
    def double(module, args):
        return (torch.cat([args[0], args[0]], 1),)
    layer = nn.Linear(4, 3)
    handle = layer.register_forward_pre_hook(double)
    layer(torch.zeros(5, 4))
  `, 'Linear/in_features@5');
  silent('a hook that was taken away', `
    layer = nn.Linear(4, 3)
    handle = layer.register_forward_pre_hook(lambda module, args: (torch.zeros(5, 5),))
    handle.remove()
    layer(torch.zeros(5, 4))
  `);
});

describe('collections', () => {
  finds('the last four frames', `
    from collections import deque
    frames = deque(maxlen=4)
    for _ in range(10):
        frames.append(torch.zeros(1, 8, 8))
    nn.Conv2d(3, 5, 3)(torch.cat(list(frames)))
  `, 'Conv/channels@5');
  finds('lists that are made when they are asked for', `
    from collections import defaultdict
    found = defaultdict(list)
    for name in ('a', 'b'):
        found[name].append(torch.zeros(3))
        found[name].append(torch.zeros(3))
    torch.stack(found['a']) @ torch.zeros(2, 2)
  `, 'MatMul/inner@6');
});

describe('functions of functions', () => {
  finds('a mapped function gives its samples back', `
    from torch.func import vmap, functional_call
    def one(x, w): return w @ x
    y = vmap(one, in_dims=(0, None))(torch.zeros(5, 4), torch.zeros(3, 4))
    net = nn.Linear(3, 2)
    functional_call(net, dict(net.named_parameters()), (y,)) @ torch.zeros(5, 1)
  `, 'MatMul/inner@5');
});

describe('weights of losses', () => {
  finds('a weight for each of other labels', `
    F.binary_cross_entropy_with_logits(torch.zeros(8, 7), torch.zeros(8, 7), pos_weight=torch.ones(10))
  `, 'Mul/broadcast@1');
});

describe('lists of many possible lengths', () => {
  finds('what a filter leaves of sixteen', `
    import random
    rows = [torch.zeros(1, 6) if random.random() < 0.5 else None for _ in range(16)]
    torch.cat([row for row in rows if row is not None]) @ torch.zeros(5, 1)
  `, 'MatMul/inner@3');
  finds('arrays of a list that is too long to follow', `
    import numpy as np
    series = np.zeros((300, 2), dtype=np.float32)
    windows = np.array([series[i:i + 12] for i in range(len(series) - 12)])
    torch.from_numpy(windows) @ torch.zeros(3, 1)
  `, 'MatMul/inner@4');
});

describe('loops of a known number of turns that are not run one by one', () => {
  const solver = (x: string): string => `
    def step(f, y):
        for _ in range(40):
            y = y + 0.1 * f(f(f(f(y))))
        return y
    net = nn.Sequential(nn.Linear(3, 8), nn.Tanh(), nn.Linear(8, 8), nn.Tanh(), nn.Linear(8, 3))
    ys = [torch.zeros(2, 3)]
    t = torch.linspace(0, 1, 50)
    for a, b in zip(t[:-1], t[1:]):
        ys.append(step(net, ys[-1]))
    torch.stack(ys) - torch.zeros(${x}, 2, 3)
  `;
  finds('a list that each of them makes longer', solver('60'), 'Sub/broadcast@10');
  silent('as long as there are turns', solver('50'));
});

describe('loaders', () => {
  finds('what the last batch leaves is a number', `
    from torch.utils.data import DataLoader, TensorDataset
    found = []
    for (x,) in DataLoader(TensorDataset(torch.zeros(65, 1)), batch_size=16):
        found.append(x.squeeze())
    torch.cat(found)
  `, 'Concat/rank@5');
  finds('a dataset that is iterated', `
    from torch.utils.data import DataLoader, IterableDataset
    class Stream(IterableDataset):
        def __iter__(self):
            for _ in range(20):
                yield {'x': torch.zeros(16), 'y': 1}
    for batch in DataLoader(Stream(), batch_size=5):
        F.cross_entropy(torch.zeros(5, 2), batch['y'])
        batch['x'] @ torch.zeros(15, 2)
  `, 'MatMul/inner@8');
  finds('features of a layer where a sentence has its words', `
    from torch.nn.utils.rnn import pad_sequence
    words = pad_sequence([torch.zeros(int(n), 40) for n in open('lengths')], batch_first=True)
    nn.Conv1d(40, 32, 11)(words)
  `, 'Conv/channels@3');
  silent('sequences that are as long as they are', `
    from torch.nn.utils.rnn import pad_sequence
    words = pad_sequence([torch.zeros(n, 4) for n in (3, 40, 7)], batch_first=True)
    nn.Conv1d(40, 32, 3)(words)
  `);
});

describe('itertools', () => {
  finds('pairs of sizes', `
    import itertools
    x = torch.zeros(2, 4)
    for a, b in itertools.pairwise([4, 5, 6]):
        x = nn.Linear(a, b)(x)
    for a, b in itertools.combinations([6, 7, 8], 2):
        x @ torch.zeros(a, b)
  `, 'MatMul/inner@6');
  finds('the first two of a generator', `
    from itertools import islice, count, chain
    def wider():
        for i in count(3):
            yield torch.zeros(2, i)
    xs = list(islice((torch.zeros(2, n) for n in range(1, 9)), 2))
    x = torch.cat(list(chain.from_iterable([xs, xs])), 1)
    x @ torch.zeros(7, 1)
  `, 'MatMul/inner@7');
});

describe('scores of one sample', () => {
  finds('a label with an axis has no gradient', `
    loss = F.cross_entropy(nn.Linear(3, 7)(torch.zeros(3)), torch.tensor([3]))
    print(loss)
    loss.backward()
  `, 'NegativeLogLikelihoodLoss/target@3');
  silent('but a value', `
    F.cross_entropy(nn.Linear(3, 7)(torch.zeros(3)), torch.tensor([3])).item()
  `);
});

describe('datasets that nobody has counted', () => {
  const collated = (x: string): string => `
    from torch.utils.data import DataLoader
    items = [torch.zeros(4) for name in open('names')]
    def together(samples):
        xs, = zip(*[(x,) for x in samples])
        return torch.stack(xs)
    for x in DataLoader(items, batch_size=8, collate_fn=together):
        x @ torch.zeros(${x}, 1)
        x.view(8, 4)
  `;
  finds('each batch', collated('5'), 'MatMul/inner@7');
  silent('and the last may be full', collated('4'));
});

describe('arguments the other way around', () => {
  finds('the axis before what is joined', `
    torch.cat(-1, [torch.zeros(2, 3), torch.zeros(2, 3)])
  `, 'Call/tensors@1');
});

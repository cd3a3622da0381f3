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

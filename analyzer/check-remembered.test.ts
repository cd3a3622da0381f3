// Calls of libraries that are remembered (2-execute/remembered.ts): the second of two calls says what the first would have
// said in its place.

import { describe, expect, test } from 'vitest';
import { checkFiles } from './check.ts';
import { finds, silent } from './facts.ts';

describe('a library function that is called again with the same', () => {
  finds('with names where numbers were given before', `
    b, t, h, d = 2, 10, 4, 8
    x, y = torch.randn(2, 10, 32), torch.randn(b, t, h * d)
    x.view(2, 4, 10, 8)
    y.view(b, h, t, d)`, 'View/order@4');
  finds('is given a list of its own', `
    a = list(torch.zeros(2, 3).split(1))
    b = list(torch.zeros(2, 3).split(1))
    b.append(torch.zeros(1, 4))
    torch.cat(a)
    torch.cat(b)`, 'Concat/extents@5');
  finds('after where new tensors are put has changed', `
    a = torch.zeros(2, 3) + torch.zeros(2, 3)
    torch.set_default_device('cuda')
    torch.zeros(2, 3) + a`, 'Device/same@3');
  silent('while gradients are paused', `
    w = torch.zeros(3, 3, requires_grad=True)
    w.mul(2).sum().backward()
    with torch.no_grad():
        w.add_(1)`);
  test('a message says where its own tensors were made', async () => {
    const { findings } = await checkFiles([{ path: 'program.py', text: 'import torch\na = torch.zeros(2, 3)\nb = torch.zeros(2, 3)\ntorch.relu(a)\nc = torch.relu(b)\nc @ c\n' }]);
    expect(findings.map(({ rule, line }) => `${rule}@${line}`)).toEqual(['MatMul/inner@6']);
    expect(JSON.stringify(findings)).not.toMatch(/line 4/);
  });
});

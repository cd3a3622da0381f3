import { expect, test } from 'vitest';
import { checkFiles } from './check.ts';
import { createChecker } from './checker.ts';

const MODEL = 'import torch.nn as nn\nnet = nn.Linear(4, 2)\n';
const MAIN = 'import torch\nfrom model import net\nnet(torch.zeros(3, 4))\n';

test('an edit is checked as the whole would be', async () => {
  const checker = createChecker();
  await checker.update('model.py', MODEL);
  for (const text of [MAIN, MAIN.replace('(3, 4)', '(3, 5)'), MAIN]) {
    const whole = await checkFiles([{ path: 'model.py', text: MODEL }, { path: 'main.py', text }]);
    expect((await checker.update('main.py', text)).findings).toEqual(whole.findings);
  }
});

test('a file is checked anew where one that it imports has changed', async () => {
  const checker = createChecker();
  await checker.update('model.py', MODEL);
  expect((await checker.update('main.py', MAIN)).findings).toEqual([]);
  await checker.update('model.py', MODEL.replace('Linear(4', 'Linear(6'));
  expect((await checker.check('main.py'))?.findings.map(({ rule, line }) => `${rule}@${line}`)).toEqual(['Linear/in_features@3']);
});

test('a removed file is known no longer', async () => {
  const checker = createChecker();
  await checker.update('main.py', MAIN);
  checker.remove('main.py');
  expect(await checker.check('main.py')).toBeUndefined();
});

test('a file is checked anew where one that it looked for has come', async () => {
  const checker = createChecker();
  const wrong = MAIN.replace('(3, 4)', '(3, 5)');
  expect((await checker.update('main.py', wrong)).findings).toEqual([]);
  await checker.update('model.py', MODEL);
  expect((await checker.check('main.py'))?.findings.map(({ rule }) => rule)).toEqual(['Linear/in_features']);
  checker.remove('model.py');
  expect((await checker.check('main.py'))?.findings).toEqual([]);
});

test('places in an imported file move with its lines', async () => {
  const model = 'import torch\ndef widen(x):\n    return x @ torch.zeros(4, 2)\n';
  const main = 'import torch\nfrom model import widen\nwiden(torch.zeros(3, 5))\n';
  const checker = createChecker();
  await checker.update('model.py', model);
  await checker.update('main.py', main);
  const text = model.replace('def', '\n# wider\ndef');
  await checker.update('model.py', text);
  const { entered } = checker;
  const { findings } = await checkFiles([{ path: 'model.py', text }, { path: 'main.py', text: main }]);
  expect(findings.map(({ line }) => line)).toEqual([5]);
  expect((await checker.check('main.py'))?.findings).toEqual(findings);
  expect(checker.entered).toBe(entered);
});

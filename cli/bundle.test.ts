import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkProject } from '../analyzer/check-project.ts';
import { BUNDLE, cacheOf, loadBundle } from './bundle.ts';

const text = 'import torch\ntorch.zeros(2, 3) @ torch.zeros(2, 3)\n';

test('the bundle says what its modules say, from the code cache', async (ctx) => {
  if (!existsSync(cacheOf(BUNDLE))) ctx.skip('`npm run build` has not made it');
  const { exports, script } = loadBundle(BUNDLE);
  const said = await exports.warmUp([{ path: 'a.py', text }], []);
  expect(said.findings.map(({ rule }) => rule)).toEqual(['MatMul/inner']);
  expect(said).toEqual(await checkProject([{ path: 'a.py', text }], []));
  expect(script.cachedDataRejected).toBe(false);
});

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { checkProject } from '../analyzer/check-project.ts';
import { packageRoot } from '../analyzer/package-root.ts';
import { BUNDLE, cacheOf, loadBundle } from './bundle.ts';

const text = 'import torch\ntorch.zeros(2, 3) @ torch.zeros(2, 3)\n';

test('the bundle says what its modules say', async (ctx) => {
  if (!existsSync(BUNDLE)) ctx.skip('`npm run build` has not made it');
  const said = await loadBundle(BUNDLE).exports.warmUp([{ path: 'a.py', text }], []);
  expect(said.findings.map(({ rule }) => rule)).toEqual(['MatMul/inner']);
  expect(said).toEqual(await checkProject([{ path: 'a.py', text }], []));
});

test('the engine takes the code cache', (ctx) => {
  if (!existsSync(cacheOf(BUNDLE))) ctx.skip('`npm run build` has not made it');
  // A process of its own: the cache is bound to the engine's flags, which kernels on relaxed SIMD switch on for a process.
  const loader = pathToFileURL(join(packageRoot(), 'dist', 'cli', 'bundle.js')).href;
  const source = `import { BUNDLE, loadBundle } from ${JSON.stringify(loader)}; console.log(loadBundle(BUNDLE).script.cachedDataRejected);`;
  expect(execFileSync(process.execPath, ['--input-type=module', '-e', source], { encoding: 'utf8' }).trim()).toBe('false');
});

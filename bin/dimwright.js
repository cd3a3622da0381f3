#!/usr/bin/env node
// The command, compiled by `npm run build` (which `npm ci` runs). `check`, which starts most often, is one file there.
import { existsSync } from 'node:fs';

const main = new URL('../dist/cli/main.js', import.meta.url);
if (process.argv[2] === 'check' && existsSync(new URL('../dist/check.cjs.cache', import.meta.url))) {
  const { BUNDLE, loadBundle } = await import('../dist/cli/bundle.js');
  await loadBundle(BUNDLE).exports.main();
} else if (existsSync(main)) {
  await import(main.href);
} else {
  console.error('dimwright is not built yet: run `npm run build` first');
  process.exitCode = 2;
}

#!/usr/bin/env node
// The command, compiled by `npm run build` (which `npm ci` runs).
import { existsSync } from 'node:fs';

const main = new URL('../dist/cli/main.js', import.meta.url);
if (existsSync(main)) {
  await import(main.href);
} else {
  console.error('dimwright is not built yet: run `npm run build` first');
  process.exitCode = 2;
}

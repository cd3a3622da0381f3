// One file of CommonJS and the engine's code cache beside it in, what it exports out. Reading three hundred modules one
// by one and compiling them costs more than checking a small program; this costs next to nothing.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';
import { packageRoot } from '../analyzer/package-root.ts';
import type * as checkOnly from './check-only.ts';

export const BUNDLE = join(packageRoot(), 'dist', 'check.cjs');
export const cacheOf = (file: string): string => `${file}.cache`;

export interface Bundle { readonly exports: typeof checkOnly; readonly script: Script }

/**
 * Bytes of code that a function runs before the engine optimises it: more than the engine's own choice, since most of what
 * optimising costs in a check of a second or two is never won back. A quarter less processor time there, none lost in long ones.
 */
const BEFORE_OPTIMISING = '--interrupt-budget=300000';

/** A cache that another version of the engine made is passed over. */
export function loadBundle(file: string): Bundle {
  // Before the cache is read: one made under other flags is passed over.
  setFlagsFromString(BEFORE_OPTIMISING);
  const cachedData = existsSync(cacheOf(file)) ? readFileSync(cacheOf(file)) : undefined;
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${readFileSync(file, 'latin1')}\n})`, {
    filename: file, ...(cachedData ? { cachedData } : {}),
  });
  const module = { exports: {} as typeof checkOnly };
  (script.runInThisContext() as (...args: unknown[]) => void)(module.exports, createRequire(file), module, file, dirname(file));
  return { exports: module.exports, script };
}

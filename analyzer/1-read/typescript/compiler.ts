// The TypeScript compiler, loaded when the first program needs it: a run that checks only Python does not pay for it.
// Nothing comes in; after `loadTypeScript` has finished, `compiler()` gives the compiler's API.

import { createRequire } from 'node:module';
import type ts from 'typescript';
import { invariant } from '../../../runtime/invariant.ts';

export type Compiler = typeof ts;

let loaded: Compiler | undefined;

export function loadTypeScript(): void {
  // Not import(): that first searches nine megabytes of it for the names that it exports, which takes a second.
  loaded ??= createRequire(import.meta.url)('typescript') as Compiler;
}

export function compiler(): Compiler {
  invariant(loaded, 'TypeScript is read before loadTypeScript() has finished');
  return loaded;
}

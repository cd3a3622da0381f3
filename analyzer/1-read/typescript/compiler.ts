// The TypeScript compiler, loaded when the first program needs it: a run that checks only Python does not pay for it.
// Nothing comes in; after `loadTypeScript` has finished, `compiler()` gives the compiler's API.

import type ts from 'typescript';
import { invariant } from '../../../runtime/invariant.ts';

export type Compiler = typeof ts;

let loaded: Compiler | undefined;

export async function loadTypeScript(): Promise<void> {
  loaded ??= (await import('typescript')).default;
}

export function compiler(): Compiler {
  invariant(loaded, 'TypeScript is read before loadTypeScript() has finished');
  return loaded;
}

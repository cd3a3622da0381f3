// Whether a function is a generator: the text, the function's place and its body in, yes or no out. A yield inside a nested function is that function's.

import type { Body, Range } from '../ast.ts';

/** `yield` belongs to the innermost of these. */
const functions = new Set(['FunctionDef', 'AsyncFunctionDef', 'Lambda', 'ClassDef']);

export function hasYield(text: string, owner: Range, body: Body | { readonly kind: string; readonly range: Range }): boolean {
  // Most functions do not even spell the word.
  if (!text.slice(owner.start, owner.end).includes('yield')) return false;
  const open: unknown[] = [body];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    const kind = 'kind' in next ? next.kind : undefined;
    if (kind === 'Yield' || kind === 'YieldFrom') return true;
    if (typeof kind === 'string' && functions.has(kind)) continue;
    open.push(...Object.values(next).filter((value) => value !== null && value !== undefined));
  }
  return false;
}

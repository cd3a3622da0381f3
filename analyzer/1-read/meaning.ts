// What a statement was read as, wherever it stands: a statement and where its text starts in, a short text out that two
// statements share when they differ in nothing but their places in the file. Broken text may be read as anything, so what
// was found about a statement holds for another only where both were read as the same.

import { createHash } from 'node:crypto';
import type { Statement } from '../program.ts';

const known = new WeakMap<Statement, string>();

export function meaningOf(statement: Statement, from: number): string {
  const before = known.get(statement);
  if (before !== undefined) return before;
  const parts: string[] = [];
  write(statement, from, parts);
  const meaning = createHash('sha1').update(parts.join()).digest('base64');
  known.set(statement, meaning);
  return meaning;
}

/** One has been made of the other by moving it. */
export function meansTheSame(moved: Statement, before: Statement): void {
  const meaning = known.get(before);
  if (meaning !== undefined) known.set(moved, meaning);
}

function write(node: unknown, from: number, parts: string[]): void {
  if (typeof node !== 'object' || node === null) {
    parts.push(typeof node === 'string' ? JSON.stringify(node) : String(node));
    return;
  }
  if ('file' in node && 'start' in node && 'end' in node) {
    parts.push(String(Number(node.start) - from), String(Number(node.end) - from));
    return;
  }
  parts.push('(');
  for (const [key, part] of Object.entries(node)) {
    parts.push(key);
    write(part, from, parts);
  }
  parts.push(')');
}

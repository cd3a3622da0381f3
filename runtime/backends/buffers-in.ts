// The buffers that a statement reads and those that it writes, its inner statements included.
import type { Expr, Stmt } from '../ir/loops.ts';
import { bodiesOf, expressionsOf, operandsOf } from './wasm/dependencies.ts';

export interface BuffersIn {
  readonly read: ReadonlySet<string>;
  readonly written: ReadonlySet<string>;
}

const known = new WeakMap<Stmt, BuffersIn>();

export function buffersIn(stmt: Stmt): BuffersIn {
  let found = known.get(stmt);
  if (!found) known.set(stmt, found = find(stmt));
  return found;
}

function find(root: Stmt): BuffersIn {
  const read = new Set<string>();
  const written = new Set<string>();
  const seen = new Set<Expr>();
  const visit = (e: Expr): void => {
    if (seen.has(e)) return;
    seen.add(e);
    if (e.kind === 'load') read.add(e.buffer);
    operandsOf(e).forEach(visit);
  };
  const walk = (stmt: Stmt): void => {
    if (stmt.kind === 'store') written.add(stmt.buffer);
    expressionsOf(stmt).forEach(visit);
    for (const inner of bodiesOf(stmt)) inner.forEach(walk);
  };
  walk(root);
  return { read, written };
}

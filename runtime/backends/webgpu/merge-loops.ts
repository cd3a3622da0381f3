// A kernel's body in, the same with fewer loops out: a loop of one turn is no loop, and two nested ones are one where
// every address steps through them evenly. Shapes that mean the same to an operator become the same nest, and share a
// shader.
import { add, index, mul } from '../../ir/loop-builder.ts';
import type { Expr, Stmt } from '../../ir/loops.ts';
import { mapStmt } from '../map-expressions.ts';
import { bodiesOf, expressionsOf, operandsOf } from '../wasm/dependencies.ts';
import { Forms, factorOf } from '../wasm/forms.ts';

type Loop = Extract<Stmt, { kind: 'for' }>;

export function mergeLoops(body: readonly Stmt[]): readonly Stmt[] {
  return body.map(mergeIn);
}

function mergeIn(stmt: Stmt): Stmt {
  if (stmt.kind === 'if') return { ...stmt, then: stmt.then.map(mergeIn), otherwise: stmt.otherwise.map(mergeIn) };
  if (stmt.kind !== 'for') return stmt;
  const loop: Loop = { ...stmt, body: stmt.body.map(mergeIn) };
  const [inner, ...more] = loop.body;
  return (inner?.kind === 'for' && more.length === 0 && merged(loop, inner)) || loop;
}

/** Undefined where the place in one of the loops matters beyond addresses, or they are not stepped through evenly. */
function merged(outer: Loop, inner: Loop): Loop | undefined {
  const forms = new Forms();
  const known = new Map<Expr, boolean>();
  /** It names neither loop but in addresses that step evenly. */
  const isFree = (e: Expr): boolean => {
    let free = known.get(e);
    if (free === undefined) {
      free = e.kind === 'load' ? isEven(e.at) : e.kind === 'var' ? e.name !== outer.name && e.name !== inner.name : operandsOf(e).every(isFree);
      known.set(e, free);
    }
    return free;
  };
  const isEven = (at: Expr): boolean => {
    const form = forms.of(at);
    return factorOf(form, outer.name) === factorOf(form, inner.name) * inner.extent && form.terms.every(({ atom }) => atom.kind === 'var' || isFree(atom));
  };
  const canMerge = (stmt: Stmt): boolean => {
    const isDone = stmt.kind === 'store' ? isEven(stmt.at) && isFree(stmt.value) : expressionsOf(stmt).every(isFree);
    return isDone && bodiesOf(stmt).every((part) => part.every(canMerge));
  };
  if (!inner.body.every(canMerge)) return undefined;
  const address = (_: string, at: Expr): Expr => forms.of(at).terms.filter(({ key }) => key !== outer.name)
    .reduce<Expr>((sum, { atom, factor }) => add(sum, mul(atom, factor)), index(forms.of(at).constant));
  return { kind: 'for', name: inner.name, extent: outer.extent * inner.extent, body: inner.body.map((stmt) => mapStmt(stmt, (e) => e, address)) };
}

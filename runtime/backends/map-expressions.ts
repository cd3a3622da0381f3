// A statement in, the same statement over changed expressions out.
import type { Expr, Stmt } from '../ir/loops.ts';
import { letBe, loadOf, overOperands, set } from '../ir/make.ts';

/** What stands for a constant, variable or local. */
type Leaf = (e: Expr) => Expr;
/** Where an access to a buffer goes, its address changed already. */
type Address = (buffer: string, at: Expr) => Expr;

/** `whole`: what stands for an expression as a whole, if anything does. */
export function mapStmt(stmt: Stmt, leaf: Leaf, address: Address, whole: (e: Expr) => Expr | undefined = () => undefined): Stmt {
  const known = new Map<Expr, Expr>();
  const map = (e: Expr): Expr => {
    let changed = known.get(e);
    if (!changed) known.set(e, changed = whole(e) ?? mapped(e, leaf, address, map));
    return changed;
  };
  const walk = (each: Stmt): Stmt => {
    switch (each.kind) {
      case 'for': return { ...each, body: each.body.map(walk) };
      case 'store': return { kind: 'store', buffer: each.buffer, at: address(each.buffer, map(each.at)), value: map(each.value) };
      case 'let': return letBe(each.name, each.type, map(each.value));
      case 'set': return set(each.name, map(each.value));
      case 'if': return { ...each, when: map(each.when), then: each.then.map(walk), otherwise: each.otherwise.map(walk) };
    }
  };
  return walk(stmt);
}

function mapped(e: Expr, leaf: Leaf, address: Address, map: (e: Expr) => Expr): Expr {
  if (e.kind === 'const' || e.kind === 'var' || e.kind === 'local') return leaf(e);
  return e.kind === 'load' ? loadOf(e.type, e.buffer, address(e.buffer, map(e.at))) : overOperands(e, map);
}

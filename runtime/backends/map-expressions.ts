// A statement in, the same statement over changed expressions out.
import type { Expr, Stmt } from '../ir/loops.ts';

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
      case 'store': return { ...each, at: address(each.buffer, map(each.at)), value: map(each.value) };
      case 'let':
      case 'set': return { ...each, value: map(each.value) };
      case 'if': return { ...each, when: map(each.when), then: each.then.map(walk), otherwise: each.otherwise.map(walk) };
    }
  };
  return walk(stmt);
}

function mapped(e: Expr, leaf: Leaf, address: Address, map: (e: Expr) => Expr): Expr {
  switch (e.kind) {
    case 'const':
    case 'var':
    case 'local': return leaf(e);
    case 'load': return { ...e, at: address(e.buffer, map(e.at)) };
    case 'unary':
    case 'cast':
    case 'bits': return { ...e, x: map(e.x) };
    case 'binary':
    case 'compare': return { ...e, x: map(e.x), y: map(e.y) };
    case 'select': return { ...e, when: map(e.when), yes: map(e.yes), no: map(e.no) };
  }
}

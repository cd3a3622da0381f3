// What an assignment, a loop, `with` or `del` writes to: expressions of the syntax tree in, targets out.

import type * as ir from '../../../program.ts';
import type { Expr } from '../ast.ts';
import { unknown } from './context.ts';
import type { ToProgram } from './context.ts';

export function lowerTarget(to: ToProgram, e: Expr): ir.Target {
  switch (e.kind) {
    case 'Name': case 'Attribute': case 'Subscript': {
      const place = to.expression(e);
      const isPlace = place.kind === 'name' || place.kind === 'attribute' || place.kind === 'subscript';
      return isPlace ? place : unknown(to, e.range, 'a target that is no place');
    }
    case 'Tuple': case 'List': {
      const elements = e.elts.map((element) => (
        element.kind === 'Starred' ? { target: to.target(element.value), rest: true } : { target: to.target(element) }));
      return { kind: 'sequence-target', span: to.span(e.range), elements };
    }
    case 'ErrorExpr': return unknown(to, e.range, e.reason);
    default: return unknown(to, e.range, 'a target that cannot be assigned to');
  }
}

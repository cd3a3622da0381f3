// What every step from the syntax tree to the program IR is given. Expressions and targets call each other in circles
// (`a[i] = …`, `[x for x in …]`); the circle is closed here, so that the files do not import each other.

import type * as ir from '../../../program.ts';
import type { Expr, Range } from '../ast.ts';

export interface ToProgram {
  readonly text: string;
  span(range: Range): ir.Span;
  expression(expression: Expr): ir.Expression;
  target(expression: Expr): ir.Target;
}

export function unknown(to: ToProgram, range: Range, reason: string): ir.UnknownExpression {
  return { kind: 'unknown', span: to.span(range), reason };
}

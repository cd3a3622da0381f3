// What may stand left of an assignment, after `for`, `as` and `del`. An expression in, the same out, with problems
// reported: the grammar lets more through than Python.

import type { Expr } from '../ast.ts';
import type { Lowering } from './context.ts';

const descriptions: Partial<Record<Expr['kind'], string>> = {
  Call: 'a function call', Constant: 'a literal', BinOp: 'an expression', UnaryOp: 'an expression',
  BoolOp: 'an expression', Compare: 'a comparison', Lambda: 'a lambda', IfExp: 'a conditional expression',
  Dict: 'a dictionary', Set: 'a set', ListComp: 'a comprehension', SetComp: 'a comprehension',
  DictComp: 'a comprehension', GeneratorExp: 'a comprehension', Await: 'an await', Yield: 'a yield',
  YieldFrom: 'a yield', JoinedStr: 'an f-string', NamedExpr: 'a named expression',
};

export function checkTarget(low: Lowering, target: Expr, verb: 'assign to' | 'delete'): Expr {
  if (target.kind === 'List' || target.kind === 'Tuple') {
    const stars = target.elts.filter((element) => element.kind === 'Starred');
    const [, second] = stars;
    if (second !== undefined) low.problem(second.range, 'only one starred name can stand in an assignment');
    for (const element of target.elts) checkTarget(low, element.kind === 'Starred' ? element.value : element, verb);
    return target;
  }
  if (target.kind === 'Starred') {
    low.problem(target.range, verb === 'delete' ? 'a starred expression cannot be deleted' : 'a starred target must be in a list or tuple');
    return target;
  }
  const description = descriptions[target.kind];
  if (description !== undefined) low.problem(target.range, `cannot ${verb} ${description}`);
  return target;
}

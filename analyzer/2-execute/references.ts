// In which order to enter what nobody calls: a program in, its functions and classes out, each before those that it
// names. So the parts of a model are met as the model makes them, and only what nothing uses has to be guessed.

import { codeOf } from '../1-read/meaning.ts';
import type * as ir from '../program.ts';

type Declared = ir.FunctionStatement | ir.ClassStatement;

export function outermostFirst(program: ir.Program): readonly Declared[] {
  const declared = program.body.flatMap((statement): readonly Declared[] => {
    const inner = statement.kind === 'export' && statement.declaration ? statement.declaration : statement;
    return inner.kind === 'function' || inner.kind === 'class' ? [inner] : [];
  });
  const byName = new Map(declared.map((one) => [one.name, one]));
  const order: Declared[] = [];
  const seen = new Set<Declared>();
  const visit = (one: Declared): void => {
    if (seen.has(one)) return;
    seen.add(one);
    for (const word of new Set(codeOf(program).slice(one.span.start, one.span.end).match(/[A-Za-z_]\w*/g) ?? [])) {
      const named = byName.get(word);
      if (named) visit(named);
    }
    order.push(one);
  };
  for (const one of declared) visit(one);
  return order.reverse();
}

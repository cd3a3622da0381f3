// The default of an operator's attribute, for operands of some rank; undefined where there is none.
import type { AnyAttribute } from '../spec/attributes.ts';
import type { Operator } from '../spec/spec.ts';

export function defaultOf({ attributes }: Pick<Operator, 'attributes'>, name: string, rank: number): AnyAttribute | undefined {
  const spec = attributes[name];
  if (!spec || !('default' in spec)) return undefined;
  return typeof spec.default === 'function' ? spec.default(rank) : spec.default;
}

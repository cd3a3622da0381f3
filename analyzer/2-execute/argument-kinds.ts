// What library functions take, by kind. A model states it once, as an annotation of its parameter: `input: Tensor`,
// `dim: int`, `lr: float`, `name: str`; what surely is of another kind is a mistake, and nothing is known of it from there
// on. Where a model states no kind, it looks at its argument itself.

import type * as ir from '../program.ts';
import type { Machine } from './machine.ts';
import { mayBeArray, mistake } from './mistakes.ts';
import type { Env, FunctionValue, Value } from './values.ts';
import { kindName } from './values.ts';

const STATED = ['Tensor', 'int', 'float', 'str'] as const;
type Kind = (typeof STATED)[number];

interface Stated { readonly name: string; readonly kind: Kind }

const kinds = new WeakMap<ir.FunctionExpression, readonly Stated[]>();

function statedKinds(code: ir.FunctionExpression): readonly Stated[] {
  const known = kinds.get(code);
  if (known) return known;
  const found = code.params.flatMap(({ name, annotation }): Stated[] => {
    const kind = annotation?.kind === 'name' ? STATED.find((one) => one === annotation.name) : undefined;
    return kind ? [{ name, kind }] : [];
  });
  kinds.set(code, found);
  return found;
}

/** Arguments of a library function, in its environment. */
export function checkKinds(m: Machine, f: FunctionValue, env: Env): void {
  if (m.language !== 'python') return;
  for (const { name, kind } of statedKinds(f.code)) {
    const value = env.cells.map.get(name);
    const is = value && !isOf(m, kind, value) ? nameOf(value) : undefined;
    if (is !== undefined && mayBeArray(m, f, env.self)) m.store.write(env.cells, name, m.anonymous('an argument of what may be an array'));
    else if (is !== undefined) m.store.write(env.cells, name, wrongKind(m, f, kind, value as Value, is));
  }
}

function wrongKind(m: Machine, f: FunctionValue, kind: Kind, value: Value, is: string): Value {
  const isOfLayer = m.active?.caller?.code.name === 'forward' && m.active.caller.code.span.file.startsWith('library:');
  if (kind === 'Tensor' && (value.kind === 'tuple' || value.kind === 'list') && isOfLayer) return mistake(m, 'Layer/tensor', {});
  if (kind === 'Tensor' && value.kind === 'instance') return mistake(m, 'Tensor/expected', { kind: is });
  return mistake(m, kind === 'Tensor' ? 'Call/tensor' : kind === 'str' ? 'Call/text' : 'Call/number', { function: f.name.startsWith('_') ? 'this function' : `${f.name}()`, kind: is });
}

/** In words that follow `not`. */
function nameOf(value: Value): string {
  if (value.kind === 'instance') return isPair(value) ? 'a pair of values and indices' : `the module ${value.class.name}`;
  const name = kindName(value);
  return `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`;
}

/** Whether it is or may be of this kind. None is: what it stands for is often given later. */
function isOf(m: Machine, kind: Kind, value: Value): boolean {
  switch (value.kind) {
    // A size that nobody gives is what it was used as before; zero may be the sum of what is not followed.
    case 'int': return kind === 'int' || kind === 'float' || value.dim.known === 0 || (m.isContract && value.dim.known === undefined);
    case 'float': return kind === 'float' || (m.isContract && value.value === undefined);
    case 'bool': return kind === 'int' || kind === 'float';
    case 'string': return kind === 'str';
    case 'tensor': return kind === 'Tensor' || (kind !== 'str' && !hasSeveral(value)) || value.key !== undefined || value.array === true;
    case 'tuple': case 'list': case 'dict': case 'dtype': return false;
    case 'instance': return !isPair(value) && !isModule(value);
    default: return true;
  }
}

/** One element stands for a number. */
const hasSeveral = ({ shape }: Value & { kind: 'tensor' }): boolean => shape?.some((size) => size.known !== undefined && size.known !== 1) === true;

type Instance = Value & { readonly kind: 'instance' };
const isPair = (value: Instance): boolean => value.class.name === '_Pair' && value.class.module?.isUser === false;
const isModule = ({ class: type }: Instance): boolean =>
  !type.open && type.mro.some(({ name, module }) => name === 'Module' && module?.isUser === false) && !type.mro.some((base) => base.cells.map.has('__torch_function__'));

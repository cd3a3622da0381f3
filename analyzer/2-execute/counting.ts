// Which expressions of the user's files give tensors, and what is known of them: a value and its operands in, a note
// kept. Known is a tensor whose rank is known and each of whose sizes is a number, a symbol or a form; its element type
// does not matter here. An unknown that a tensor went into counts as a tensor, unless the library says that it is none
// or nobody looks at it. What is unknown only because an operand is carries the operand's reason: the root.

import type { Span } from '../program.ts';
import type { Machine } from './machine.ts';
import type { Args, TensorValue, UnknownValue, Value } from './values.ts';

export interface Operands { readonly first: Value; readonly second: Value; readonly args: Args | undefined }

export function count(m: Machine, span: Span, value: Value, given: Operands, used: boolean): void {
  const tensors = tensorsIn(value);
  const lost = value.kind === 'unknown' && !value.noTensor && used && operandsOf(given).some((operand) => operand.kind === 'tensor');
  if (!lost && (!tensors || tensors.length === 0)) return;
  const key = `${span.file}:${span.start}:${span.end}`;
  const before = m.tensors.get(key);
  if (before?.status === 'wrong' || before?.status === 'unknown') return;
  const unknown = lost ? value : tensors?.find((tensor) => !tensor.shape);
  m.tensors.set(key, unknown ? { status: 'unknown', reason: unknown.reason ?? 'a tensor of unknown shape' } : { status: 'proved' });
}

/** The tensors that a value is made of; undefined where it is something else too. */
function tensorsIn(value: Value): readonly TensorValue[] | undefined {
  switch (value.kind) {
    case 'tensor': return value.array ? undefined : [value];
    case 'tuple': return together(value.items);
    case 'alternatives': return together(value.options.map((option) => option.value));
    default: return undefined;
  }
}

function together(values: readonly Value[]): readonly TensorValue[] | undefined {
  const parts = values.map(tensorsIn);
  return parts.includes(undefined) ? undefined : parts.flatMap((part) => part ?? []);
}

function operandsOf({ first, second, args }: Operands): readonly Value[] {
  const receiver = first.kind === 'method' ? first.self : first;
  return [receiver, second, ...(args ? [...args.positional, ...args.named.values()] : [])];
}

/** With the reason of the first operand that is not known, where there is one. */
export function rooted(value: Value, given: Operands): Value {
  if (!isLost(value)) return value;
  const cause = operandsOf(given).find((operand) => isLost(operand) && operand.reason !== undefined);
  return cause && isLost(cause) && cause.reason !== undefined ? { ...value, reason: cause.reason } : value;
}

const isLost = (value: Value): value is UnknownValue | TensorValue => value.kind === 'unknown' || (value.kind === 'tensor' && !value.shape);

// What an operator's inputs may be: names, ranks, dtype variables. Comes in as a literal in a specification; the
// types at the end give each member of the specification its view of the same inputs.
import type { Dim, Shape } from '../dims/dim.ts';

/** Numbers of axes an input may have, both ends included. */
export interface Ranks {
  readonly min: number;
  readonly max: number;
}

/** The largest rank that programs and generators use. */
export const LARGEST_RANK = 8;

export interface TensorInput<R extends number = number> {
  readonly kind: 'tensor';
  /** A dtype variable of the operator (`T`), or a dtype. */
  readonly dtype: string;
  readonly ranks: Ranks;
  /** The rank, where it is fixed: shapes destructure without checks. */
  readonly rank?: R;
}
export interface OptionalInput<R extends number = number> {
  readonly kind: 'optional';
  readonly dtype: string;
  readonly ranks: Ranks;
  readonly rank?: R;
}
/** Any number of tensors, at least `least`; only as the last input. */
export interface VariadicInput {
  readonly kind: 'variadic';
  readonly dtype: string;
  readonly ranks: Ranks;
  readonly least: number;
}
export type InputSpec = TensorInput | OptionalInput | VariadicInput;
export type Inputs = Readonly<Record<string, InputSpec>>;

type RankArgument<R extends number> = R | Partial<Ranks>;

function ranksOf(rank: number | Partial<Ranks>): Ranks {
  return typeof rank === 'number' ? { min: rank, max: rank } : { min: rank.min ?? 0, max: rank.max ?? LARGEST_RANK };
}

/** A required tensor: `tensor('T')` of any rank, `tensor('T', 4)`, `tensor('T', { min: 3, max: 5 })`. */
export function tensor<const R extends number = number>(dtype: string, rank: RankArgument<R> = {}): TensorInput<R> {
  return { kind: 'tensor', dtype, ranks: ranksOf(rank), ...(typeof rank === 'number' ? { rank } : {}) };
}

export function optional<const R extends number = number>(dtype: string, rank: RankArgument<R> = {}): OptionalInput<R> {
  return { kind: 'optional', dtype, ranks: ranksOf(rank), ...(typeof rank === 'number' ? { rank } : {}) };
}

export function variadic(dtype: string, options: { readonly least?: number; readonly ranks?: Partial<Ranks> } = {}): VariadicInput {
  return { kind: 'variadic', dtype, ranks: ranksOf(options.ranks ?? {}), least: options.least ?? 1 };
}

/** `Item` repeated `R` times where R is a literal up to 5, else a list of any length. */
export type Ranked<R extends number, Item> =
  number extends R ? readonly Item[]
  : R extends 0 ? readonly []
  : R extends 1 ? readonly [Item]
  : R extends 2 ? readonly [Item, Item]
  : R extends 3 ? readonly [Item, Item, Item]
  : R extends 4 ? readonly [Item, Item, Item, Item]
  : R extends 5 ? readonly [Item, Item, Item, Item, Item]
  : readonly Item[];

/** Shapes of the inputs, as the shape rule receives them. */
export type ShapesOf<I extends Inputs> = {
  readonly [K in keyof I]: I[K] extends TensorInput<infer R> ? Ranked<R, Dim>
    : I[K] extends OptionalInput<infer R> ? Ranked<R, Dim> | undefined
    : readonly Shape[];
};

/** Something per input: a view, a buffer, a value of the graph. */
export type PerInput<I extends Inputs, Item> = {
  readonly [K in keyof I]: I[K] extends TensorInput ? Item : I[K] extends OptionalInput ? Item | undefined : readonly Item[];
};

/** Groups a flat list of operands (a missing optional is undefined) by input name. */
export function byName<I extends Inputs, Item>(inputs: I, operands: readonly (Item | undefined)[]): PerInput<I, Item> {
  const grouped: Record<string, unknown> = {};
  let next = 0;
  for (const name in inputs) {
    const input = inputs[name]!;
    if (input.kind === 'variadic') grouped[name] = operands.slice(next);
    else grouped[name] = operands[next++];
  }
  return grouped as PerInput<I, Item>;
}

/** The input that the operand at a flat position belongs to. */
export function inputAt(inputs: Inputs, position: number): { readonly name: string; readonly input: InputSpec } | undefined {
  let next = 0;
  for (const name in inputs) {
    const input = inputs[name]!;
    if (next++ === position || input.kind === 'variadic') return { name, input };
  }
  return undefined;
}

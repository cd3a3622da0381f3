// Element types of one graph: a share of graphs has one or two narrow types beside the core ones, so that an engine
// without them still takes part in the others, and so that what is narrow meets itself. Names of types and weights in;
// for each variable of an operator the types that it may take out, as far as ONNX has them.
import type { DType } from '../runtime/ir/dtype.ts';
import { EVERY_DTYPE, allows, isFloat, isNarrow } from '../runtime/ir/dtype.ts';
import { narrowSince } from '../runtime/onnx/narrow-since.ts';
import type { Draw } from '../runtime/spec/draw.ts';
import type { Operator } from '../runtime/spec/spec.ts';

export interface TypeOptions {
  /** All where they are not named. */
  readonly dtypes?: readonly DType[] | undefined;
  /** Share of graphs with narrow types, where core types are named too. */
  readonly narrow?: number | undefined;
  /** How often a type is wanted, relative to 1. */
  readonly typeWeights?: Readonly<Partial<Record<DType, number>>> | undefined;
}

export const NARROW_SHARE = 0.2;
/** A narrow type that a graph has is wanted so much more often than a core type. */
const PREFERRED = 10;
const SECOND = 0.5;

export class Types {
  readonly #draw: Draw;
  readonly #types: readonly DType[];
  readonly #weights: Readonly<Partial<Record<DType, number>>>;

  constructor(draw: Draw, { dtypes = EVERY_DTYPE, narrow = NARROW_SHARE, typeWeights = {} }: TypeOptions = {}) {
    this.#draw = draw;
    this.#weights = typeWeights;
    const core = dtypes.filter((dtype) => !isNarrow(dtype));
    const small = dtypes.filter(isNarrow);
    const chosen: DType[] = [];
    if (small.length > 0 && (core.length === 0 || draw.chance(narrow))) {
      chosen.push(weighted(draw, small, (dtype) => typeWeights[dtype] ?? 1));
      if (draw.chance(SECOND)) chosen.push(weighted(draw, small, (dtype) => typeWeights[dtype] ?? 1));
    }
    this.#types = [...new Set([...core, ...chosen])];
  }

  allows(operator: Operator, variable: string, dtype: DType): boolean {
    return this.#types.includes(dtype) && has(operator, variable, dtype);
  }

  /** What the variable may be; nothing where the graph has no such type. */
  of(operator: Operator, variable: string): readonly DType[] {
    return this.#types.filter((dtype) => has(operator, variable, dtype));
  }

  pick(among: readonly DType[]): DType {
    return weighted(this.#draw, among, (dtype) => (this.#weights[dtype] ?? 1) * (isNarrow(dtype) ? PREFERRED : 1));
  }

  /** Any type of the graph that the operator's attribute may name. */
  named(operator: Operator): DType {
    return this.pick(this.#types.filter((dtype) => inOnnx(operator, dtype)));
  }

  /** A type of the graph in the place of one: a float for a float, an integer for an integer. */
  alike(operator: Operator, dtype: DType): DType {
    const among = this.#types.filter((other) => other !== 'bool' && isFloat(other) === isFloat(dtype) && inOnnx(operator, other));
    return among.length > 0 ? this.pick(among) : dtype;
  }

  /** Those of some types, and the narrow ones of their kinds, that the graph has. */
  among(wanted: readonly DType[]): readonly DType[] {
    return this.#types.filter((dtype) => allows(wanted, dtype));
  }
}

/** The operator may take some of these types in each of its variables. */
export function fits(operator: Operator, dtypes: readonly DType[]): boolean {
  return Object.keys(operator.dtypes).every((variable) => dtypes.some((dtype) => has(operator, variable, dtype)));
}

function has(operator: Operator, variable: string, dtype: DType): boolean {
  const allowed = operator.dtypes[variable];
  // Positions and the like are never narrow in ONNX: only the variable that arithmetic happens in is.
  return allowed !== undefined && allows(allowed, dtype) && (!isNarrow(dtype) || Object.keys(operator.dtypes)[0] === variable) && inOnnx(operator, dtype);
}

function inOnnx({ name }: Operator, dtype: DType): boolean {
  return !isNarrow(dtype) || narrowSince(name, dtype) !== undefined;
}

function weighted(draw: Draw, among: readonly DType[], weightOf: (dtype: DType) => number): DType {
  const weights = among.map((dtype) => Math.round(100 * weightOf(dtype)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total <= 0) return draw.pick(among);
  let at = draw.integer(0, total - 1);
  return among[weights.findIndex((weight) => (at -= weight) < 0)]!;
}

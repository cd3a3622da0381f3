// One operator into a sketch: operands that exist where types, ranks and domains allow, else fresh ones whose sizes
// are solved for from the operator's own claims. The same operator is tried again with other operands, the last time
// with none that exist, so that demanding operators are as common as easy ones.
import type { Dim, Shape } from '../runtime/dims/dim.ts';
import { forms, symbol } from '../runtime/dims/forms.ts';
import type { Inferred } from '../runtime/ir/build.ts';
import { tryInfer } from '../runtime/ir/build.ts';
import type { DType } from '../runtime/ir/dtype.ts';
import { isFloat, isInteger } from '../runtime/ir/dtype.ts';
import { elementCount } from '../runtime/ir/tensor.ts';
import { operatorNamed } from '../runtime/operators/index.ts';
import type { InputSpec } from '../runtime/spec/inputs.ts';
import type { Loose } from '../runtime/spec/settle.ts';
import type { Operator, ValueDomain } from '../runtime/spec/spec.ts';
import { drawAttributes, drawConstant } from './attributes.ts';
import type { Choices } from './choices.ts';
import type { Concrete } from './fill.ts';
import type { Sizes } from './sizes.ts';
import type { Cell, Sketch, Step } from './sketch.ts';
import type { Types } from './types.ts';
import { evaluateStep } from './sketch.ts';
import { pushInside } from './search.ts';
import type { Appeal, Solves } from './solve.ts';
import { solveShapes } from './solve.ts';
import type { Need } from './values.ts';
import { isInside, isSound, patterned } from './values.ts';
import { workOf } from './work.ts';

/** What the caller wants fixed: operands by position (undefined: drawn), attributes instead of drawn ones. */
export interface Wish {
  readonly operands?: readonly (Cell | undefined)[];
  readonly attributes?: Loose;
}

export interface Fresh {
  readonly dtype: DType;
  readonly shape: Shape;
  readonly domain: ValueDomain;
}
export type Operand = { readonly there: Cell } | { readonly fresh: Fresh } | undefined;

/** How likely an existing operand is taken at each attempt: first operand, further ones. */
const REUSE: readonly (readonly [first: number, other: number])[] = [[0.9, 0.85], [0.9, 0.5], [0.9, 0], [0.6, 0.3], [0.5, 0], [0, 0]];
/** Largest extent of a fresh size. */
export const MOST_EXTENT = 300;
/** Share of fresh operands that are written into the program. */
const CONSTANT = 0.012;
const CANDIDATES = 3;
/** How likely a float operand outside its reader's domain is tried all the same: the search pushes it inside. */
const SEARCHED = 0.5;
const MOST_AXES = 6;
/** Scale and centre of fresh floats: most graphs like the first; the others are small, and positive. */
const CONTENTS = [{ scale: 2, centre: 0 }, { scale: 0.5, centre: 1 }, { scale: 0.25, centre: 0 }] as const;

export class Inserter {
  readonly choices: Choices;
  readonly sketch: Sketch;
  readonly sizes: Sizes;
  readonly types: Types;
  readonly appeal: Appeal | undefined;
  readonly #nodes: number;
  readonly #constants: boolean;
  #work: number;
  #symbols = 0;
  /** Values that a search brought inside the domain of their reader. */
  #found = 0;
  /** Values that no search brought inside: asking again would cost as much. */
  readonly #stuck = new Set<Cell>();

  /** `work`: element operations that the reference may spend on the whole graph. */
  constructor(choices: Choices, sketch: Sketch, sizes: Sizes, types: Types, options: { readonly nodes: number; readonly work: number; readonly constants: boolean; readonly appeal: Appeal | undefined }) {
    this.choices = choices;
    this.sketch = sketch;
    this.sizes = sizes;
    this.types = types;
    this.appeal = options.appeal;
    this.#nodes = options.nodes;
    this.#work = options.work;
    this.#constants = options.constants;
  }

  /** Operators that still fit in. */
  get left(): number {
    return this.#nodes - this.sketch.steps.length;
  }

  readonly solves: Solves = { asked: 0, corners: 0, appealed: 0 };

  get searches(): { readonly tried: number; readonly found: number } {
    return { tried: this.#found + this.#stuck.size, found: this.#found };
  }

  insert(operator: Operator, wish: Wish = {}): Step | undefined {
    if (this.left <= 0) return undefined;
    const attempts = wish.operands && wish.attributes ? 3 : REUSE.length;
    for (let attempt = 0; attempt < attempts; attempt++) {
      const step = this.#attempt(operator, wish, attempt);
      if (step) return step;
    }
    return undefined;
  }

  #attempt(operator: Operator, wish: Wish, attempt: number): Step | undefined {
    const operands = this.#operands(operator, wish.operands ?? [], attempt);
    if (!operands) return undefined;
    const shapes = operands.map(shapeOf);
    const concrete = shapes.map((shape) => (shape?.every((n) => n.known !== undefined) ? shape.map((n) => n.known!) : undefined));
    const attributes = wish.attributes ?? drawAttributes(this.choices, operator, concrete, shapes[0]?.length ?? 0, this.types);
    const solved = solveShapes(this, operator, shapes, attributes);
    return solved && this.commit(operator, operands, solved, attributes, this.sketch.steps.length);
  }

  /** Appends (or puts in at `at`) what passes inference, budget, domains and evaluation; undefined for the rest. */
  commit(operator: Operator, operands: readonly Operand[], shapes: Concrete, attributes: Loose, at: number, accept: (inferred: Inferred) => boolean = () => true): Step | undefined {
    if (shapes.some((shape) => shape && elementCount(shape) > this.sizes.room)) return undefined;
    const typed = operands.map((operand, i) => operand && { dtype: 'there' in operand ? operand.there.dtype : operand.fresh.dtype, shape: shapes[i]! });
    const inferred = tryInfer(operator, typed, attributes);
    if ('refused' in inferred || !accept(inferred)) return undefined;
    const work = workOf(operator, shapes, inferred.shapes, inferred.attributes);
    if (inferred.shapes.some((shape) => shape.length > MOST_AXES || elementCount(shape) > this.sizes.room) || work > Math.max(this.sizes.room, this.#work / 2)) return undefined;
    const limit = operator.indexed?.(shapes, inferred.attributes) ?? 0;
    // Nothing can be read from an axis without entries.
    if (operands.some((operand, i) => operand && 'fresh' in operand && operand.fresh.domain === 'index' && limit === 0 && elementCount(shapes[i]!) > 0)) return undefined;
    const anyFresh = operands.some((operand) => operand && 'fresh' in operand);
    for (const content of anyFresh ? CONTENTS : CONTENTS.slice(0, 1)) {
      const step = this.#evaluated(operator, operands, shapes, inferred, limit, content);
      if (!step) continue;
      this.#work -= work;
      this.#append(step, at);
      return step;
    }
    return undefined;
  }

  #evaluated(operator: Operator, operands: readonly Operand[], shapes: Concrete, inferred: Inferred, limit: number, { scale, centre }: { readonly scale: number; readonly centre: number }): Step | undefined {
    const cells = operands.map((operand, i): Cell | undefined => {
      if (!operand || 'there' in operand) return operand?.there;
      const need = { domain: operand.fresh.domain, limit };
      // One choice seeds a whole tensor: sequences stay short, and tensors of any size reduce to a plain one.
      const value = patterned(operand.fresh.dtype, shapes[i]!, need, scale, centre, this.choices.integer(0, 65_535));
      return { dtype: value.dtype, shape: value.shape, value, need, fixed: false, readers: 0 };
    });
    const needs = operands.map((_, i): Need => ({ domain: this.#domain(operator, i), limit }));
    const each = (holds: (cell: Cell, need: Need) => boolean): boolean => operands.every((operand, i) => !operand || 'fresh' in operand || holds(operand.there, needs[i]!));
    // Pushing one operand may take another one out.
    if (!each((cell, need) => this.#comesInside(cell, need)) || !each((cell, need) => isInside(need, cell.value))) return undefined;
    const typed = inferred.shapes.map((shape) => ({ dtype: inferred.dtype, shape }));
    const values = evaluateStep({ operator, inferred, operands: cells }, typed);
    if (!values.every(isSound)) return undefined;
    const fixed = cells.every((cell) => !cell || cell.fixed);
    const results = values.map((value): Cell => ({ dtype: value.dtype, shape: value.shape, value, need: undefined, fixed, readers: 0 }));
    return { operator, operands: cells, inferred, results };
  }

  /** Is inside, or was pushed there. */
  #comesInside(cell: Cell, need: Need): boolean {
    if (isInside(need, cell.value)) return true;
    if (need.domain === 'index' || !isFloat(cell.dtype) || cell.fixed || this.#stuck.has(cell)) return false;
    const pushed = pushInside(this.choices, this.sketch, cell, need);
    if (pushed) this.#found++;
    else this.#stuck.add(cell);
    return pushed;
  }

  #append(step: Step, at: number): void {
    const { cells, steps } = this.sketch;
    let place = at;
    for (const cell of new Set(step.operands)) {
      if (!cell) continue;
      cell.readers++;
      if (cells.includes(cell)) continue;
      cells.push(cell);
      if (cell.need?.domain === 'any' && this.#constants && this.left > 1 && this.choices.chance(CONSTANT)) { steps.splice(place, 0, this.#written(cell)); place++; }
    }
    cells.push(...step.results);
    steps.splice(place, 0, step);
  }

  /** A fresh operand as a constant of the program. */
  #written(cell: Cell): Step {
    const operator = operatorNamed('Constant')!;
    const { dtype, shape, data } = cell.value;
    cell.need = undefined;
    cell.fixed = true;
    const value = { dtype, shape, data };
    return { operator, operands: [], inferred: { attributes: { value }, shapes: [shape], dtype }, results: [cell] };
  }

  /** A constant with the same value everywhere. */
  constant(dtype: DType, shape: readonly number[], value: number): Cell | undefined {
    return this.insert(operatorNamed('Constant')!, { operands: [], attributes: { value: drawConstant(dtype, shape, value) } })?.results[0];
  }

  #domain(operator: Operator, position: number): ValueDomain {
    return domainOf(operator, Object.keys(operator.inputs)[position] ?? '');
  }

  /** A dtype for each variable: that of given operands, else mostly one that already flows in the graph. */
  #bind(operator: Operator, given: readonly (Cell | undefined)[]): Record<string, DType> | undefined {
    const inputs = Object.values(operator.inputs);
    const bound: Record<string, DType> = {};
    for (const [position, cell] of given.entries()) {
      const variable = inputs[Math.min(position, inputs.length - 1)]?.dtype;
      if (!cell || variable === undefined) continue;
      const allowed = operator.dtypes[variable];
      if (allowed ? !this.types.allows(operator, variable, cell.dtype) || (bound[variable] ?? cell.dtype) !== cell.dtype : variable !== cell.dtype) return undefined;
      if (allowed) bound[variable] = cell.dtype;
    }
    for (const name of Object.keys(operator.dtypes)) {
      if (bound[name]) continue;
      const allowed = this.types.of(operator, name);
      if (allowed.length === 0) return undefined;
      const flowing = this.choices.chance(0.7) ? this.sketch.cells.map((v) => v.dtype).filter((d) => allowed.includes(d)) : [];
      bound[name] = flowing.length > 0 ? this.choices.pick(flowing) : this.types.pick(allowed);
    }
    return bound;
  }

  #operands(operator: Operator, given: readonly (Cell | undefined)[], attempt: number): readonly Operand[] | undefined {
    const bound = this.#bind(operator, given);
    if (!bound) return undefined;
    const operands: Operand[] = [];
    let near: readonly (number | undefined)[] | undefined;
    for (const [name, input] of Object.entries(operator.inputs)) {
      const dtype = bound[input.dtype] ?? (input.dtype as DType);
      const count = input.kind === 'variadic' ? Math.max(given.length - operands.length, input.least + (given.length > 0 ? 0 : this.choices.integer(0, 2))) : 1;
      for (let i = 0; i < count; i++) {
        const wished = given[operands.length];
        if (!wished && input.kind === 'optional' && !this.choices.chance(0.5)) { operands.push(undefined); continue; }
        const operand: Operand = wished ? { there: wished } : this.#operand(input, dtype, domainOf(operator, name), operands.length === 0, near, attempt);
        operands.push(operand);
        near ??= shapeOf(operand)?.map((n) => n.known);
      }
    }
    while (operands.length > 0 && operands.at(-1) === undefined) operands.pop();
    return operands;
  }

  /** `anchor`: the first operand has a concrete shape, so that attributes can be drawn for it. */
  #operand(input: InputSpec, dtype: DType, domain: ValueDomain, anchor: boolean, near: readonly (number | undefined)[] | undefined, attempt: number): Operand {
    const { min, max } = input.ranks;
    const reuse = REUSE[attempt]![anchor ? 0 : 1];
    if (reuse > 0 && this.choices.chance(reuse)) {
      // Integers outside their domain have no defined result (division by zero, bad indices): only those that a
      // reducer cannot change are safe.
      const restricted = domain === 'index' || (domain !== 'any' && isInteger(dtype));
      const fitting = this.sketch.cells.filter((v) => v.dtype === dtype && v.shape.length >= min && v.shape.length <= max && (!restricted || v.fixed));
      for (let i = 0; fitting.length > 0 && i < CANDIDATES; i++) {
        const there = this.#recent(fitting);
        if (domain !== 'any' && domain !== 'index' && !isInside({ domain, limit: 0 }, there.value) && !(isFloat(dtype) && this.choices.chance(SEARCHED))) continue;
        if (i === CANDIDATES - 1 || near === undefined || meets(near, there.shape)) return { there };
      }
    }
    const alike = near && near.length >= min && near.length <= max && this.choices.chance(0.5);
    const rank = alike ? near.length : this.sizes.rank(min, max);
    const shape = anchor ? this.sizes.shape(rank).map((n) => forms.lit(n)) : this.symbols(rank);
    return { fresh: { dtype, shape, domain } };
  }

  symbols(rank: number): Shape {
    return Array.from({ length: rank }, (): Dim => symbol(`s${this.#symbols++}`, { atMost: MOST_EXTENT }));
  }

  /** Later values are likelier, so that graphs grow deep and not only wide. */
  #recent(fitting: readonly Cell[]): Cell {
    const a = this.choices.integer(0, fitting.length - 1);
    const b = this.choices.integer(0, fitting.length - 1);
    // What nobody reads yet comes first: long chains are what compilers fuse.
    const [early, late] = [fitting[Math.min(a, b)]!, fitting[Math.max(a, b)]!];
    return late.readers > 0 && early.readers === 0 ? early : late;
  }
}

/** The two shapes broadcast together, as far as they are known. */
function meets(a: readonly (number | undefined)[], b: readonly number[]): boolean {
  for (let i = 1; i <= Math.min(a.length, b.length); i++) {
    const [p, q] = [a.at(-i), b.at(-i)!];
    if (p !== undefined && p !== q && p !== 1 && q !== 1) return false;
  }
  return true;
}

export function domainOf(operator: Operator, name: string): ValueDomain {
  return operator.domain?.[name] ?? 'any';
}

export function shapeOf(operand: Operand): Shape | undefined {
  if (!operand) return undefined;
  return 'there' in operand ? operand.there.shape.map((n) => forms.lit(n)) : operand.fresh.shape;
}

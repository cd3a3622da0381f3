// Grows a graph operator by operator. Each takes operands that exist where types and ranks allow, else fresh inputs
// whose sizes are solved for from the operator's own claims; what cannot be satisfied is dropped and another
// operator tried. The result is valid by construction and checked once more by the builder.
import type { Dim, Shape } from '../runtime/dims/dim.ts';
import type { Facts } from '../runtime/dims/forms.ts';
import { assume, decide, forms, noFacts, symbol } from '../runtime/dims/forms.ts';
import { BuildError, GraphBuilder, inferConcrete } from '../runtime/ir/build.ts';
import type { DType } from '../runtime/ir/dtype.ts';
import { isInteger } from '../runtime/ir/dtype.ts';
import type { Graph, GraphValue } from '../runtime/ir/graph.ts';
import { elementCount } from '../runtime/ir/tensor.ts';
import { OPERATORS } from '../runtime/operators/index.ts';
import { runRule } from '../runtime/spec/drive.ts';
import type { InputSpec } from '../runtime/spec/inputs.ts';
import type { Loose } from '../runtime/spec/settle.ts';
import type { Operator, ValueDomain } from '../runtime/spec/spec.ts';
import { drawAttributes } from './attributes.ts';
import type { Choices } from './choices.ts';
import { assumeAll, fillSizes } from './fill.ts';
import { MOST_ELEMENTS, drawShape } from './sizes.ts';

export interface GrowOptions {
  /** Operators in the graph. */
  readonly nodes: number;
  readonly operators?: readonly Operator[];
}

/** What an input's values have to satisfy, from the operator it was made for. */
export interface Need {
  readonly domain: ValueDomain;
  /** For `index`: the extent pointed into. */
  readonly limit: number;
}

export interface Grown {
  readonly graph: Graph;
  /** By position of `graph.inputs`. */
  readonly needs: readonly Need[];
}

/** Attempts for each wanted operator; a small pool of operators and dtypes may leave a graph shorter. */
const ATTEMPTS = 12;
/** Largest extent of a fresh size. */
const MOST_EXTENT = 40;
/** Ranks of fresh operands where the operator allows any. */
const COMMON_RANK = 4;

type Operand =
  | { readonly kind: 'there'; readonly value: GraphValue }
  | { readonly kind: 'fresh'; readonly dtype: DType; readonly shape: Shape; readonly domain: ValueDomain }
  | undefined;

export function grow(choices: Choices, { nodes, operators = OPERATORS }: GrowOptions): Grown {
  const grower = new Grower(choices);
  let grown = 0;
  for (let attempt = 0; grown < nodes && attempt < nodes * ATTEMPTS; attempt++) {
    if (grower.insert(choices.pick(operators))) grown++;
  }
  return grower.finish();
}

class Grower {
  readonly #choices: Choices;
  readonly #g = new GraphBuilder();
  readonly #values: GraphValue[] = [];
  readonly #needs: Need[] = [];
  readonly #read = new Set<number>();
  #symbols = 0;

  constructor(choices: Choices) {
    this.#choices = choices;
  }

  insert(operator: Operator): boolean {
    const bound = this.#bind(operator);
    const operands = this.#operands(operator, bound);
    if (!operands) return false;
    const shapes = operands.map((operand) => shapeOf(operand));
    const concrete = shapes.map((shape) => (shape?.every((n) => n.known !== undefined) ? shape.map((n) => n.known!) : undefined));
    const attributes = drawAttributes(this.#choices, operator, concrete, shapes[0]?.length ?? 0);
    const solved = this.#solve(operator, shapes, attributes);
    return solved !== undefined && this.#append(operator, operands, solved, attributes);
  }

  finish(): Grown {
    const outputs = this.#values.filter((v) => !this.#read.has(v.id) && !v.name);
    // A result that others read is returned too, now and then: fusion has to keep it.
    const kept = this.#values.filter((v) => this.#read.has(v.id) && !v.name && this.#choices.chance(0.1));
    const all = [...outputs, ...kept];
    return { graph: this.#g.finish(all.length > 0 ? all : this.#values.slice(-1)), needs: this.#needs };
  }

  /** A dtype for each variable: mostly one that already flows in the graph. */
  #bind(operator: Operator): Readonly<Record<string, DType>> {
    return Object.fromEntries(Object.entries(operator.dtypes).map(([name, allowed]) => {
      const flowing = this.#values.map((v) => v.dtype).filter((d) => allowed.includes(d));
      return [name, flowing.length > 0 && this.#choices.chance(0.7) ? this.#choices.pick(flowing) : this.#choices.pick(allowed)];
    }));
  }

  #operands(operator: Operator, bound: Readonly<Record<string, DType>>): readonly Operand[] | undefined {
    const operands: Operand[] = [];
    let anchorRank: number | undefined;
    for (const [name, input] of Object.entries(operator.inputs)) {
      const dtype = bound[input.dtype] ?? (input.dtype as DType);
      const domain = operator.domain?.[name] ?? 'any';
      const count = input.kind === 'variadic' ? input.least + this.#choices.integer(0, 2) : 1;
      if (input.kind === 'optional' && !this.#choices.chance(0.5)) { operands.push(undefined); continue; }
      for (let i = 0; i < count; i++) {
        const operand = this.#operand(input, dtype, domain, operands.length === 0, anchorRank);
        if (!operand) return undefined;
        operands.push(operand);
        anchorRank ??= shapeOf(operand)?.length;
      }
    }
    while (operands.length > 0 && operands.at(-1) === undefined) operands.pop();
    return operands;
  }

  /** `anchor`: the first operand has a concrete shape, so that attributes can be drawn for it. */
  #operand(input: InputSpec, dtype: DType, domain: ValueDomain, anchor: boolean, near: number | undefined): Operand {
    const { min, max } = input.ranks;
    // Integers outside their domain have no defined result (division by zero, bad indices): only fresh ones are safe.
    const restricted = domain === 'index' || (domain !== 'any' && isInteger(dtype));
    const fitting = restricted ? [] : this.#values.filter((v) => v.dtype === dtype && v.shape.length >= min && v.shape.length <= max);
    const reuse = domain === 'any' ? 0.85 : 0.4;
    if (fitting.length > 0 && this.#choices.chance(reuse)) return { kind: 'there', value: this.#recent(fitting) };
    const rank = near !== undefined && near >= min && near <= max && this.#choices.chance(0.6) ? near
      : this.#choices.integer(min, Math.max(min, Math.min(max, COMMON_RANK)));
    const shape = anchor ? drawShape(this.#choices, rank).map((n) => forms.lit(n))
      : Array.from({ length: rank }, () => symbol(`s${this.#symbols++}`, { atMost: MOST_EXTENT }));
    return { kind: 'fresh', dtype, shape, domain };
  }

  /** Later values are likelier, so that graphs grow deep and not only wide. */
  #recent(fitting: readonly GraphValue[]): GraphValue {
    const a = this.#choices.integer(0, fitting.length - 1);
    const b = this.#choices.integer(0, fitting.length - 1);
    return fitting[Math.max(a, b)]!;
  }

  /** Concrete shapes of all operands, or undefined. */
  #solve(operator: Operator, shapes: readonly (Shape | undefined)[], attributes: Loose): readonly (readonly number[] | undefined)[] | undefined {
    // Nothing to solve for: the builder decides.
    if (shapes.every((shape) => shape?.every((n) => n.known !== undefined) ?? true)) return shapes.map((shape) => shape?.map((n) => n.known!));
    let facts: Facts = noFacts;
    let lost = false;
    const run = runRule(operator, shapes, attributes, {
      domain: forms,
      whether: (claim) => {
        const verdict = decide(claim, facts);
        const answer = verdict === 'unknown' ? this.#choices.chance(0.5) : verdict === 'yes';
        const next = verdict === 'unknown' ? assume(facts, answer ? claim : claim.not()) : facts;
        if (next === 'contradiction') lost = true;
        else facts = next;
        return answer;
      },
      fresh: (_, atMost): Dim => { lost = true; return typeof atMost === 'number' ? forms.lit(atMost) : atMost; },
    });
    if (run.stopped || lost) return undefined;
    const assumed = assumeAll(run.claims.map((stated) => stated.claim), facts);
    if (assumed === 'contradiction') return undefined;
    const free = shapes.flatMap((shape) => shape ?? []).filter((n) => n.known === undefined);
    const values = fillSizes(this.#choices, free, assumed, MOST_EXTENT);
    if (!values) return undefined;
    let next = 0;
    return shapes.map((shape) => shape?.map((n) => n.known ?? values[next++]!));
  }

  #append(operator: Operator, operands: readonly Operand[], shapes: readonly (readonly number[] | undefined)[], attributes: Loose): boolean {
    if (shapes.some((shape) => shape && elementCount(shape) > MOST_ELEMENTS)) return false;
    const fresh = operands.map((operand, i) => (operand?.kind === 'fresh' ? { ...operand, extents: shapes[i]! } : undefined));
    const probe = operands.map((operand, i): Pick<GraphValue, 'dtype' | 'shape'> | undefined => (operand?.kind === 'there' ? operand.value : fresh[i] && { dtype: fresh[i].dtype, shape: fresh[i].extents }));
    const inferred = this.#infer(operator, probe, attributes);
    if (!inferred || inferred.shapes.some((shape) => elementCount(shape) > MOST_ELEMENTS)) return false;
    const limit = fresh.some((f) => f?.domain === 'index') ? (operator.indexed?.(shapes, inferred.attributes) ?? 0) : 0;
    // Nothing can be read from an axis without entries.
    if (fresh.some((f) => f?.domain === 'index' && limit === 0 && elementCount(f.extents) > 0)) return false;
    const values = operands.map((operand, i) => {
      if (operand?.kind === 'there') return operand.value;
      return fresh[i] && this.#input(fresh[i].dtype, fresh[i].extents, { domain: fresh[i].domain, limit });
    });
    const results = this.#g.inferred(operator, values, inferred);
    for (const value of values) if (value) this.#read.add(value.id);
    this.#values.push(...results);
    return true;
  }

  #infer(operator: Operator, operands: readonly (Pick<GraphValue, 'dtype' | 'shape'> | undefined)[], attributes: Loose) {
    try {
      return inferConcrete(operator, operands, attributes);
    } catch (error) {
      if (error instanceof BuildError) return undefined;
      throw error;
    }
  }

  #input(dtype: DType, shape: readonly number[], need: Need): GraphValue {
    const value = this.#g.input(`x${this.#needs.length}`, dtype, shape);
    this.#needs.push(need);
    this.#values.push(value);
    return value;
  }
}

function shapeOf(operand: Operand): Shape | undefined {
  if (!operand) return undefined;
  return operand.kind === 'there' ? operand.value.shape.map((n) => forms.lit(n)) : operand.shape;
}

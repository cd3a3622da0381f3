// Builds graphs, inferring as it appends: operator names, values and loose attributes in, an immutable Graph out.
// What a rule refuses is a `BuildError` that carries the rule's id; nothing half-built escapes.
import type { Size } from '../dims/dim.ts';
import { isDim } from '../dims/dim.ts';
import { numbers } from '../dims/numbers.ts';
import { invariant, violated } from '../invariant.ts';
import { operatorNamed } from '../operators/index.ts';
import type { AnyAttribute, AnyAttributes } from '../spec/attributes.ts';
import type { Build, Value } from '../spec/build.ts';
import { bindDTypes, resultDType, runRule } from '../spec/drive.ts';
import { fillSentence, sentenceOf } from '../spec/sentence.ts';
import type { Loose } from '../spec/settle.ts';
import type { Operator } from '../spec/spec.ts';
import type { DType } from './dtype.ts';
import type { Graph, GraphValue, Node } from './graph.ts';
import { FUSED, valueOf } from './graph.ts';
import type { Tensor } from './tensor.ts';
import { scalar } from './tensor.ts';

/** An operator that refuses its operands: `rule` is `Operator/check`. */
export class BuildError extends Error {
  override readonly name = 'BuildError';
  readonly rule: string;
  constructor(rule: string, message: string) {
    super(message);
    this.rule = rule;
  }
}

export interface Inferred {
  readonly attributes: AnyAttributes;
  readonly shapes: readonly (readonly number[])[];
  readonly dtype: DType;
}

/** Why an operator refuses its operands: the check, and what fills the holes of its sentence. */
export interface Refused {
  readonly refused: string;
  readonly facts: Readonly<Record<string, Size>>;
}

/** Settles attributes and infers the results of one operator over concrete shapes; throws `BuildError`. */
export function inferConcrete(operator: Operator, operands: readonly (Pick<Value, 'dtype' | 'shape'> | undefined)[], given: Loose): Inferred {
  const inferred = tryInfer(operator, operands, given);
  if ('refused' in inferred) throw refusal(operator, inferred.refused, inferred.facts);
  return inferred;
}

/** The same without throwing where a rule refuses, for callers that meet refusals all the time. */
export function tryInfer(operator: Operator, operands: readonly (Pick<Value, 'dtype' | 'shape'> | undefined)[], given: Loose): Inferred | Refused {
  const shapes = operands.map((v) => v && v.shape.map((n) => numbers.lit(n)));
  const run = runRule(operator, shapes, given, {
    domain: numbers,
    whether: (claim) => claim.verdict === 'yes',
    fresh: () => { throw new BuildError(`${operator.name}/data`, `the shape that ${operator.name} gives depends on data`); },
  });
  const failed = run.stopped ?? run.claims.find((stated) => stated.claim.verdict !== 'yes');
  if (failed) return { refused: failed.check, facts: failed.facts };
  const attributes: Record<string, AnyAttribute> = {};
  for (const name in run.attributes) attributes[name] = concrete(run.attributes[name]);
  const bound = bindDTypes(operator, operands.map((v) => v?.dtype));
  if (!bound) return { refused: 'dtype', facts: {} };
  return { attributes, shapes: run.shapes.map((shape) => shape.map(known)), dtype: resultDType(operator, bound, attributes) };
}

function refusal(operator: Operator, check: string, facts: Readonly<Record<string, Size>>): BuildError {
  return new BuildError(`${operator.name}/${check}`, fillSentence(sentenceOf(operator, check) ?? check, facts));
}

function known(dim: { readonly known: number | undefined }): number {
  invariant(dim.known !== undefined, 'a concrete rule gave a symbolic size');
  return dim.known;
}

function concrete(value: unknown): AnyAttribute {
  if (Array.isArray(value)) return value.map((v: unknown) => (isDim(v) ? known(v) : v)) as readonly number[];
  return isDim(value) ? known(value) : (value as AnyAttribute);
}

export class GraphBuilder implements Build {
  readonly #values: GraphValue[] = [];
  readonly #inputs: number[] = [];
  readonly #nodes: Node[] = [];

  input(name: string, dtype: DType, shape: readonly number[]): GraphValue {
    const value = this.#value(dtype, shape, name);
    this.#inputs.push(value.id);
    return value;
  }

  op(name: string, inputs: readonly (Value | undefined)[], attributes: Loose = {}): GraphValue {
    const results = this.ops(name, inputs, attributes);
    if (results.length !== 1) violated(`${name} has ${results.length} results where one is expected`);
    return results[0]!;
  }

  ops(name: string, inputs: readonly (Value | undefined)[], given: Loose = {}): readonly GraphValue[] {
    const operator = operatorNamed(name);
    if (!operator) throw new BuildError(`${name}/unknown`, `there is no operator ${name}`);
    return this.inferred(operator, inputs, inferConcrete(operator, inputs, given));
  }

  /** Appends what `inferConcrete` gave for these operands. */
  inferred(operator: Operator, inputs: readonly (Value | undefined)[], { attributes, shapes, dtype }: Inferred): readonly GraphValue[] {
    return this.#append({ op: operator.name, inputs: ids(inputs), attributes, body: undefined }, shapes, dtype);
  }

  /** A node whose body computes one result elementwise from its operands. */
  fused(inputs: readonly Value[], body: Graph): GraphValue {
    invariant(body.outputs.length === 1, 'a fused body has one result');
    const result = valueOf(body, body.outputs[0]!);
    return this.#append({ op: FUSED, inputs: ids(inputs), attributes: {}, body }, [result.shape], result.dtype)[0]!;
  }

  /** Appends a node as it stands, with results of known type: for passes that copy. */
  copy(node: Node, inputs: readonly (Value | undefined)[], results: readonly GraphValue[]): readonly GraphValue[] {
    const outputs = results.map((r) => this.#value(r.dtype, r.shape, r.name));
    const { op, attributes, body } = node;
    const made = outputs.map((v) => v.id);
    this.#nodes.push({ op, inputs: ids(inputs), attributes, outputs: made, body });
    return outputs;
  }

  constant(value: Tensor): GraphValue {
    return this.op('Constant', [], { value });
  }

  scalar(dtype: DType, value: number): GraphValue {
    return this.constant(scalar(dtype, value));
  }

  finish(outputs: readonly Value[]): Graph {
    return { values: [...this.#values], inputs: [...this.#inputs], nodes: [...this.#nodes], outputs: outputs.map((v) => v.id) };
  }

  #append({ op, inputs, attributes, body }: Omit<Node, 'outputs'>, shapes: readonly (readonly number[])[], dtype: DType): readonly GraphValue[] {
    const outputs = shapes.map((shape) => this.#value(dtype, shape));
    this.#nodes.push({ op, inputs, attributes, outputs: outputs.map((v) => v.id), body });
    return outputs;
  }

  #value(dtype: DType, shape: readonly number[], name?: string): GraphValue {
    const id = this.#values.length;
    const value: GraphValue = { id, dtype, shape, name };
    this.#values.push(value);
    return value;
  }
}

function ids(inputs: readonly (Value | undefined)[]): readonly (number | undefined)[] {
  let count = inputs.length;
  while (count > 0 && inputs[count - 1] === undefined) count--;
  return (count < inputs.length ? inputs.slice(0, count) : inputs).map((v) => v?.id);
}

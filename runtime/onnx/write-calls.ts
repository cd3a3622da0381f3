// How one node of a file is written as several operators of ours: names of values in, applications out. Values between
// have names that no file can have.
import type { DType } from '../ir/dtype.ts';
import { isFloat } from '../ir/dtype.ts';
import type { Tensor } from '../ir/tensor.ts';
import { scalar } from '../ir/tensor.ts';
import type { Loose } from '../spec/loose.ts';
import type { OnnxNode } from './model.ts';
import type { Application, Surroundings } from './reading.ts';

/** What a node lacks for us to understand it; becomes the reason. */
export class NotUnderstood extends Error {}

export class CallWriter {
  readonly node: OnnxNode;
  readonly around: Surroundings;
  readonly #applications: Application[] = [];
  readonly #named = new Map<string, string>();

  constructor(node: OnnxNode, around: Surroundings) {
    this.node = node;
    this.around = around;
  }

  op(op: string, operands: readonly (string | undefined)[], attributes: Loose = {}): string {
    const result = `${this.node.outputs[0] ?? ''}\u0000${this.#applications.length}`;
    this.#applications.push({ op, operands, attributes, results: [result] });
    return result;
  }

  constant(value: Tensor): string {
    return this.op('Constant', [], { value });
  }

  number(dtype: DType, value: number): string {
    return this.constant(scalar(dtype, value));
  }

  /** A value is also a further result of the node, if anybody asks for that. */
  result(position: number, value: string): void {
    const name = this.node.outputs[position];
    if (name) this.#named.set(value, name);
  }

  /** The last application makes the node's first result. */
  finish(): readonly Application[] {
    this.result(0, this.#applications.at(-1)?.results[0] ?? '');
    const named = (name: string): string => this.#named.get(name) ?? name;
    return this.#applications.map((application) => ({ ...application, operands: application.operands.map((name) => name && named(name)), results: application.results.map(named) }));
  }

  input(position: number): string {
    const name = this.node.inputs[position];
    if (name === undefined || name === '') throw new NotUnderstood(`operand ${position + 1} of ${this.node.op} is missing`);
    return name;
  }

  optional(position: number): string | undefined {
    return this.node.inputs[position] || undefined;
  }

  dtype(name = this.input(0)): DType {
    return this.around.dtype(name) ?? refuse(`the element type of '${name}' is not known`);
  }

  floatType(): DType {
    const dtype = this.dtype();
    return isFloat(dtype) ? dtype : refuse(`${this.node.op} of ${dtype} is not specified`);
  }

  shape(name = this.input(0)): readonly number[] {
    return this.around.shape?.(name) ?? refuse(`the shape of '${name}' is not known`);
  }

  /** The integers of an operand that says what the node does. */
  integers(position: number): readonly number[] {
    const entries = this.around.held(this.input(position))?.entries;
    if (!entries?.every((entry) => typeof entry === 'number')) throw new NotUnderstood(`operand ${position + 1} of ${this.node.op} depends on data`);
    return entries as readonly number[];
  }

  attribute(name: string, otherwise: number): number {
    const found = this.node.attributes.find((attribute) => attribute.name === name);
    if (!found) return otherwise;
    if (found.kind === 'float' || found.kind === 'int') return Number(found.value);
    return refuse(`attribute ${name} of ${this.node.op} has a value that is not read (${found.kind})`);
  }

  text(name: string, otherwise: string): string {
    const found = this.node.attributes.find((attribute) => attribute.name === name);
    return found?.kind === 'string' ? found.value : otherwise;
  }

  list(name: string): readonly number[] | undefined {
    const found = this.node.attributes.find((attribute) => attribute.name === name);
    return found?.kind === 'ints' || found?.kind === 'floats' ? Array.from(found.value, Number) : undefined;
  }

  axis(value: number, rank: number): number {
    return value < 0 ? value + rank : value;
  }
}

export function refuse(reason: string): never {
  throw new NotUnderstood(reason);
}

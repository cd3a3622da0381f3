// For tests: a list of numbers in, a kernel and contents for its buffers out. The numbers choose; when they run out
// every choice is the simplest, so shorter lists are simpler kernels.
import type { CoreDType, DType } from '../../ir/dtype.ts';
import { COMPUTED_IN, DTYPES, isFloat, isHalf, isInteger, NARROW } from '../../ir/dtype.ts';
import { toHalfBits } from '../../ir/half.ts';
import * as l from '../../ir/loop-builder.ts';
import { LoopBuilder } from '../../ir/loop-builder.ts';
import type { Buffer, Expr, Kernel } from '../../ir/loops.ts';
import { elementCount, emptyData, toElement } from '../../ir/tensor.ts';
import type { TensorData } from '../../ir/tensor.ts';

const EXTENTS = [1, 2, 3, 4, 5, 7, 8, 9, 16, 18];
const FLOATS = [0, -0, 1, -1, 0.5, -2.75, 3e9, -1e-40, 1e30, Infinity, -Infinity, NaN, 123456.789, 2 ** 24 + 1];
const INTEGERS = [0, 1, -1, 2, 7, -13, 2 ** 31 - 1, -(2 ** 31), 2 ** 40, -(2 ** 53), 255, 31];

export interface RandomKernel {
  readonly kernel: Kernel;
  readonly contents: ReadonlyMap<string, TensorData>;
}

export function randomKernel(choices: readonly number[]): RandomKernel {
  return new Maker(choices).make();
}

class Maker {
  readonly #choices: readonly number[];
  #next = 0;
  readonly #k = new LoopBuilder();
  readonly #contents = new Map<string, TensorData>();
  readonly #inputs: Buffer[] = [];
  #at: readonly Expr[] = [];
  #extents: readonly number[] = [];
  #locals: Expr[] = [];

  constructor(choices: readonly number[]) {
    this.#choices = choices;
  }

  make(): RandomKernel {
    const nests = 1 + this.#pick(2);
    for (let i = 0; i < nests; i++) this.#nest();
    return { kernel: this.#k.finish('random'), contents: this.#contents };
  }

  #pick(n: number): number {
    return (this.#choices[this.#next++] ?? 0) % n;
  }

  #nest(): void {
    this.#extents = Array.from({ length: 1 + this.#pick(3) }, (_, axis) => EXTENTS[this.#pick(axis === 0 ? EXTENTS.length : 6)]!).reverse();
    const main = DTYPES[this.#pick(DTYPES.length)]!;
    // Mostly one type, as vectors need.
    const types = this.#pick(3) === 0 ? DTYPES : [main, main, 'bool' as const];
    for (let i = 0; i < 2; i++) this.#input(types[this.#pick(types.length)]!);
    const outputs = [main, ...(this.#pick(3) === 0 ? [types[this.#pick(types.length)]!] : [])].map((dtype) => this.#k.buffer('output', this.#stored(dtype), this.#extents));
    this.#k.nest(this.#extents, (at) => {
      this.#at = at;
      this.#locals = [];
      this.#body(types, outputs);
    });
  }

  /** Sometimes a narrow type that is computed in this one. */
  #stored(dtype: DType): DType {
    const narrow = NARROW.filter((each) => COMPUTED_IN[each] === dtype);
    return narrow.length > 0 && this.#pick(4) === 0 ? narrow[this.#pick(narrow.length)]! : dtype;
  }

  #input(dtype: DType): void {
    const shape = this.#extents.map((n) => (this.#pick(4) === 0 ? 1 : n));
    const storage = this.#stored(dtype);
    const buffer = this.#k.buffer('input', storage, shape.slice(this.#pick(5) === 0 ? 1 : 0));
    const data = emptyData(storage, elementCount(buffer.shape));
    for (let i = 0; i < data.length; i++) data[i] = this.#element(storage, i) as never;
    this.#contents.set(buffer.name, isHalf(storage) ? toHalfBits(storage, data as Float32Array) : data);
    this.#inputs.push(buffer);
  }

  #element(dtype: DType, i: number): number | bigint {
    const value = isFloat(dtype) ? FLOATS[(i * 5 + this.#next) % FLOATS.length]! : INTEGERS[(i * 7 + this.#next) % INTEGERS.length]!;
    return toElement(dtype, value);
  }

  #body(types: readonly CoreDType[], outputs: readonly Buffer[]): void {
    for (let i = this.#pick(3); i > 0; i--) {
      const type = types[this.#pick(types.length)]!;
      const local = this.#k.local(type, this.#value(type, 2));
      this.#locals.push(local.get);
      if (this.#pick(3) === 0) this.#k.loop(EXTENTS[this.#pick(5)]!, (p) => local.set(this.#combine(local.get, p)));
      if (this.#pick(6) === 0) this.#k.when(this.#value('bool', 1), () => local.set(this.#value(type, 1)), () => local.set(this.#value(type, 1)));
    }
    for (const out of outputs) {
      if (this.#pick(8) === 0) this.#k.when(this.#value('bool', 1), () => this.#k.store(out, this.#at, this.#value(out.dtype as CoreDType, 2)));
      else this.#k.store(out, this.#at, this.#value(out.dtype as CoreDType, 4));
    }
  }

  #combine(sum: Expr, p: Expr): Expr {
    if (sum.type === 'bool') return l.xor(sum, this.#value('bool', 1));
    const type = sum.type as CoreDType;
    return l.add(sum, this.#pick(2) === 0 ? this.#value(type, 1) : l.cast(type, p));
  }

  #value(type: CoreDType, depth: number): Expr {
    if (depth === 0 || this.#pick(6) === 0) return this.#leaf(type);
    if (this.#pick(5) === 0) return l.select(this.#value('bool', depth - 1), this.#value(type, depth - 1), this.#value(type, depth - 1));
    if (this.#pick(6) === 0) return this.#converted(type, depth - 1);
    if (isFloat(type)) return this.#float(type, depth - 1);
    return isInteger(type) ? this.#integer(type, depth - 1) : this.#bool(depth - 1);
  }

  #leaf(type: CoreDType): Expr {
    const options: Expr[] = this.#locals.filter((local) => local.type === type);
    for (const buffer of this.#inputs) if (buffer.dtype === type && this.#fits(buffer)) options.push(this.#load(buffer));
    if (type === 'int32') options.push(l.cast('int32', this.#at.at(-1)!));
    options.push(l.constant(type, this.#element(type, this.#pick(97))));
    return options[this.#pick(options.length)]!;
  }

  #fits({ shape }: Buffer): boolean {
    const skipped = this.#extents.length - shape.length;
    return skipped >= 0 && shape.every((n, axis) => n === 1 || n === this.#extents[axis + skipped]);
  }

  /** As it lies, backwards along an axis, halved, or at an index that is computed and clamped. */
  #load(buffer: Buffer): Expr {
    const how = this.#pick(12);
    const axis = buffer.shape.length - 1;
    if (how === 0 || how > 3 || axis < 0 || buffer.shape[axis] === 1) return this.#k.loadBroadcast(buffer, this.#at);
    return this.#k.loadBroadcast(buffer, [...this.#at.slice(0, -1), this.#moved(how, this.#at.at(-1)!, buffer.shape[axis]! - 1)]);
  }

  #moved(how: number, i: Expr, last: number): Expr {
    if (how === 1) return l.sub(l.index(last), i);
    if (how === 2) return l.div(l.add(i, 1), 2);
    return l.max(l.min(l.cast('index', this.#value('int32', 1)), last), 0);
  }

  #converted(type: CoreDType, depth: number): Expr {
    const from = DTYPES[this.#pick(DTYPES.length)]!;
    const value = this.#value(from, depth);
    const twin = { float32: 'int32', int32: 'float32', float64: 'int64', int64: 'float64', bool: undefined }[from];
    // The payload of a NaN is not defined, so only other values show their bits.
    if (twin === type) return l.bits(type, isFloat(from) ? l.select(l.eq(value, value), value, 1) : value);
    return l.cast(type, value);
  }

  #float(type: CoreDType, depth: number): Expr {
    const unary = [l.neg, l.abs, l.sqrt, l.floor, l.ceil, l.round, l.trunc, l.exp];
    const binary = [l.add, l.sub, l.mul, l.div, l.min, l.max];
    const x = this.#value(type, depth);
    const choice = this.#pick(unary.length + 2 * binary.length);
    return choice < unary.length ? unary[choice]!(x) : binary[(choice - unary.length) % binary.length]!(x, this.#pick(4) === 0 ? x : this.#value(type, depth));
  }

  #integer(type: CoreDType, depth: number): Expr {
    const unary = [l.neg, l.abs, l.not];
    const binary = [l.add, l.sub, l.mul, l.min, l.max, l.and, l.or, l.xor, l.div, l.rem, ...(type === 'int32' ? [l.dot] : [])];
    const x = this.#value(type, depth);
    const choice = this.#pick(unary.length + binary.length + 2);
    if (choice < unary.length) return unary[choice]!(x);
    if (choice < unary.length + binary.length) return binary[choice - unary.length]!(x, this.#value(type, depth));
    return [l.shl, l.shr][choice - unary.length - binary.length]!(x, this.#pick(2) === 0 ? this.#pick(70) : this.#value(type, depth));
  }

  #bool(depth: number): Expr {
    const choice = this.#pick(8);
    if (choice === 0) return l.not(this.#value('bool', depth));
    if (choice < 4) return [l.and, l.or, l.xor][choice - 1]!(this.#value('bool', depth), this.#value('bool', depth));
    const type = this.#pick(3) === 0 ? DTYPES[this.#pick(DTYPES.length)]! : ((this.#inputs.at(-1)?.dtype ?? 'float32') as CoreDType);
    return [l.eq, l.ne, l.lt, l.le][choice - 4]!(this.#value(type, depth), this.#value(type, depth));
  }
}

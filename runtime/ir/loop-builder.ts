// Writes loop nests: an operator's lowering talks to a LoopBuilder, a Kernel comes out. Constant index arithmetic
// is folded here, so that lowerings may be written plainly.
import { invariant, violated } from '../invariant.ts';
import type { DType } from './dtype.ts';
import { COMPUTED_IN, isHalf } from './dtype.ts';
import { fromStored, narrowed, toStored } from './narrow.ts';
import type { BinaryOp, Buffer, CompareOp, Expr, Kernel, KernelBuffer, ScalarType, Stmt, UnaryOp } from './loops.ts';
import { binaryOf, bitsOf, castOf, compareOf, letBe, literal, loadOf, local, selectOf, set, unaryOf, variable } from './make.ts';
import { stridesOf } from './tensor.ts';

/** A number stands for a constant of the other operand's type. */
export type Operand = Expr | number;

const constantValue = (type: ScalarType, value: number | bigint): number | bigint => (type === 'int64' || type === 'uint64' ? BigInt(value) : Number(value));

export const constant = (type: ScalarType, value: number | bigint): Expr => literal(type, constantValue(type, value));

/** A number that differs from shape to shape or from call to call. */
export const parameter = (type: ScalarType, value: number | bigint): Expr => literal(type, constantValue(type, value), true);

export const index = (n: number): Expr => literal('index', n);

const ZERO = index(0);

function operands(x: Operand, y: Operand): [Expr, Expr] {
  if (typeof x !== 'number') return [x, typeof y === 'number' ? constant(x.type, y) : y];
  invariant(typeof y !== 'number', 'an operation on two bare numbers has no type');
  return [constant(y.type, x), y];
}

const foldIndex: Partial<Record<BinaryOp, (a: number, b: number) => number>> = {
  add: (a, b) => a + b, sub: (a, b) => a - b, mul: (a, b) => a * b, min: Math.min, max: Math.max,
};

function isConstant(e: Expr, value: number): boolean {
  return e.kind === 'const' && e.type === 'index' && e.value === value && !e.isParameter;
}

function binary(op: BinaryOp, a: Operand, b: Operand): Expr {
  // Most of what lowerings write: an index plus or times a number that changes nothing.
  if (typeof b === 'number' && typeof a !== 'number' && a.type === 'index' && ((op === 'add' && b === 0) || (op === 'mul' && b === 1))) return a;
  const [x, y] = operands(a, b);
  if (x.type !== y.type) violated(`${op} of ${x.type} and ${y.type}`);
  if (x.type === 'index') {
    const fold = foldIndex[op];
    if (fold && x.kind === 'const' && y.kind === 'const' && !x.isParameter && !y.isParameter) return index(fold(Number(x.value), Number(y.value)));
    if (op === 'add' && isConstant(x, 0)) return y;
    if ((op === 'add' || op === 'sub') && isConstant(y, 0)) return x;
    if (op === 'mul' && (isConstant(x, 0) || isConstant(y, 0))) return index(0);
    if (op === 'mul' && isConstant(x, 1)) return y;
    if ((op === 'mul' || op === 'div') && isConstant(y, 1)) return x;
  }
  return binaryOf(op, x.type, x, y);
}

function compare(op: CompareOp, a: Operand, b: Operand): Expr {
  const [x, y] = operands(a, b);
  if (x.type !== y.type) violated(`${op} of ${x.type} and ${y.type}`);
  return compareOf(op, x, y);
}

const unary = (op: UnaryOp, x: Expr): Expr => unaryOf(op, x);

// Scalar arithmetic, by the names that the loop language uses.
export const add = (x: Operand, y: Operand): Expr => binary('add', x, y);
export const sub = (x: Operand, y: Operand): Expr => binary('sub', x, y);
export const mul = (x: Operand, y: Operand): Expr => binary('mul', x, y);
const MAY_FUSE = { mayFuse: true } as const;
const EITHER_ZERO = { eitherZero: true } as const;

/** x·y + z, where one more or one less rounding does no harm: of floats, an engine that can may round once. */
export function mulAdd(x: Operand, y: Operand, z: Operand): Expr {
  const sum = add(mul(x, y), z);
  return sum.kind === 'binary' && (sum.type === 'float32' || sum.type === 'float64') ? binaryOf(sum.op, sum.type, sum.x, sum.y, MAY_FUSE) : sum;
}
/** Truncates for integers; the divisor must not be 0. */
export const div = (x: Operand, y: Operand): Expr => binary('div', x, y);
export const rem = (x: Operand, y: Operand): Expr => binary('rem', x, y);
/** NaN if either side is NaN; −0 is below +0, as ONNX Runtime and WebAssembly have it. */
export const min = (x: Operand, y: Operand): Expr => binary('min', x, y);
export const max = (x: Operand, y: Operand): Expr => binary('max', x, y);
/** A minimum or maximum where the sign of a zero does no harm. */
export function eitherZero(extreme: Expr): Expr {
  return extreme.kind === 'binary' && (extreme.type === 'float32' || extreme.type === 'float64') ? binaryOf(extreme.op, extreme.type, extreme.x, extreme.y, EITHER_ZERO) : extreme;
}
export const and = (x: Operand, y: Operand): Expr => binary('and', x, y);
export const or = (x: Operand, y: Operand): Expr => binary('or', x, y);
export const xor = (x: Operand, y: Operand): Expr => binary('xor', x, y);
export const shl = (x: Operand, y: Operand): Expr => binary('shl', x, y);
export const shr = (x: Operand, y: Operand): Expr => binary('shr', x, y);
export const pow = (x: Operand, y: Operand): Expr => binary('pow', x, y);
/** Of int32: the products of the signed halves, added. */
export const dot = (x: Operand, y: Operand): Expr => binary('dot', x, y);
export const eq = (x: Operand, y: Operand): Expr => compare('eq', x, y);
export const ne = (x: Operand, y: Operand): Expr => compare('ne', x, y);
export const lt = (x: Operand, y: Operand): Expr => compare('lt', x, y);
export const le = (x: Operand, y: Operand): Expr => compare('le', x, y);
export const neg = (x: Expr): Expr => unary('neg', x);
export const abs = (x: Expr): Expr => unary('abs', x);
export const sqrt = (x: Expr): Expr => unary('sqrt', x);
export const floor = (x: Expr): Expr => unary('floor', x);
export const ceil = (x: Expr): Expr => unary('ceil', x);
/** To nearest, ties to even. */
export const round = (x: Expr): Expr => unary('round', x);
export const trunc = (x: Expr): Expr => unary('trunc', x);
export const not = (x: Expr): Expr => unary('not', x);
export const exp = (x: Expr): Expr => unary('exp', x);
/** Of what is NaN or not above 0, which is cheaper. */
export const expNonPositive = (x: Expr): Expr => unaryOf('exp', x, { nonPositive: true });
export const log = (x: Expr): Expr => unary('log', x);
export const tanh = (x: Expr): Expr => unary('tanh', x);
export const erf = (x: Expr): Expr => unary('erf', x);
/** To a narrow type: the number that it would hold, as what it is computed in. */
export function cast(to: DType | 'index', x: Expr): Expr {
  const type = to === 'index' ? to : COMPUTED_IN[to];
  const converted: Expr = x.type === type ? x : castOf(type, x);
  return to === 'index' ? converted : narrowed(to, converted);
}
/** Of floats to integers, where what NaN and too large numbers give does not matter. */
export const castInRange = (type: ScalarType, x: Expr): Expr => castOf(type, x, { inRange: true });
export const bits = (type: ScalarType, x: Expr): Expr => bitsOf(type, x);
export function select(when: Expr, yes: Operand, no: Operand): Expr {
  const [y, n] = operands(yes, no);
  return selectOf(when, y, n);
}

/** Element offset of a multi-index in a row-major tensor. */
export function offset(shape: readonly number[], at: readonly Operand[]): Expr {
  if (at.length !== shape.length) violated(`${at.length} indices into rank ${shape.length}`);
  const strides = stridesOf(shape);
  let sum = ZERO;
  for (let axis = 0; axis < at.length; axis++) {
    const i = at[axis]!;
    sum = add(sum, typeof i === 'number' ? index(i * strides[axis]!) : mul(i, strides[axis]!));
  }
  return sum;
}

/**
 * Offset of an output's multi-index in an operand that broadcasts to it: axes align at the right, an extent of 1
 * is read at 0.
 */
export function broadcastOffset(shape: readonly number[], at: readonly Operand[]): Expr {
  const skipped = at.length - shape.length;
  return offset(shape, shape.map((extent, axis) => (extent === 1 ? 0 : at[axis + skipped]!)));
}

/** A mutable scalar. */
export interface Local {
  readonly get: Expr;
  set(value: Operand): void;
}

export interface LoopOptions {
  /**
   * Nests as short as can be: a backend that runs iterations side by side shapes them itself, and copies, splits into
   * lanes and borders would be in its way.
   */
  readonly plain?: boolean;
  /** Of large products: terms of a sum between two visits to the result, and rows and columns that are near at one time. */
  readonly blockTerms?: number;
  readonly blockRows?: number;
  readonly blockColumns?: number;
  /** Copies, panels and splits that large cases pay for, whatever the size: small cases test them. */
  readonly eager?: boolean;
  /** Threads that will share loops: nests offer that many pieces. */
  readonly threads?: number;
}

export class LoopBuilder {
  readonly plain: boolean;
  readonly options: LoopOptions;
  readonly #buffers: KernelBuffer[] = [];
  #body: Stmt[] = [];
  #names = 0;
  #keepsUnitLoops = false;

  constructor(options: LoopOptions = {}) {
    this.options = options;
    this.plain = options.plain ?? false;
  }

  /** Whether there is so much to do that a nest made for speed pays. */
  pays(work: number, least: number): boolean {
    return !this.plain && (this.options.eager === true || work >= least);
  }

  /** From here on, plain nests over shapes of one rank differ in numbers alone: a loop of one turn is a loop. */
  keepUnitLoops(): void {
    this.#keepsUnitLoops = this.plain;
  }

  /** A number of a shape or an attribute, in index arithmetic of such nests. */
  size(n: number): Expr {
    return this.#keepsUnitLoops ? parameter('index', n) : index(n);
  }

  buffer(role: Buffer['role'], dtype: DType, shape: readonly number[], name = this.#fresh('buffer'), { constant, fitsInt16 }: Pick<Buffer, 'constant' | 'fitsInt16'> = {}): Buffer {
    const bitsOf = isHalf(dtype) ? dtype : undefined;
    this.#buffers.push({ name, dtype: isHalf(dtype) ? 'uint16' : dtype, bitsOf, shape, role });
    return { name, dtype: COMPUTED_IN[dtype], storage: dtype, shape, role, constant, fitsInt16 };
  }

  /** Intermediate storage for the duration of the kernel; its contents start undefined. */
  scratch(dtype: DType, shape: readonly number[]): Buffer {
    return this.buffer('scratch', dtype, shape);
  }

  loop(extent: number, body: (i: Expr) => void): void {
    if (extent === 0) return;
    if (extent === 1 && !this.#keepsUnitLoops) return body(index(0));
    const name = this.#fresh('i');
    const inner = this.#collect(() => body(variable(name)));
    this.#body.push({ kind: 'for', name, extent, body: inner });
  }

  /** A nest over all indices of a shape, the last axis innermost. */
  nest(extents: readonly number[], body: (at: readonly Expr[]) => void): void {
    const go = (axis: number, at: readonly Expr[]): void => {
      if (axis === extents.length) body(at);
      else this.loop(extents[axis]!, (i) => go(axis + 1, [...at, i]));
    };
    if (!extents.includes(0)) go(0, []);
  }

  load(buffer: Buffer, at: readonly Operand[]): Expr {
    return this.loadFlat(buffer, offset(buffer.shape, at));
  }

  loadFlat(buffer: Buffer, at: Operand): Expr {
    const type = isHalf(buffer.storage) ? 'int32' : buffer.dtype;
    return fromStored(buffer.storage, loadOf(type, buffer.name, typeof at === 'number' ? index(at) : at), (e) => this.once(e));
  }

  loadBroadcast(buffer: Buffer, at: readonly Operand[]): Expr {
    return this.loadFlat(buffer, broadcastOffset(buffer.shape, at));
  }

  store(buffer: Buffer, at: readonly Operand[], value: Operand): void {
    this.storeFlat(buffer, offset(buffer.shape, at), value);
  }

  storeFlat(buffer: Buffer, at: Operand, value: Operand): void {
    const stored = typeof value === 'number' ? constant(buffer.dtype, value) : value;
    if (stored.type !== buffer.dtype) violated(`storing ${stored.type} into ${buffer.dtype}`);
    this.#body.push({ kind: 'store', buffer: buffer.name, at: typeof at === 'number' ? index(at) : at, value: toStored(buffer.storage, stored, (e) => this.once(e)) });
  }

  local(type: ScalarType, value: Operand): Local {
    const name = this.#fresh('t');
    this.#body.push(letBe(name, type, typeof value === 'number' ? constant(type, value) : value));
    return {
      get: local(type, name),
      set: (next) => { this.#body.push(set(name, typeof next === 'number' ? constant(type, next) : next)); },
    };
  }

  /** Evaluates once and names the result. */
  once(value: Expr): Expr {
    return value.kind === 'const' || value.kind === 'local' || value.kind === 'var' ? value : this.local(value.type, value).get;
  }

  when(condition: Expr, then: () => void, otherwise: () => void = () => {}): void {
    this.#body.push({ kind: 'if', when: condition, then: this.#collect(then), otherwise: this.#collect(otherwise) });
  }

  finish(name: string): Kernel {
    return { name, buffers: [...this.#buffers], body: this.#body };
  }

  #collect(write: () => void): Stmt[] {
    const outer = this.#body;
    this.#body = [];
    write();
    const inner = this.#body;
    this.#body = outer;
    return inner;
  }

  #fresh(prefix: string): string {
    return `${prefix}${this.#names++}`;
  }
}

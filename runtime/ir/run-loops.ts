// Loop nests run by walking them: a kernel and one typed array per buffer come in, the arrays are written. Slow and
// exact; compiled backends are tested against it, bit for bit up to the payload of NaN.
import { invariant, unreachable } from '../invariant.ts';
import type { BinaryOp, CompareOp, Expr, Kernel, ScalarType, Stmt, UnaryOp } from './loops.ts';
import { elementCount, emptyData } from './tensor.ts';
import type { TensorData } from './tensor.ts';

/** int64 is a bigint, bool is 0 or 1, everything else a number. */
type Value = number | bigint;

interface State {
  readonly buffers: ReadonlyMap<string, TensorData>;
  readonly names: Map<string, Value>;
  /** Values of expressions that one statement reaches more than once. */
  seen: Map<Expr, Value>;
}

/** Runs a kernel over its buffers by name. Scratch buffers that are not given are made here. */
export function runKernel(kernel: Kernel, data: ReadonlyMap<string, TensorData>): void {
  const buffers = new Map(data);
  for (const { name, dtype, shape } of kernel.buffers) {
    if (!buffers.has(name)) buffers.set(name, emptyData(dtype, elementCount(shape)));
  }
  runBody(kernel.body, { buffers, names: new Map(), seen: new Map() });
}

function runBody(body: readonly Stmt[], state: State): void {
  for (const stmt of body) runStmt(stmt, state);
}

function runStmt(stmt: Stmt, state: State): void {
  state.seen = new Map();
  switch (stmt.kind) {
    case 'for':
      for (let i = 0; i < stmt.extent; i++) {
        state.names.set(stmt.name, i);
        runBody(stmt.body, state);
      }
      return;
    case 'store': {
      const data = bufferOf(stmt.buffer, state);
      const at = Number(evaluate(stmt.at, state));
      invariant(at >= 0 && at < data.length, `store out of bounds: ${stmt.buffer}[${at}] of ${data.length}`);
      const value = evaluate(stmt.value, state);
      data[at] = (typeof value === 'bigint' && data instanceof Uint32Array ? Number(BigInt.asUintN(32, value)) : value) as never;
      return;
    }
    case 'let':
    case 'set':
      state.names.set(stmt.name, evaluate(stmt.value, state));
      return;
    case 'if':
      return runBody(evaluate(stmt.when, state) ? stmt.then : stmt.otherwise, state);
    default:
      unreachable(stmt);
  }
}

function bufferOf(name: string, state: State): TensorData {
  const data = state.buffers.get(name);
  invariant(data, `no buffer ${name}`);
  return data;
}

function evaluate(e: Expr, state: State): Value {
  const known = state.seen.get(e);
  if (known !== undefined) return known;
  const value = compute(e, state);
  if (e.kind !== 'const' && e.kind !== 'var' && e.kind !== 'local') state.seen.set(e, value);
  return value;
}

function compute(e: Expr, state: State): Value {
  switch (e.kind) {
    case 'const': return fit(e.type, e.value);
    case 'var':
    case 'local': {
      const value = state.names.get(e.name);
      invariant(value !== undefined, `${e.name} has no value`);
      return value;
    }
    case 'load': {
      const data = bufferOf(e.buffer, state);
      const at = Number(evaluate(e.at, state));
      const value = data[at];
      invariant(value !== undefined, `load out of bounds: ${e.buffer}[${at}] of ${data.length}`);
      return fit(e.type, value);
    }
    case 'unary': return unary(e.op, e.type, evaluate(e.x, state));
    case 'binary': return binary(e.op, e.type, evaluate(e.x, state), evaluate(e.y, state));
    case 'compare': return compareOps[e.op](evaluate(e.x, state), evaluate(e.y, state)) ? 1 : 0;
    case 'select': {
      const yes = evaluate(e.yes, state);
      const no = evaluate(e.no, state);
      return evaluate(e.when, state) ? yes : no;
    }
    case 'cast': return cast(e.x.type, e.type, evaluate(e.x, state));
    case 'bits': return bits(e.x.type, e.type, evaluate(e.x, state));
    default: unreachable(e);
  }
}

/** A number or bigint made a value of the type: floats round, integers wrap. */
function fit(type: ScalarType, value: Value): Value {
  switch (type) {
    case 'float32': return Math.fround(Number(value));
    case 'float64': return Number(value);
    case 'int64': return BigInt.asIntN(64, BigInt(value));
    case 'uint64': return BigInt.asUintN(64, BigInt(value));
    case 'bool': return value ? 1 : 0;
    case 'int32':
    case 'index': return typeof value === 'bigint' ? Number(BigInt.asIntN(32, value)) : value | 0;
  }
}

const compareOps: Record<CompareOp, (x: Value, y: Value) => boolean> = {
  eq: (x, y) => x === y, ne: (x, y) => x !== y, lt: (x, y) => x < y, le: (x, y) => x <= y,
};

const isFloatType = (type: ScalarType): boolean => type === 'float32' || type === 'float64';

function binary(op: BinaryOp, type: ScalarType, x: Value, y: Value): Value {
  if (isFloatType(type)) return fit(type, floatBinary(op, x as number, y as number));
  if (type === 'bool') return boolBinary(op, x as number, y as number);
  return fit(type, integerBinary(op, BigInt(x), BigInt(y), type === 'int64' || type === 'uint64' ? 64n : 32n));
}

/** Binary64 arithmetic followed by one rounding to binary32 equals binary32 arithmetic: 53 ≥ 2·24 + 2. */
function floatBinary(op: BinaryOp, x: number, y: number): number {
  switch (op) {
    case 'add': return x + y;
    case 'sub': return x - y;
    case 'mul': return x * y;
    case 'div': return x / y;
    case 'min': return Math.min(x, y);
    case 'max': return Math.max(x, y);
    default: invariant(false, `${op} of floats`);
  }
}

function boolBinary(op: BinaryOp, x: number, y: number): number {
  switch (op) {
    case 'and':
    case 'min': return x & y;
    case 'or':
    case 'max': return x | y;
    case 'xor': return x ^ y;
    default: invariant(false, `${op} of bools`);
  }
}

function integerBinary(op: BinaryOp, x: bigint, y: bigint, width: bigint): bigint {
  switch (op) {
    case 'add': return x + y;
    case 'sub': return x - y;
    case 'mul': return x * y;
    case 'div': return y === 0n ? 0n : x / y;
    case 'rem': return y === 0n ? 0n : x % y;
    case 'min': return x < y ? x : y;
    case 'max': return x > y ? x : y;
    case 'and': return x & y;
    case 'or': return x | y;
    case 'xor': return x ^ y;
    case 'shl': return x << (y & (width - 1n));
    case 'shr': return x >> (y & (width - 1n));
    case 'dot': return BigInt.asIntN(16, x) * BigInt.asIntN(16, y) + (x >> 16n) * (y >> 16n);
    case 'pow': invariant(false, 'pow must be expanded first');
  }
}

function unary(op: UnaryOp, type: ScalarType, x: Value): Value {
  if (op === 'not') return type === 'bool' ? (x ? 0 : 1) : fit(type, typeof x === 'bigint' ? ~x : ~x);
  if (op === 'neg') return fit(type, -x);
  if (op === 'abs') return fit(type, x < 0 ? -x : typeof x === 'bigint' ? x : Math.abs(x));
  invariant(isFloatType(type) && typeof x === 'number', `${op} of ${type}`);
  return fit(type, floatUnary(op, x));
}

function floatUnary(op: Exclude<UnaryOp, 'not' | 'neg' | 'abs'>, x: number): number {
  switch (op) {
    case 'sqrt': return Math.sqrt(x);
    case 'floor': return Math.floor(x);
    case 'ceil': return Math.ceil(x);
    case 'trunc': return Math.trunc(x);
    case 'round': return roundToEven(x);
    case 'exp':
    case 'log':
    case 'tanh':
    case 'erf': invariant(false, `${op} must be expanded first`);
  }
}

/** Above 2⁵² every number is an integer; below, adding and subtracting 2⁵² rounds to nearest, ties to even. */
function roundToEven(x: number): number {
  if (!(Math.abs(x) < 2 ** 52)) return x;
  const magnitude = Math.abs(x) + 2 ** 52 - 2 ** 52;
  return x < 0 || Object.is(x, -0) ? -magnitude : magnitude;
}

function cast(from: ScalarType, to: ScalarType, x: Value): Value {
  if (to === 'bool') return x !== 0 && x !== 0n ? 1 : 0;
  if (isFloatType(from) && to === 'uint64') return saturateUnsigned(x as number);
  if (isFloatType(from) && !isFloatType(to)) return saturate(to === 'int64', x as number);
  if (to === 'float32' && typeof x === 'bigint') return float32OfInteger(x);
  return fit(to, x);
}

function saturate(wide: boolean, x: number): Value {
  if (Number.isNaN(x)) return wide ? 0n : 0;
  if (wide) {
    if (x >= 2 ** 63) return 2n ** 63n - 1n;
    return x <= -(2 ** 63) ? -(2n ** 63n) : BigInt(Math.trunc(x));
  }
  return Math.trunc(Math.min(Math.max(x, -(2 ** 31)), 2 ** 31 - 1)) + 0;
}

function saturateUnsigned(x: number): bigint {
  if (!(x > 0)) return 0n;
  return x >= 2 ** 64 ? 2n ** 64n - 1n : BigInt(Math.trunc(x));
}

/**
 * Rounds once. Going through binary64 would round twice, so beyond 2⁵³ the low bits are first made odd-sticky: they
 * then cannot hide a tie from the second rounding.
 */
function float32OfInteger(x: bigint): number {
  const magnitude = x < 0n ? -x : x;
  if (magnitude < 2n ** 53n) return Math.fround(Number(x));
  const sticky = (magnitude & 0xfffn) === 0n ? 0n : 0x1000n;
  const rounded = Math.fround(Number((magnitude & ~0xfffn) | sticky));
  return x < 0n ? -rounded : rounded;
}

const view = new DataView(new ArrayBuffer(8));

function bits(from: ScalarType, to: ScalarType, x: Value): Value {
  switch (from) {
    case 'float32': view.setFloat32(0, Number(x)); break;
    case 'float64': view.setFloat64(0, Number(x)); break;
    case 'int64': case 'uint64': view.setBigInt64(0, BigInt(x)); break;
    default: view.setInt32(0, Number(x));
  }
  switch (to) {
    case 'float32': return view.getFloat32(0);
    case 'float64': return view.getFloat64(0);
    case 'int64': return view.getBigInt64(0);
    case 'uint64': return view.getBigUint64(0);
    default: return view.getInt32(0);
  }
}

// Operations of the loop language as WGSL text over operand texts, for one lane or four. Functions of the prelude
// are called with a leading @.
import { invariant } from '../../invariant.ts';
import { UnsupportedError } from '../backend.ts';
import type { BinaryOp, CompareOp, Expr, ScalarType, UnaryOp } from '../../ir/loops.ts';

/** What shaders have no type for. */
const REFUSED: Partial<Readonly<Record<ScalarType, string>>> = { float64: 'float64: WGSL has no 64-bit floats' };

/** Throws where the type is in no shader. */
export function refuse(type: ScalarType): void {
  const reason = REFUSED[type];
  if (reason !== undefined) throw new UnsupportedError(reason);
}

const TYPES: Readonly<Record<ScalarType, string>> = { float32: 'f32', float64: 'f64', int32: 'i32', index: 'i32', int64: 'vec2<u32>', uint64: 'vec2<u32>', bool: 'bool' };

export function laneType(type: ScalarType, vector: boolean): string {
  refuse(type);
  return vector ? `vec4<${TYPES[type]}>` : TYPES[type];
}

export const splat = (type: ScalarType, text: string): string => `${laneType(type, true)}(${text})`;
export const wordsOf = (text: string, vector: boolean): string => (vector ? `vec4<u32>(${text})` : text);

const view = new DataView(new ArrayBuffer(8));

/**
 * WGSL has no literals for NaN and infinities, and may read denormal ones as 0: all these by their bits. Compilers
 * refuse literals whose sum overflows; `hidden` ones they do not know.
 */
export function constantText(type: ScalarType, value: number | bigint, hidden = false): string {
  refuse(type);
  switch (type) {
    case 'bool': return value ? 'true' : 'false';
    case 'int32':
    case 'index': {
      const wrapped = typeof value === 'bigint' ? Number(BigInt.asIntN(32, value)) : value | 0;
      if (hidden) return `bitcast<i32>(nothing | ${wrapped >>> 0}u)`;
      return wrapped < 0 ? `(${wrapped === -(2 ** 31) ? '-2147483647 - 1' : wrapped})` : String(wrapped);
    }
    case 'int64':
    case 'uint64': {
      const wrapped = BigInt.asUintN(64, BigInt(value));
      return `vec2<u32>(${wrapped & 0xffffffffn}u, ${wrapped >> 32n}u)`;
    }
    case 'float32': {
      const single = Math.fround(Number(value));
      if (!hidden && Number.isFinite(single) && !Object.is(single, -0) && (single === 0 || Math.abs(single) >= 2 ** -126)) {
        const text = String(single);
        return single < 0 ? `(${text}f)` : `${text}f`;
      }
      view.setFloat32(0, single);
      return `bitcast<f32>(nothing | ${view.getUint32(0)}u)`;
    }
    default: throw new UnsupportedError(`${type}: no shader has it`);
  }
}

/** Two words. */
export const isWide = (type: ScalarType): boolean => type === 'int64' || type === 'uint64';
/** Functions of 64-bit integers that differ between signed and unsigned ones. */
const wide = (name: string, type: ScalarType): string => `@wide_${type === 'uint64' ? 'unsigned_' : ''}${name}`;
const isInteger = (type: ScalarType): boolean => type === 'int32' || type === 'index';
const four = (vector: boolean): string => (vector ? '4' : '');

export function unaryText(op: UnaryOp, type: ScalarType, x: string, vector: boolean): string {
  refuse(type);
  if (isWide(type)) {
    if (op === 'abs' && type === 'uint64') return x;
    return op === 'not' ? `~${x}` : `@wide_${op}(${x})`;
  }
  switch (op) {
    case 'not': return type === 'bool' ? `!${x}` : `~${x}`;
    case 'neg': return type === 'float32' ? signed(x, vector, '^', 0x80000000) : `-${x}`;
    case 'abs': return type === 'float32' ? signed(x, vector, '&', 0x7fffffff) : `abs(${x})`;
    case 'sqrt':
    case 'floor':
    case 'ceil':
    case 'round':
    case 'trunc': return `${op}(${x})`;
    case 'exp':
    case 'log':
    case 'tanh':
    case 'erf': invariant(false, `${op} must be expanded first`);
  }
}

/** On bits: drivers read −x as 0 − x, which loses the sign of 0. */
function signed(x: string, vector: boolean, operator: '^' | '&', mask: number): string {
  return `bitcast<${laneType('float32', vector)}>(bitcast<${vector ? 'vec4<u32>' : 'u32'}>(${x}) ${operator} ${wordsOf(`${mask}u`, vector)})`;
}

const SYMBOLS: Partial<Readonly<Record<BinaryOp, string>>> = { add: '+', sub: '-', mul: '*', and: '&', or: '|', xor: '^' };

/** What signed and unsigned integers of 64 bits do differently. */
const SIGNED: ReadonlySet<BinaryOp> = new Set(['div', 'rem', 'min', 'max', 'shr']);

/** `right` is the expression of y, where compilers may know it: constants on the right have shorter forms. */
export function binaryText(op: BinaryOp, type: ScalarType, x: string, y: string, vector: boolean, right: Expr | undefined): string {
  refuse(type);
  const symbol = SYMBOLS[op];
  if (type === 'bool') {
    if (op === 'xor') return `${x} != ${y}`;
    return op === 'and' || op === 'min' ? `${x} & ${y}` : `${x} | ${y}`;
  }
  if (isWide(type)) {
    if (op === 'and' || op === 'or' || op === 'xor') return `${x} ${symbol} ${y}`;
    return SIGNED.has(op) ? `${wide(op, type)}(${x}, ${y})` : `@wide_${op}(${x}, ${y})`;
  }
  if (type === 'float32') {
    if (op === 'max' && right?.kind === 'const' && Object.is(right.value, 0)) return `@relu${four(vector)}(${x})`;
    if (op === 'min' || op === 'max') return `@float_${op}${four(vector)}(${x}, ${y})`;
    // A division by what the compiler knows becomes a multiplication by the reciprocal, which rounds twice.
    if (op === 'div') return right?.kind === 'const' ? `${x} / @keep${four(vector)}(${y})` : `${x} / ${y}`;
    invariant(symbol, `${op} of floats`);
    return `${x} ${symbol} ${y}`;
  }
  invariant(isInteger(type) && op !== 'dot', `${op} of ${type}`);
  if (symbol) return `${x} ${symbol} ${y}`;
  switch (op) {
    case 'min':
    case 'max': return `${op}(${x}, ${y})`;
    case 'shl':
    case 'shr': return `${x} ${op === 'shl' ? '<<' : '>>'} (bitcast<${vector ? 'vec4<u32>' : 'u32'}>(${y}) & ${wordsOf('31u', vector)})`;
    default:
      if (right?.kind === 'const' && Number(right.value) > 0) return `${x} ${op === 'div' ? '/' : '%'} ${y}`;
      return `@int_${op}${four(vector)}(${x}, ${y})`;
  }
}

const COMPARISONS: Readonly<Record<CompareOp, string>> = { eq: '==', ne: '!=', lt: '<', le: '<=' };

export function compareText(op: CompareOp, type: ScalarType, x: string, y: string, vector: boolean): string {
  if (isWide(type)) {
    if (op === 'eq') return `all(${x} == ${y})`;
    if (op === 'ne') return `any(${x} != ${y})`;
    return op === 'lt' ? `${wide('less', type)}(${x}, ${y})` : `!${wide('less', type)}(${y}, ${x})`;
  }
  // Compilers know what a value is beside itself, but do not count with NaN.
  if (type === 'float32' && x === y) {
    if (op === 'lt') return `@is_nan${four(vector)}(${x}) & ${vector ? 'vec4<bool>(false)' : 'false'}`;
    return `${op === 'ne' ? '' : '!'}@is_nan${four(vector)}(${x})`;
  }
  if (type === 'bool' && (op === 'lt' || op === 'le')) return op === 'lt' ? `!${x} & ${y}` : `!${x} | ${y}`;
  return `${x} ${COMPARISONS[op]} ${y}`;
}

export function castText(from: ScalarType, to: ScalarType, x: string, vector: boolean): string {
  refuse(from);
  refuse(to);
  if (to === 'bool') {
    if (from === 'float32') return `@not_zero${four(vector)}(${x})`;
    return isWide(from) ? `any(${x} != vec2<u32>(0u))` : `${x} != ${laneType(from, vector)}(0)`;
  }
  if (isWide(to)) {
    if (from === 'float32') return `${wide('from_float', to)}(${x})`;
    if (isWide(from)) return x;
    return from === 'bool' ? `vec2<u32>(select(0u, 1u, ${x}), 0u)` : `@wide_from_int(${x})`;
  }
  if (isWide(from)) return to === 'float32' ? `${wide('to_float', from)}(${x})` : `bitcast<i32>(${x}.x)`;
  if (from === 'float32') return `@float_to_int${four(vector)}(${x})`;
  if (isInteger(from) && isInteger(to)) return x;
  return `${laneType(to, vector)}(${x})`;
}

/** The bits of the nearest float16. */
export const halvedText = (x: string, vector: boolean): string => `@half_bits${four(vector)}(${vector ? 'vec4<f16>' : 'f16'}(${x}))`;

/** The number of float16 whose bits these are; `isHalved`: which have just been made of a number. */
export function widenedText(bits: string, vector: boolean, isHalved: boolean): string {
  return `${laneType('float32', vector)}(@half_of${four(vector)}(${isHalved ? `@keep_bits${four(vector)}(${bits})` : bits}))`;
}

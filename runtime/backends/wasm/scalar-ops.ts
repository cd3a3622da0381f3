// Scalar operations of the loop language as WebAssembly instructions. The operands lie on the stack; what needs an
// operand twice keeps it in a temporary local.
import { violated } from '../../invariant.ts';
import type { BinaryOp, CompareOp, ScalarType, StoredDType, UnaryOp } from '../../ir/loops.ts';
import type { Code } from './binary.ts';
import { op } from './opcodes.ts';
import type { ValueType } from './opcodes.ts';

/** Where instructions go, and where temporaries come from. */
export interface Sink {
  readonly code: Code;
  temporary(type: ValueType): number;
}

type Scalar = 'i32' | 'i64' | 'f32' | 'f64';

export function scalarType(type: ScalarType): Scalar {
  switch (type) {
    case 'float32': return 'f32';
    case 'float64': return 'f64';
    case 'int64': case 'uint64': return 'i64';
    default: return 'i32';
  }
}

const binaryOps: Record<Scalar, Partial<Record<BinaryOp, number>>> = {
  f32: { add: op.f32Add, sub: op.f32Sub, mul: op.f32Mul, div: op.f32Div, min: op.f32Min, max: op.f32Max },
  f64: { add: op.f64Add, sub: op.f64Sub, mul: op.f64Mul, div: op.f64Div, min: op.f64Min, max: op.f64Max },
  i32: {
    add: op.i32Add, sub: op.i32Sub, mul: op.i32Mul, and: op.i32And, or: op.i32Or, xor: op.i32Xor, shl: op.i32Shl, shr: op.i32ShrS,
  },
  i64: {
    add: op.i64Add, sub: op.i64Sub, mul: op.i64Mul, and: op.i64And, or: op.i64Or, xor: op.i64Xor, shl: op.i64Shl, shr: op.i64ShrS,
  },
};

/** Where the sign of 64 bits matters. */
const unsignedOps: Partial<Record<BinaryOp, number>> = { shr: op.i64ShrU };

const boolOps: Partial<Record<BinaryOp, number>> = { and: op.i32And, min: op.i32And, or: op.i32Or, max: op.i32Or, xor: op.i32Xor };

const compareOps: Record<Scalar, Record<CompareOp, number>> = {
  f32: { eq: op.f32Eq, ne: op.f32Ne, lt: op.f32Lt, le: op.f32Le },
  f64: { eq: op.f64Eq, ne: op.f64Ne, lt: op.f64Lt, le: op.f64Le },
  i32: { eq: op.i32Eq, ne: op.i32Ne, lt: op.i32LtS, le: op.i32LeS },
  i64: { eq: op.i64Eq, ne: op.i64Ne, lt: op.i64LtS, le: op.i64LeS },
};

export function scalarCompare(name: CompareOp, type: ScalarType): number {
  if (type === 'uint64' && (name === 'lt' || name === 'le')) return name === 'lt' ? op.i64LtU : op.i64LeU;
  return compareOps[scalarType(type)][name];
}

const floatUnary: Record<'f32' | 'f64', Partial<Record<UnaryOp, number>>> = {
  f32: {
    neg: op.f32Neg, abs: op.f32Abs, sqrt: op.f32Sqrt, floor: op.f32Floor, ceil: op.f32Ceil, round: op.f32Nearest, trunc: op.f32Trunc,
  },
  f64: {
    neg: op.f64Neg, abs: op.f64Abs, sqrt: op.f64Sqrt, floor: op.f64Floor, ceil: op.f64Ceil, round: op.f64Nearest, trunc: op.f64Trunc,
  },
};

/** The names that i32 and i64 instructions share, so that integer sequences are written once. */
const integerOps = {
  i32: { constant: (code: Code, n: number) => code.i32(n), eqz: op.i32Eqz, lt: op.i32LtS, leU: op.i32LeU, div: op.i32DivS, rem: op.i32RemS,
    add: op.i32Add, sub: op.i32Sub, mul: op.i32Mul, xor: op.i32Xor, shr: op.i32ShrS, width: 32 },
  i64: { constant: (code: Code, n: number) => code.i64(BigInt(n)), eqz: op.i64Eqz, lt: op.i64LtS, leU: op.i64LeU, div: op.i64DivS, rem: op.i64RemS,
    add: op.i64Add, sub: op.i64Sub, mul: op.i64Mul, xor: op.i64Xor, shr: op.i64ShrS, width: 64 },
} as const;

export function scalarBinary(sink: Sink, name: BinaryOp, type: ScalarType): void {
  const kind = scalarType(type);
  const direct = type === 'bool' ? boolOps[name] : ((type === 'uint64' ? unsignedOps[name] : undefined) ?? binaryOps[kind][name]);
  if (direct !== undefined) {
    sink.code.op(direct);
    return;
  }
  if (!((kind === 'i32' || kind === 'i64') && type !== 'bool')) violated(`${name} of ${type}`);
  const y = sink.temporary(kind);
  const x = sink.temporary(kind);
  sink.code.set(y).set(x);
  if (name === 'dot') dotProduct(sink.code, x, y);
  else if (name === 'min' || name === 'max') integerChoice(sink.code, type === 'uint64' ? op.i64LtU : integerOps[kind].lt, name, x, y);
  else if (type === 'uint64') unsignedDivision(sink.code, name === 'div', x, y);
  else integerDivision(sink.code, kind, name === 'div', x, y);
}

function dotProduct(code: Code, x: number, y: number): void {
  const lower = (local: number): Code => code.get(local).i32(16).op(op.i32Shl).i32(16).op(op.i32ShrS);
  const upper = (local: number): Code => code.get(local).i32(16).op(op.i32ShrS);
  lower(x);
  lower(y).op(op.i32Mul);
  upper(x);
  upper(y).op(op.i32Mul).op(op.i32Add);
}

function integerChoice(code: Code, isLess: number, name: 'min' | 'max', x: number, y: number): void {
  const [first, second] = name === 'min' ? [x, y] : [y, x];
  code.get(x).get(y).get(first).get(second).op(isLess).op(op.select);
}

/** By 0 it gives 0, as does the remainder: the divisor is 1 then, and the dividend 0. */
function unsignedDivision(code: Code, quotient: boolean, x: number, y: number): void {
  code.i64(0n).get(x).get(y).op(op.i64Eqz).op(op.select);
  code.i64(1n).get(y).get(y).op(op.i64Eqz).op(op.select);
  code.op(quotient ? op.i64DivU : op.i64RemU);
}

/**
 * WebAssembly traps on division by 0 and on the smallest integer over −1. For those divisors, which are just the y
 * with y + 1 ≤ 1 unsigned, x / y is x · y (0 by definition, −x wrapped) and the remainder is 0.
 */
function integerDivision(code: Code, kind: 'i32' | 'i64', quotient: boolean, x: number, y: number): void {
  const ops = integerOps[kind];
  const delicate = (): Code => {
    ops.constant(code.get(y), 1).op(ops.add);
    return ops.constant(code, 1).op(ops.leU);
  };
  if (quotient) code.get(x).get(y).op(ops.mul);
  code.get(x);
  ops.constant(code, 1).get(y);
  delicate().op(op.select).op(quotient ? ops.div : ops.rem);
  if (quotient) delicate().op(op.select);
}

export function scalarUnary(sink: Sink, name: UnaryOp, type: ScalarType): void {
  const kind = scalarType(type);
  const { code } = sink;
  if (kind === 'f32' || kind === 'f64') {
    const direct = floatUnary[kind][name];
    if (direct === undefined) violated(`${name} of ${type}`);
    code.op(direct);
    return;
  }
  const ops = integerOps[kind];
  if (name === 'not') {
    if (type === 'bool') code.op(op.i32Eqz);
    else ops.constant(code, -1).op(ops.xor);
    return;
  }
  if (!((name === 'neg' || name === 'abs') && type !== 'bool')) violated(`${name} of ${type}`);
  if (name === 'abs' && type === 'uint64') return;
  const x = sink.temporary(kind);
  code.set(x);
  if (name === 'neg') {
    ops.constant(code, 0).get(x).op(ops.sub);
    return;
  }
  // |x| = (x ⊕ s) − s with s = −1 for negative x, else 0.
  ops.constant(code.get(x).get(x), ops.width - 1).op(ops.shr).op(ops.xor);
  ops.constant(code.get(x), ops.width - 1).op(ops.shr).op(ops.sub);
}

const conversions: Record<Scalar, Partial<Record<Scalar, number>>> = {
  i32: { i64: op.i64ExtendI32S, f32: op.f32ConvertI32S, f64: op.f64ConvertI32S },
  i64: { i32: op.i32WrapI64, f32: op.f32ConvertI64S, f64: op.f64ConvertI64S },
  f32: { f64: op.f64PromoteF32, i32: op.i32TruncSatF32S, i64: op.i64TruncSatF32S },
  f64: { f32: op.f32DemoteF64, i32: op.i32TruncSatF64S, i64: op.i64TruncSatF64S },
};

function unsignedConversion(from: ScalarType, to: ScalarType): number | undefined {
  if (from === 'uint64') return to === 'float32' ? op.f32ConvertI64U : to === 'float64' ? op.f64ConvertI64U : undefined;
  if (to === 'uint64') return from === 'float32' ? op.i64TruncSatF32U : from === 'float64' ? op.i64TruncSatF64U : undefined;
  return undefined;
}

export function scalarCast({ code }: Sink, from: ScalarType, to: ScalarType): void {
  const [source, target] = [scalarType(from), scalarType(to)];
  if (to === 'bool') {
    if (from === 'bool') return;
    if (source === 'f32' || source === 'f64') code.float(source === 'f32' ? 4 : 8, 0).op(source === 'f32' ? op.f32Ne : op.f64Ne);
    else code.op(source === 'i32' ? op.i32Eqz : op.i64Eqz).op(op.i32Eqz);
    return;
  }
  const conversion = unsignedConversion(from, to) ?? conversions[source][target];
  if (conversion !== undefined) code.op(conversion);
}

export function scalarBits({ code }: Sink, from: ScalarType, to: ScalarType): void {
  const change = `${scalarType(from)} ${scalarType(to)}`;
  if (change === 'f32 i32') code.op(op.i32ReinterpretF32);
  else if (change === 'i32 f32') code.op(op.f32ReinterpretI32);
  else if (change === 'f64 i64') code.op(op.i64ReinterpretF64);
  else if (change === 'i64 f64') code.op(op.f64ReinterpretI64);
  else if (scalarType(from) !== scalarType(to)) violated(`bits of ${from} as ${to}`);
}

export function scalarConstant({ code }: Sink, type: ScalarType, value: number | bigint): void {
  switch (scalarType(type)) {
    case 'f32': code.float(4, Number(value)); return;
    case 'f64': code.float(8, Number(value)); return;
    case 'i64': code.i64(BigInt.asIntN(64, BigInt(value))); return;
    case 'i32': code.i32(typeof value === 'bigint' ? Number(BigInt.asIntN(32, value)) : value); return;
  }
}

export const loadOps: Record<StoredDType, number> = {
  float32: op.f32Load, float64: op.f64Load, int32: op.i32Load, int64: op.i64Load, bool: op.i32Load8U, int8: op.i32Load8S, uint8: op.i32Load8U,
  int16: op.i32Load16S, uint16: op.i32Load16U, uint32: op.i64Load32U, uint64: op.i64Load,
};

export const storeOps: Record<StoredDType, number> = {
  float32: op.f32Store, float64: op.f64Store, int32: op.i32Store, int64: op.i64Store, bool: op.i32Store8, int8: op.i32Store8, uint8: op.i32Store8,
  int16: op.i32Store16, uint16: op.i32Store16, uint32: op.i64Store32, uint64: op.i64Store,
};

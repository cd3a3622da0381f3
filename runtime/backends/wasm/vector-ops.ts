// Operations of the loop language on whole vectors. A varying bool is a mask: all bits of its lane, whose width is
// that of the loop's numbers. The operands lie on the stack.
import { violated } from '../../invariant.ts';
import { BYTES } from '../../ir/dtype.ts';
import type { BinaryOp, CompareOp, ScalarType, StoredDType, UnaryOp } from '../../ir/loops.ts';
import { floatBytes, integerBytes } from './binary.ts';
import { op } from './opcodes.ts';
import { scalarType } from './scalar-ops.ts';
import type { Sink } from './scalar-ops.ts';

/** Bytes of one lane; 1 where a loop handles nothing but bools. */
export type LaneBytes = 1 | 4 | 8;

type Numeric = 'f32' | 'f64' | 'i32' | 'i64';

const binaryOps: Record<Numeric, Partial<Record<BinaryOp, number>>> = {
  f32: { add: op.f32x4Add, sub: op.f32x4Sub, mul: op.f32x4Mul, div: op.f32x4Div, min: op.f32x4Min, max: op.f32x4Max },
  f64: { add: op.f64x2Add, sub: op.f64x2Sub, mul: op.f64x2Mul, div: op.f64x2Div, min: op.f64x2Min, max: op.f64x2Max },
  i32: {
    add: op.i32x4Add, sub: op.i32x4Sub, mul: op.i32x4Mul, min: op.i32x4MinS, max: op.i32x4MaxS,
    and: op.v128And, or: op.v128Or, xor: op.v128Xor, shl: op.i32x4Shl, shr: op.i32x4ShrS, dot: op.i32x4DotI16x8S,
  },
  i64: {
    add: op.i64x2Add, sub: op.i64x2Sub, mul: op.i64x2Mul, and: op.v128And, or: op.v128Or, xor: op.v128Xor,
    shl: op.i64x2Shl, shr: op.i64x2ShrS,
  },
};

const maskOps: Partial<Record<BinaryOp, number>> = {
  and: op.v128And, min: op.v128And, or: op.v128Or, max: op.v128Or, xor: op.v128Xor,
};

const unaryOps: Record<Numeric, Partial<Record<UnaryOp, number>>> = {
  f32: {
    neg: op.f32x4Neg, abs: op.f32x4Abs, sqrt: op.f32x4Sqrt, floor: op.f32x4Floor, ceil: op.f32x4Ceil, round: op.f32x4Nearest,
    trunc: op.f32x4Trunc,
  },
  f64: {
    neg: op.f64x2Neg, abs: op.f64x2Abs, sqrt: op.f64x2Sqrt, floor: op.f64x2Floor, ceil: op.f64x2Ceil, round: op.f64x2Nearest,
    trunc: op.f64x2Trunc,
  },
  i32: { neg: op.i32x4Neg, abs: op.i32x4Abs, not: op.v128Not },
  i64: { neg: op.i64x2Neg, abs: op.i64x2Abs, not: op.v128Not },
};

const compareOps: Record<Numeric, Record<CompareOp, number>> = {
  f32: { eq: op.f32x4Eq, ne: op.f32x4Ne, lt: op.f32x4Lt, le: op.f32x4Le },
  f64: { eq: op.f64x2Eq, ne: op.f64x2Ne, lt: op.f64x2Lt, le: op.f64x2Le },
  i32: { eq: op.i32x4Eq, ne: op.i32x4Ne, lt: op.i32x4LtS, le: op.i32x4LeS },
  i64: { eq: op.i64x2Eq, ne: op.i64x2Ne, lt: op.i64x2LtS, le: op.i64x2LeS },
};

const splatOps: Record<Numeric, number> = { f32: op.f32x4Splat, f64: op.f64x2Splat, i32: op.i32x4Splat, i64: op.i64x2Splat };

export function hasVectorBinary(name: BinaryOp, type: ScalarType): boolean {
  if (type === 'bool') return maskOps[name] !== undefined;
  return binaryOps[scalarType(type)][name] !== undefined || (type === 'int64' && (name === 'min' || name === 'max'));
}

/** For shifts the count is a scalar i32. */
export function vectorBinary(sink: Sink, name: BinaryOp, type: ScalarType): void {
  const direct = type === 'bool' ? maskOps[name] : binaryOps[scalarType(type)][name];
  if (direct !== undefined) {
    sink.code.op(direct);
    return;
  }
  if (!(type === 'int64' && (name === 'min' || name === 'max'))) violated(`vector ${name} of ${type}`);
  const y = sink.temporary('v128');
  const x = sink.temporary('v128');
  const [first, second] = name === 'min' ? [x, y] : [y, x];
  sink.code.set(y).set(x).get(x).get(y).get(first).get(second).op(op.i64x2LtS).op(op.v128Bitselect);
}

/** The smaller or larger float, NaN if one is NaN; of zeros either. Three instructions where the exact ones are nine. */
export function vectorExtreme(sink: Sink, name: BinaryOp, type: ScalarType): void {
  const wide = type === 'float64';
  const y = sink.temporary('v128');
  // Of NaN on the left pmin and pmax give the left operand; one on the right becomes all ones, which is NaN too.
  sink.code.tee(y).op(name === 'min' ? (wide ? op.f64x2Pmin : op.f32x4Pmin) : (wide ? op.f64x2Pmax : op.f32x4Pmax));
  sink.code.get(y).get(y).op(wide ? op.f64x2Ne : op.f32x4Ne).op(op.v128Or);
}

export function hasVectorUnary(name: UnaryOp, type: ScalarType): boolean {
  return type === 'bool' ? name === 'not' : unaryOps[scalarType(type)][name] !== undefined;
}

export function vectorUnary({ code }: Sink, name: UnaryOp, type: ScalarType): void {
  const direct = type === 'bool' ? op.v128Not : unaryOps[scalarType(type)][name];
  if (direct === undefined) violated(`vector ${name} of ${type}`);
  code.op(direct);
}

/** `type` is that of the operands. */
export function vectorCompare(sink: Sink, name: CompareOp, type: ScalarType): void {
  const { code } = sink;
  if (type !== 'bool') {
    code.op(compareOps[scalarType(type)][name]);
    return;
  }
  if (name === 'eq' || name === 'ne') {
    code.op(op.v128Xor);
    if (name === 'eq') code.op(op.v128Not);
    return;
  }
  // x < y is y ∧ ¬x; x ≤ y is ¬(x ∧ ¬y).
  if (name === 'le') {
    code.op(op.v128Andnot).op(op.v128Not);
    return;
  }
  const y = sink.temporary('v128');
  const x = sink.temporary('v128');
  code.set(y).set(x).get(y).get(x).op(op.v128Andnot);
}

export function hasVectorCast(from: ScalarType, to: ScalarType): boolean {
  if (from === 'bool' || to === 'bool') return true;
  return (from === 'float32' && to === 'int32') || (from === 'int32' && to === 'float32');
}

/** `constant` pushes a vector of equal lanes. */
export function vectorCast({ code }: Sink, from: ScalarType, to: ScalarType, constant: (type: ScalarType, value: number) => void): void {
  if (from === to) return;
  if (to === 'bool') {
    constant(from, 0);
    code.op(compareOps[scalarType(from)].ne);
  } else if (from === 'bool') {
    constant(to, 1);
    code.op(op.v128And);
  } else {
    code.op(from === 'float32' ? op.i32x4TruncSatF32x4S : op.f32x4ConvertI32x4S);
  }
}

/** From the scalar on the stack to all lanes; a bool 0 or 1 becomes a mask. */
export function vectorSplat(sink: Sink, type: ScalarType, lane: LaneBytes): void {
  const { code } = sink;
  if (type !== 'bool') {
    code.op(splatOps[scalarType(type)]);
    return;
  }
  const x = sink.temporary('i32');
  code.set(x).i32(0).get(x).op(op.i32Sub);
  if (lane === 8) code.op(op.i64ExtendI32S).op(op.i64x2Splat);
  else code.op(lane === 4 ? op.i32x4Splat : op.i8x16Splat);
}

/** The 16 bytes of a constant in all lanes. */
export function splatBytes(type: ScalarType, value: number | bigint): number[] {
  let lane: number[];
  if (type === 'bool') lane = [value ? 0xff : 0];
  else if (type === 'float32' || type === 'float64') lane = floatBytes(type === 'float32' ? 4 : 8, Number(value));
  else lane = integerBytes(type === 'int64' ? 8 : 4, value);
  const bytes: number[] = [];
  while (bytes.length < 16) bytes.push(...lane);
  return bytes;
}

/** The address lies on the stack; lanes are as wide as what the elements are computed in. */
export function loadLanes({ code }: Sink, dtype: StoredDType, offset: number): void {
  switch (dtype) {
    // Reads the bytes of four elements and no more.
    case 'int8': return void code.memory(op.v128Load32Zero, 0, offset).op(op.i16x8ExtendLowI8x16S).op(op.i32x4ExtendLowI16x8S);
    case 'uint8': return void code.memory(op.v128Load32Zero, 0, offset).op(op.i16x8ExtendLowI8x16U).op(op.i32x4ExtendLowI16x8U);
    case 'int16': return void code.memory(op.v128Load16x4S, 1, offset);
    case 'uint16': return void code.memory(op.v128Load16x4U, 1, offset);
    case 'uint32': return void code.memory(op.v128Load32x2U, 2, offset);
    default: code.memory(op.v128Load, Math.log2(BYTES[dtype]), offset);
  }
}

/** The address and the lanes lie on the stack; memory gets the lower bytes of each lane. */
export function storeLanes(sink: Sink, dtype: StoredDType, offset: number): void {
  const { code } = sink;
  const lane = LANES_OF_NARROW[dtype];
  const bytes = BYTES[dtype];
  if (lane === undefined) {
    code.memory(op.v128Store, Math.log2(bytes), offset);
    return;
  }
  const x = sink.temporary('v128');
  code.tee(x).get(x).shuffle(Array.from({ length: 16 }, (_, i) => (Math.floor(i / bytes) * lane + (i % bytes)) % 16));
  if (lane === 4 && bytes === 1) code.memory(op.v128Store32Lane, 0, offset, 0);
  else code.memory(op.v128Store64Lane, Math.log2(bytes), offset, 0);
}

/** Bytes of a lane, of what is narrower in memory than in lanes. */
const LANES_OF_NARROW: Partial<Record<StoredDType, LaneBytes>> = { int8: 4, uint8: 4, int16: 4, uint16: 4, uint32: 8 };

const everyByte = (byte: number): number[] => Array.from({ length: 16 }, () => byte);

/** The address lies on the stack; bools of memory become a mask. */
export function loadMask(sink: Sink, lane: LaneBytes, offset: number): void {
  const { code } = sink;
  if (lane === 1) {
    code.memory(op.v128Load, 0, offset);
  } else {
    code.memory(lane === 4 ? op.v128Load32Splat : op.v128Load16Splat, 0, offset);
    const x = sink.temporary('v128');
    code.tee(x).get(x).shuffle(Array.from({ length: 16 }, (_, i) => Math.floor(i / lane)));
  }
  code.v128(everyByte(0)).op(op.i8x16Ne);
}

/** The address and the mask lie on the stack; memory gets bytes 0 and 1. */
export function storeMask(sink: Sink, lane: LaneBytes, offset: number): void {
  const { code } = sink;
  if (lane !== 1) {
    const x = sink.temporary('v128');
    code.tee(x).get(x).shuffle(Array.from({ length: 16 }, (_, i) => (i * lane) % 16));
  }
  code.v128(everyByte(1)).op(op.v128And);
  if (lane === 1) code.memory(op.v128Store, 0, offset);
  else code.memory(lane === 4 ? op.v128Store32Lane : op.v128Store16Lane, 0, offset, 0);
}

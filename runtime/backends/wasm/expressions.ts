// Expressions to instructions: pushes one value, a scalar or (varying values of a planned loop) a vector. Decides
// for each value whether it is computed here, kept from before in this statement, or hoisted out of loops.
import { invariant, violated } from '../../invariant.ts';
import { BYTES } from '../../ir/dtype.ts';
import { isMath } from '../../ir/expand-math.ts';
import type { Expr } from '../../ir/loops.ts';
import { factorOf, scaled } from './forms.ts';
import type { Frame } from './frame.ts';
import { op } from './opcodes.ts';
import type { ValueType } from './opcodes.ts';
import { loadOps, scalarBinary, scalarBits, scalarCast, scalarCompare, scalarConstant, scalarType, scalarUnary } from './scalar-ops.ts';
import { depthOf, isShared, isVarying } from './values.ts';
import { loadLanes, loadMask, splatBytes, vectorBinary, vectorCast, vectorCompare, vectorExtreme, vectorSplat, vectorUnary } from './vector-ops.ts';

export function valueTypeOf(frame: Frame, e: Expr): ValueType {
  return isVarying(frame.values.of(e)) ? 'v128' : scalarType(e.type);
}

/** Pushes a value in its own form. */
export function push(frame: Frame, e: Expr): void {
  const { code } = frame;
  if (e.kind === 'const') return scalarConstant(frame, e.type, e.value);
  if (e.kind === 'local' || e.kind === 'var') {
    code.get(localOf(frame, e.name));
    return;
  }
  if (e.type === 'index' && e.kind === 'binary') {
    const form = frame.forms.of(e);
    if (form.terms[0]?.atom !== e) return frame.pushForm(form, (atom) => push(frame, atom));
  }
  pushPlaced(frame, e);
}

function localOf(frame: Frame, name: string): number {
  const local = frame.locals.get(name);
  if (local === undefined) violated(`${name} is used before it has a value`);
  return local;
}

function pushPlaced(frame: Frame, e: Expr): void {
  const { code } = frame;
  const traits = frame.values.of(e);
  const vector = isVarying(traits);
  const home = depthOf(traits) < frame.scope.depth && !(vector && frame.isFull) ? frame.homeOf(e) : undefined;
  if (home) {
    code.get(frame.hoist(home, e, vector ? 'v128' : scalarType(e.type), () => compute(frame, e, vector)));
    return;
  }
  const kept = frame.kept?.get(e);
  if (kept !== undefined) {
    code.get(kept);
    return;
  }
  compute(frame, e, vector);
  if (!isShared(traits)) return;
  const local = frame.temporary(vector ? 'v128' : scalarType(e.type));
  (frame.kept ??= new Map()).set(e, local);
  code.tee(local);
}

function compute(frame: Frame, e: Expr, vector: boolean): void {
  if (vector) computeVector(frame, e);
  else computeScalar(frame, e);
}

function computeScalar(frame: Frame, e: Expr): void {
  const { code } = frame;
  switch (e.kind) {
    case 'const':
    case 'var':
    case 'local': return push(frame, e);
    case 'load': {
      const { dtype } = frame.place(e.buffer);
      const offset = pushAddress(frame, e.buffer, e.at);
      code.memory(loadOps[dtype], Math.log2(BYTES[dtype]), offset);
      return;
    }
    case 'unary':
      push(frame, e.x);
      if (isMath(e.op)) return callMath(frame, e, false);
      return scalarUnary(frame, e.op, e.type);
    case 'binary':
      push(frame, e.x);
      push(frame, e.y);
      return scalarBinary(frame, e.op, e.type);
    case 'compare':
      push(frame, e.x);
      push(frame, e.y);
      code.op(scalarCompare(e.op, e.x.type));
      return;
    case 'select':
      push(frame, e.yes);
      push(frame, e.no);
      push(frame, e.when);
      code.op(op.select);
      return;
    case 'cast':
      push(frame, e.x);
      return scalarCast(frame, e.x.type, e.type);
    case 'bits':
      push(frame, e.x);
      return scalarBits(frame, e.x.type, e.type);
  }
}

/** Pushes a value as a vector; a uniform one is copied to all lanes. */
export function pushVector(frame: Frame, e: Expr): void {
  if (e.kind === 'const') return pushLanes(frame, e.type, e.value);
  const traits = frame.values.of(e);
  if (isVarying(traits)) return push(frame, e);
  const { lane } = planOf(frame);
  const splat = (): void => {
    push(frame, e);
    vectorSplat(frame, e.type, lane);
  };
  const home = frame.isFull ? undefined : frame.homeOf(e);
  if (!home && e.kind === 'load' && e.type !== 'bool' && frame.dtypeOf(e.buffer) === e.type && !isShared(traits)) {
    const offset = pushAddress(frame, e.buffer, e.at);
    frame.code.memory(BYTES[e.type] === 4 ? op.v128Load32Splat : op.v128Load64Splat, Math.log2(BYTES[e.type]), offset);
    return;
  }
  if (!home) return splat();
  frame.code.get(frame.hoist(home, `splat ${frame.forms.keyOf(e)}`, 'v128', splat));
}

function pushLanes(frame: Frame, type: Expr['type'], value: number | bigint): void {
  if (frame.isFull) {
    frame.code.v128(splatBytes(type, value));
    return;
  }
  let home = frame.scope;
  while (home.parent?.parent) home = home.parent;
  const key = `lanes ${type} ${Object.is(value, -0) ? '-0' : value}`;
  frame.code.get(frame.hoist(home, key, 'v128', () => { frame.code.v128(splatBytes(type, value)); }));
}

function planOf(frame: Frame): NonNullable<Frame['plan']> {
  invariant(frame.plan, 'a vector outside of a planned loop');
  return frame.plan;
}

function computeVector(frame: Frame, e: Expr): void {
  const { code } = frame;
  switch (e.kind) {
    case 'const':
    case 'local': return push(frame, e);
    case 'var': return invariant(false, 'the variable of a planned loop has no vector');
    case 'load': {
      const apart = factorOf(frame.forms.of(e.at), planOf(frame).variable);
      if (apart !== 1) return loadApart(frame, e, apart);
      const offset = pushAddress(frame, e.buffer, e.at);
      if (e.type === 'bool') loadMask(frame, planOf(frame).lane, offset);
      else loadLanes(frame, frame.dtypeOf(e.buffer), offset);
      return;
    }
    case 'unary':
      pushVector(frame, e.x);
      if (isMath(e.op)) return callMath(frame, e, true);
      return vectorUnary(frame, e.op, e.type);
    case 'binary':
      if (frame.relaxed && e.mayFuse && e.x.kind === 'binary' && e.x.op === 'mul' && isInline(frame, e.x)) return fused(frame, e.type, e.x, e.y);
      pushVector(frame, e.x);
      if (e.op === 'shl' || e.op === 'shr') pushShift(frame, e.y);
      else pushVector(frame, e.y);
      if (e.eitherZero) return vectorExtreme(frame, e.op, e.type);
      return vectorBinary(frame, e.op, e.type);
    case 'compare':
      pushVector(frame, e.x);
      pushVector(frame, e.y);
      return vectorCompare(frame, e.op, e.x.type);
    case 'select':
      if (pushedChoice(frame, e)) return;
      pushVector(frame, e.yes);
      pushVector(frame, e.no);
      pushVector(frame, e.when);
      code.op(op.v128Bitselect);
      return;
    case 'cast':
      pushVector(frame, e.x);
      if (frame.relaxed && e.inRange && e.x.type === 'float32' && e.type === 'int32') {
        code.op(op.i32x4RelaxedTruncF32x4S);
        return;
      }
      return vectorCast(frame, e.x.type, e.type, (type, value) => pushLanes(frame, type, value));
    case 'bits': return pushVector(frame, e.x);
  }
}

function callMath(frame: Frame, e: Extract<Expr, { kind: 'unary' }>, vector: boolean): void {
  if (!frame.math) violated(`${e.op} was not expanded`);
  frame.code.with(op.call, frame.math(e, vector));
}

/** Lanes of 4 bytes that lie further apart; nothing beyond the last one is read. */
function loadApart(frame: Frame, { buffer, at }: Extract<Expr, { kind: 'load' }>, apart: number): void {
  const { code } = frame;
  if (apart === 2) {
    for (const from of [0, 3]) code.memory(op.v128Load, 2, pushAddress(frame, buffer, at) + 4 * from);
    code.shuffle([0, 2, 5, 7].flatMap((word) => [0, 1, 2, 3].map((byte) => 4 * word + byte)));
    return;
  }
  const lanes = frame.temporary('v128');
  code.memory(op.v128Load32Splat, 2, pushAddress(frame, buffer, at)).set(lanes);
  for (let lane = 1; lane < 4; lane++) {
    const offset = pushAddress(frame, buffer, at);
    code.get(lanes).memory(op.v128Load32Lane, 2, offset + 4 * apart * lane, lane);
    if (lane < 3) code.set(lanes);
  }
}

/** The smaller or the larger of two floats by one comparison, which is what one instruction does, NaN and zeros included. */
function pushedChoice(frame: Frame, { when, yes, no }: Extract<Expr, { kind: 'select' }>): boolean {
  if (when.kind !== 'compare' || when.op !== 'lt' || (when.x.type !== 'float32' && when.x.type !== 'float64')) return false;
  const [x, y] = [when.x, when.y];
  const smaller = isSame(yes, x) && isSame(no, y);
  if (!smaller && !(isSame(yes, y) && isSame(no, x))) return false;
  // pmin(a, b) is b < a ? b : a, pmax(a, b) is a < b ? b : a.
  pushVector(frame, smaller ? y : x);
  pushVector(frame, smaller ? x : y);
  const wide = x.type === 'float64';
  if (smaller) frame.code.op(wide ? op.f64x2Pmin : op.f32x4Pmin);
  else frame.code.op(wide ? op.f64x2Pmax : op.f32x4Pmax);
  return true;
}

function isSame(a: Expr, b: Expr): boolean {
  if (a === b) return true;
  if (a.kind === 'local') return b.kind === 'local' && a.name === b.name;
  return a.kind === 'const' && b.kind === 'const' && a.type === b.type && Object.is(a.value, b.value);
}

/** Whether a value is computed here and for this use alone. */
function isInline(frame: Frame, e: Expr): boolean {
  const traits = frame.values.of(e);
  return isVarying(traits) && !isShared(traits) && depthOf(traits) === frame.scope.depth;
}

function fused(frame: Frame, type: Expr['type'], product: Extract<Expr, { kind: 'binary' }>, term: Expr): void {
  pushVector(frame, product.x);
  pushVector(frame, product.y);
  pushVector(frame, term);
  frame.code.op(type === 'float32' ? op.f32x4RelaxedMadd : op.f64x2RelaxedMadd);
}

/** Vector shifts count in a scalar i32. */
function pushShift(frame: Frame, count: Expr): void {
  if (count.kind === 'const') {
    frame.code.i32(Number(count.value));
    return;
  }
  push(frame, count);
  if (count.type === 'int64') frame.code.op(op.i32WrapI64);
}

/**
 * Pushes the part of an element's address that is not known; returns the rest for the instruction's immediate,
 * which is added without wrapping. So the constant may go there only if the pushed part cannot be negative.
 */
export function pushAddress(frame: Frame, buffer: string, at: Expr): number {
  const { dtype, address } = frame.place(buffer);
  const form = scaled(frame.forms.of(at), BYTES[dtype]);
  const neverNegative = form.terms.every(({ atom, factor }) => atom.kind === 'var' && factor > 0);
  const known = neverNegative && address + form.constant >= 0;
  frame.pushForm(known ? { constant: 0, terms: form.terms } : form, (atom) => push(frame, atom));
  return known ? address + form.constant : address;
}

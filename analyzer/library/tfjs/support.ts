// What the other models share: tensors out of whatever a function accepts, shapes, and claims about ranks.
import { arith, dims, dtype, dtype_of, fresh, is_tensor, kind, must, op, rank, tensor, unknown_tensor, with_dtype } from 'dimwright';

export const FLOAT = dtype('float32');
export const INT = dtype('int32');
export const BOOL = dtype('bool');

/** 'float32' and its like, or undefined, as an element type. */
export function typeNamed(name, otherwise = FLOAT) {
  return name === undefined || name === null || typeof name !== 'string' ? otherwise : dtype(name);
}

/** Whether it is known at all: shapes and settings may come from outside of the program. */
export const isLost = (value) => kind(value) === 'unknown';

const NUMBERS = ['int', 'float', 'bool', 'condition', 'string'];

/** The extents of nested arrays, or null where they are not known. */
export function extentsOf(values) {
  const shape = [];
  let inner = values;
  while (Array.isArray(inner)) {
    shape.push(inner.length);
    if (inner.length === 0) return shape;
    inner = inner[0];
  }
  return NUMBERS.includes(kind(inner)) ? shape : null;
}

export function product(shape) {
  let n = 1;
  for (let i = 0; i < shape.length; i++) n *= shape[i];
  return n;
}

/** A tensor, a number, a truth value or (nested) arrays of them. */
export function asTensor(x, as = undefined) {
  if (is_tensor(x)) return x;
  const k = kind(x);
  if (k === 'int' || k === 'float') return tensor([], as ?? FLOAT);
  if (k === 'bool' || k === 'condition') return tensor([], BOOL);
  if (k === 'string') return tensor([], dtype('string'));
  if (k === 'list' || k === 'tuple') {
    if (x.length > 0 && is_tensor(x[0])) return unknown_tensor('an array of tensors where one tensor is expected');
    const shape = extentsOf(x);
    return shape === null ? unknown_tensor('an array of values that are not known', as ?? FLOAT) : tensor(shape, as ?? FLOAT);
  }
  return unknown_tensor('an argument that is not known');
}

/** Tensors of an array of tensors. */
export const asTensors = (list) => (Array.isArray(list) ? list.map((x) => asTensor(x)) : [asTensor(list)]);

/** A new tensor of the same shape. */
export function like(x, as = undefined) {
  const d = dims(x);
  const t = as ?? dtype_of(x);
  return d === null ? unknown_tensor('a tensor of unknown shape', t) : tensor(d, t);
}

/** Integers and truth values are taken as floats. */
export function floating(x) {
  const t = dtype_of(x);
  return t === null || isLost(t) || t === FLOAT ? x : with_dtype(x, FLOAT);
}

/** Truth values are counted as integers. */
export const numeric = (x) => (dtype_of(asTensor(x)) === BOOL ? with_dtype(asTensor(x), INT) : asTensor(x));

/** The axis counted from 0, or null where the rank is not known; one that does not exist is a mistake. */
export function axisOf(x, axis) {
  const r = rank(x);
  if (r === null || isLost(axis)) return null;
  if (!must('Axis/range', axis >= -r && axis < r, { axis, rank: r, x })) return null;
  return axis < 0 ? axis + r : axis;
}

/** True where the rank is what is asked for, or is not known. */
export function hasRank(x, expected, what) {
  const r = rank(x);
  return r === null ? false : must('Tensor/rank', r === expected, { what, expected, rank: r, x });
}

export const pairOf = (n, count) => (Array.isArray(n) ? n : Array(count).fill(n));

/** Two operands of any kind, one result of the broadcast shape. */
export const combine = (name, a, b) => arith(name, asTensor(a), asTensor(b));

export const someSize = (name) => fresh(name, 0);
export const batchSize = () => fresh('batch', 1);
export { op };

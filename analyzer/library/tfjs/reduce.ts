// Along axes: sums, means, extremes, positions, and normalised exponentials.
import { dims, dtype_of, must, op, rank, tensor, unknown_tensor, with_dtype } from 'dimwright';
import { BOOL, FLOAT, INT, asTensor, axisOf, floating, isLost, like, numeric } from 'tfjs/support';

function reduced(name, x, axis, keepDims) {
  const t = asTensor(x);
  if (isLost(axis)) return unknown_tensor('a reduction along unknown axes', dtype_of(t));
  if (rank(t) === 0) return like(t);
  if (axis === undefined || axis === null) return op[name](t, { keepdims: keepDims });
  return op[name](t, { axes: Array.isArray(axis) ? axis : [axis], keepdims: keepDims });
}

export const sum = (x, axis, keepDims = false) => reduced('ReduceSum', numeric(x), axis, keepDims);
export const mean = (x, axis, keepDims = false) => reduced('ReduceMean', floating(asTensor(x)), axis, keepDims);
export const max = (x, axis, keepDims = false) => reduced('ReduceMax', asTensor(x), axis, keepDims);
export const min = max;
export const prod = sum;
export const any = (x, axis, keepDims = false) => with_dtype(sum(x, axis, keepDims), BOOL);
export const all = any;
export const logSumExp = mean;
export const euclideanNorm = mean;
export const norm = (x, order, axis, keepDims = false) => mean(x, axis, keepDims);

export function moments(x, axis, keepDims = false) {
  const average = mean(x, axis, keepDims);
  return { mean: average, variance: like(average) };
}

function positionAlong(x, axis = 0) {
  return with_dtype(op.ArgMax(asTensor(x), { axis, keepdims: false }), INT);
}
export const argMax = positionAlong;
export const argMin = positionAlong;

export function cumsum(x, axis = 0) {
  const t = numeric(x);
  axisOf(t, axis);
  return like(t);
}
export const cumprod = cumsum;

/** Only along the last axis. */
function normalised(name, x, axis) {
  const t = floating(asTensor(x));
  const r = rank(t);
  if (r !== null && !isLost(axis) && !must('Softmax/last', axis === -1 || axis === r - 1, { axis, rank: r, x: t })) return unknown_tensor('a mistake before', FLOAT);
  return op[name](t, { axis });
}

export const softmax = (x, axis = -1) => normalised('Softmax', x, axis);
export const logSoftmax = (x, axis = -1) => normalised('LogSoftmax', x, axis);

export function topk(x, k = 1) {
  const t = asTensor(x);
  const d = dims(t);
  if (d === null) return { values: unknown_tensor('the largest entries'), indices: unknown_tensor('the largest entries', INT) };
  const last = d[d.length - 1];
  must('TopK/count', k <= last, { k, extent: last, x: t });
  const shape = [...d.slice(0, -1), k];
  return { values: tensor(shape, dtype_of(t)), indices: tensor(shape, INT) };
}

export const confusionMatrix = (labels, predictions, classes) => tensor([classes, classes], INT);
export const bincount = (x, weights, size) => tensor([size], FLOAT);

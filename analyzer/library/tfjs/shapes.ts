// Moving elements: reshape, transpose, join, cut, repeat, pick.
import { dims, dtype_of, fresh, is_tensor, known, must, op, rank, tensor, unknown, unknown_tensor, with_dtype } from 'dimwright';
import { INT, asTensor, asTensors, axisOf, isLost, like } from 'tfjs/support';

const lost = (x, why) => unknown_tensor(why, dtype_of(x));

export function reshape(x, shape) {
  const t = asTensor(x);
  return isLost(shape) ? lost(t, 'a shape that is not known') : op.Reshape(t, { shape });
}

export const flatten = (x) => reshape(x, [-1]);
export const as1D = flatten;
export const as2D = (x, a, b) => reshape(x, [a, b]);
export const as3D = (x, a, b, c) => reshape(x, [a, b, c]);
export const as4D = (x, a, b, c, d) => reshape(x, [a, b, c, d]);
export const asScalar = (x) => reshape(x, []);
export const reshapeAs = (x, other) => reshape(x, other.shape);

export function transpose(x, perm) {
  const t = asTensor(x);
  if (perm === undefined || perm === null) return op.Transpose(t);
  return isLost(perm) ? lost(t, 'a permutation that is not known') : op.Transpose(t, { perm });
}

export function squeeze(x, axis) {
  const t = asTensor(x);
  if (isLost(axis)) return lost(t, 'axes that are not known');
  if (axis === undefined || axis === null) return op.Squeeze(t);
  return op.Squeeze(t, { axes: Array.isArray(axis) ? axis : [axis] });
}

export function expandDims(x, axis = 0) {
  const t = asTensor(x);
  return isLost(axis) ? lost(t, 'an axis that is not known') : op.Unsqueeze(t, { axes: [axis] });
}

export const broadcastTo = (x, shape) => (isLost(shape) ? lost(asTensor(x), 'a shape that is not known') : op.Expand(asTensor(x), { shape }));

export function tile(x, times) {
  const t = asTensor(x);
  const d = dims(t);
  if (d === null || isLost(times)) return lost(t, 'a tensor repeated an unknown number of times');
  if (!must('Tile/axes', times.length === d.length, { given: times.length, rank: d.length, x: t })) return lost(t, 'a mistake before');
  return tensor(d.map((extent, i) => extent * times[i]), dtype_of(t));
}

export function reverse(x, axis) {
  const t = asTensor(x);
  for (const one of Array.isArray(axis) ? axis : axis === undefined ? [] : [axis]) axisOf(t, one);
  return like(t);
}

// ------------------------------------------------------------------------------------------------------- joining

const isListLost = (list) => isLost(list) || !Array.isArray(list);

/** Parts are taken as what the first one is: nothing asks whether they are. */
export function concat(tensors, axis = 0) {
  if (is_tensor(tensors)) return tensors;
  if (isListLost(tensors)) return unknown_tensor('tensors that are not known');
  const parts = asTensors(tensors);
  if (!known(parts.length)) return joinedAlong(parts[0], axis);
  return parts.length === 0 ? unknown_tensor('nothing joined') : op.Concat(...parts.map((part) => with_dtype(part, dtype_of(parts[0]))), { axis });
}
/** An unknown number of tensors like this one. */
function joinedAlong(x, axis) {
  const at = x === undefined ? null : axisOf(x, axis);
  return at === null ? unknown_tensor('tensors of unknown number') : resized(x, at, fresh('joined'));
}
export const concat1d = (tensors) => concat(tensors, 0);
export const concat2d = concat;
export const concat3d = concat;
export const concat4d = concat;

export function stack(tensors, axis = 0) {
  if (isListLost(tensors)) return unknown_tensor('tensors that are not known');
  const parts = asTensors(tensors);
  const [first] = parts;
  for (const part of parts) {
    if (rank(part) === null || rank(first) === null) continue;
    must('Stack/shapes', part.shape.length === first.shape.length && part.shape.every((n, i) => n === first.shape[i]), { a: first, b: part });
  }
  const d = first === undefined ? null : dims(first);
  if (d === null) return unknown_tensor('a stack');
  const at = axis < 0 ? axis + d.length + 1 : axis;
  return tensor([...d.slice(0, at), tensors.length, ...d.slice(at)], dtype_of(first));
}

// ------------------------------------------------------------------------------------------------------- cutting

export function split(x, pieces, axis = 0) {
  const t = asTensor(x);
  const at = axisOf(t, axis);
  if (at === null || isLost(pieces)) return unknown('pieces of a tensor');
  const d = dims(t);
  const extent = d[at];
  if (Array.isArray(pieces)) {
    const total = pieces.reduce((sum, n) => sum + n, 0);
    must('Split/total', total === extent || pieces.includes(-1), { sum: total, axis: at, extent, x: t });
    const rest = extent - pieces.reduce((sum, n) => (n === -1 ? sum : sum + n), 0);
    return pieces.map((n) => resized(t, at, n === -1 ? rest : n));
  }
  must('Split/equal', extent % pieces === 0, { extent, axis: at, pieces, x: t });
  return Array.from({ length: pieces }, () => resized(t, at, Math.floor(extent / pieces)));
}

function resized(x, axis, extent) {
  const d = dims(x);
  return tensor([...d.slice(0, axis), extent, ...d.slice(axis + 1)], dtype_of(x));
}

export function unstack(x, axis = 0) {
  const t = asTensor(x);
  const at = axisOf(t, axis);
  if (at === null) return unknown('pieces of a tensor');
  const d = dims(t);
  return Array.from({ length: d[at] }, () => tensor([...d.slice(0, at), ...d.slice(at + 1)], dtype_of(t)));
}

/** Unlike other libraries this one refuses what reaches past the end. A size of -1, or none, takes the rest. */
export function slice(x, begin, size) {
  const t = asTensor(x);
  const d = dims(t);
  if (d === null || isLost(begin) || isLost(size)) return lost(t, 'a part with unknown bounds');
  const starts = Array.isArray(begin) ? begin : [begin];
  const sizes = size === undefined || size === null ? [] : Array.isArray(size) ? size : [size];
  if (!must('Slice/axes', starts.length <= d.length && sizes.length <= d.length, { given: Math.max(starts.length, sizes.length), rank: d.length, x: t })) return lost(t, 'a mistake before');
  let fits = true;
  const shape = d.map((extent, axis) => {
    const start = starts[axis] ?? 0;
    const n = sizes[axis] ?? -1;
    const taken = n === -1 ? extent - start : n;
    if (!must('Slice/range', start >= 0 && start + taken <= extent, { axis, start, size: taken, end: start + taken, extent, x: t })) fits = false;
    return taken;
  });
  return fits ? tensor(shape, dtype_of(t)) : lost(t, 'a mistake before');
}
export const slice1d = slice;
export const slice2d = slice;
export const slice3d = slice;
export const slice4d = slice;

export function stridedSlice(x, begin, end, strides) {
  const t = asTensor(x);
  const d = dims(t);
  return d === null ? lost(t, 'a strided slice') : tensor(d.map(() => fresh('size')), dtype_of(t));
}

export function gather(x, indices, axis = 0) {
  const t = asTensor(x);
  const at = asTensor(indices, INT);
  const type = dtype_of(at);
  if (type !== null && !isLost(type)) must('Gather/dtype', type === INT, { dtype: type, indices: at });
  return op.Gather(t, with_dtype(at, INT), { axis });
}

export function gatherND(x, indices) {
  const [d, i] = [dims(asTensor(x)), dims(asTensor(indices))];
  return d === null || i === null ? lost(x, 'gathered entries') : tensor([...i.slice(0, -1), ...d.slice(i[i.length - 1])], dtype_of(x));
}

export function booleanMaskAsync(x) {
  const d = dims(x);
  return d === null ? lost(x, 'entries that a mask selects') : tensor([fresh('selected'), ...d.slice(1)], dtype_of(x));
}

export const whereAsync = (condition) => tensor([fresh('selected'), rank(condition) ?? fresh('rank')], INT);

export function pad(x, paddings) {
  const t = asTensor(x);
  const d = dims(t);
  if (d === null || isLost(paddings)) return lost(t, 'unknown padding');
  if (!must('Pad/pads', paddings.length === d.length, { given: paddings.length, expected: d.length, x: t })) return lost(t, 'a mistake before');
  return op.Pad(t, null, { pads: [...paddings.map(([before]) => before), ...paddings.map(([, after]) => after)] });
}
export const pad1d = (x, paddings) => pad(x, [paddings]);
export const pad2d = pad;
export const pad3d = pad;
export const pad4d = pad;
export const mirrorPad = pad;

export const setdiff1dAsync = (x) => [tensor([fresh('left')], dtype_of(x)), tensor([fresh('left')], INT)];
export const unique = (x) => ({ values: tensor([fresh('unique')], dtype_of(x)), indices: tensor(dims(x) ?? [fresh('size')], INT) });

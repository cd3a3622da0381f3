// Tensors out of values: how many values there are has to fit the shape.
import { dims, dtype_of, fresh, is_tensor, must, op, parameter, rank, tensor as make, unknown_tensor } from 'dimwright';
import { BOOL, FLOAT, INT, asTensor, extentsOf, isLost, like, product, typeNamed } from 'tfjs/support';

/** Element types of values that do not say: truth values make a bool tensor, everything else a float one. */
function typeOf(values, type) {
  if (typeof type === 'string') return typeNamed(type);
  let inner = values;
  while (Array.isArray(inner) && inner.length > 0) inner = inner[0];
  return typeof inner === 'boolean' ? BOOL : FLOAT;
}

/** Rows of different lengths. */
function checkRows(values) {
  if (!Array.isArray(values) || !(values.length > 1) || !Array.isArray(values[0])) return;
  const { length } = values[0];
  for (const row of values) if (Array.isArray(row)) must('Tensor/ragged', row.length === length, { given: row.length, expected: length });
}

function fromValues(values, shape, type, ranks, name) {
  if (is_tensor(values)) return values;
  const inferred = extentsOf(values);
  const as = typeOf(values, type);
  if (inferred !== null) checkRows(values);
  if (shape === undefined || shape === null) {
    if (inferred === null) return unknownOfRank(ranks, as);
    if (ranks !== undefined && !must('Tensor/rank', inferred.length === ranks, { what: name, expected: ranks, rank: inferred.length })) return unknown_tensor('a mistake before', as);
    return make(inferred, as);
  }
  if (isLost(shape)) return unknownOfRank(ranks, as);
  if (ranks !== undefined && !must('Tensor/rank', shape.length === ranks, { what: name, expected: ranks, rank: shape.length })) return unknown_tensor('a mistake before', as);
  if (inferred !== null) {
    const [given, expected] = [product(inferred), product(shape)];
    if (!must('Tensor/values', given === expected, { given, expected, shape })) return unknown_tensor('a mistake before', as);
  }
  return make(shape, as);
}

/** The rank is all that the function's name says. */
const unknownOfRank = (ranks, as) => (ranks === undefined ? unknown_tensor('values that are not known', as) : make(Array.from({ length: ranks }, () => fresh('size')), as));

export const tensor = (values, shape, type) => fromValues(values, shape, type, undefined, 'tensor');
export const tensor1d = (values, type) => fromValues(values, undefined, type, 1, 'tensor1d');
export const tensor2d = (values, shape, type) => fromValues(values, shape, type, 2, 'tensor2d');
export const tensor3d = (values, shape, type) => fromValues(values, shape, type, 3, 'tensor3d');
export const tensor4d = (values, shape, type) => fromValues(values, shape, type, 4, 'tensor4d');
export const tensor5d = (values, shape, type) => fromValues(values, shape, type, 5, 'tensor5d');
export const tensor6d = (values, shape, type) => fromValues(values, shape, type, 6, 'tensor6d');
export const scalar = (value, type) => make([], typeOf(value, type));

const ofShape = (shape, type) => (isLost(shape) ? unknown_tensor('a shape that is not known', typeNamed(type)) : make(Array.isArray(shape) ? shape : [shape], typeNamed(type)));

export const zeros = (shape, type) => ofShape(shape, type);
export const ones = (shape, type) => ofShape(shape, type);
export const fill = (shape, value, type) => ofShape(shape, type);
export const randomNormal = (shape, mean, deviation, type) => ofShape(shape, type);
export const truncatedNormal = (shape, mean, deviation, type) => ofShape(shape, type);
export const randomStandardNormal = (shape, type) => ofShape(shape, type);
export const randomUniform = (shape, low, high, type) => ofShape(shape, type);
export const randomUniformInt = (shape, low, high) => ofShape(shape, 'int32');
export const randomGamma = (shape, alpha, beta, type) => ofShape(shape, type);
export const rand = (shape, f, type) => ofShape(shape, type);
export const zerosLike = (x) => like(asTensor(x));
export const onesLike = (x) => like(asTensor(x));
export const clone = (x) => like(asTensor(x));

export function range(start, stop, step = 1, type = 'float32') {
  // Counting down is what a range does by itself where it has to.
  const by = step === 1 && stop < start ? -1 : step;
  const extent = Math.ceil((stop - start) / by);
  return make([typeof extent === 'number' && !isLost(extent) ? Math.max(0, extent) : fresh('size')], typeNamed(type));
}

export const linspace = (start, stop, count) => make([count], FLOAT);
export const eye = (rows, columns = rows, batch = [], type = 'float32') => make([...batch, rows, columns], typeNamed(type));
export const diag = (x) => {
  const d = dims(asTensor(x));
  return d === null ? unknown_tensor('a diagonal') : make([...d, ...d], dtype_of(x));
};

export function oneHot(indices, depth, on, off, type = 'int32') {
  const x = asTensor(indices, INT);
  const d = dims(x);
  return d === null ? unknown_tensor('classes of unknown number', typeNamed(type)) : make([...d, depth], typeNamed(type));
}

export function variable(initial) {
  return parameter(asTensor(initial));
}

export function multinomial(logits, count) {
  const d = dims(logits);
  return d === null ? unknown_tensor('samples', INT) : make(d.length === 1 ? [count] : [d[0], count], INT);
}

class TensorBuffer {
  shape;
  dtype;
  constructor(shape, type) {
    this.shape = shape;
    this.dtype = type;
    this.size = product(shape);
    this.values = new Float32Array(this.size);
  }
  set() {}
  get() { return Math.random(); }
  toTensor() { return make(this.shape, typeNamed(this.dtype)); }
}

export const buffer = (shape, type = 'float32') => new TensorBuffer(shape, type);
export const rankOf = (x) => rank(x);

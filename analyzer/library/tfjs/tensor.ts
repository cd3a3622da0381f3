// The class of tensors: properties, what leads out of them, and every function of tf.* that is a method, too.
import { dims, dtype_of, rank, unknown } from 'dimwright';
import * as ops from 'tfjs/ops';
import { BOOL, FLOAT, INT, product } from 'tfjs/support';

/** Arrays in arrays, for the extents from one on. */
function nested(shape, from) {
  if (from === shape.length) return Math.random();
  if (from === shape.length - 1) return new Float32Array(shape[from]);
  return Array(shape[from]).fill(nested(shape, from + 1));
}

const numbersOf = (x) => {
  const d = dims(x);
  return d === null ? unknown('the numbers of a tensor of unknown shape', x) : new Float32Array(product(d));
};

export class Tensor {
  get shape() {
    const d = dims(this);
    return d === null ? unknown('the shape of a tensor of unknown rank', this) : d;
  }
  get rank() { return rank(this) ?? unknown('a rank', this); }
  get rankType() { return unknown('a rank', this); }
  get size() {
    const d = dims(this);
    return d === null ? unknown('the size of a tensor of unknown rank', this) : product(d);
  }
  get dtype() { return nameOf(dtype_of(this)); }
  get id() { return Math.random(); }
  get isDisposed() { return false; }
  get strides() { return unknown('strides'); }

  dataSync() { return numbersOf(this); }
  data() { return numbersOf(this); }
  arraySync() {
    const d = dims(this);
    return d === null ? unknown('the numbers of a tensor of unknown shape', this) : nested(d, 0);
  }
  array() { return this.arraySync(); }
  buffer() { return ops.buffer(this.shape); }
  bufferSync() { return ops.buffer(this.shape); }
  print() {}
  dispose() {}
  toString() { return String(Math.random()); }
  assign() {}
  asType(type) { return ops.cast(this, type); }
  toInt() { return ops.cast(this, 'int32'); }
  toBool() { return ops.cast(this, 'bool'); }
  where(condition, b) { return ops.where(condition, this, b); }
  concat(others, axis) { return ops.concat([this, ...(Array.isArray(others) ? others : [others])], axis); }
  resizeBilinear(size) { return ops.image.resizeBilinear(this, size); }
  resizeNearestNeighbor(size) { return ops.image.resizeNearestNeighbor(this, size); }
}

const NAMES = [[FLOAT, 'float32'], [INT, 'int32'], [BOOL, 'bool']];
const nameOf = (type) => NAMES.find(([known]) => known === type)?.[1] ?? unknown('an element type');

for (const name of ['abs', 'acos', 'add', 'all', 'any', 'argMax', 'argMin', 'as1D', 'as2D', 'as3D', 'as4D', 'asScalar', 'asin', 'atan', 'atan2', 'avgPool',
  'batchNorm', 'broadcastTo', 'cast', 'ceil', 'clipByValue', 'clone', 'conv1d', 'conv2d', 'conv2dTranspose', 'cos', 'cosh', 'cumprod', 'cumsum', 'depthwiseConv2d', 'div',
  'divNoNan', 'dot', 'elu', 'equal', 'erf', 'euclideanNorm', 'exp', 'expandDims', 'expm1', 'flatten', 'floor', 'floorDiv', 'gather', 'greater', 'greaterEqual', 'isFinite',
  'isInf', 'isNaN', 'leakyRelu', 'less', 'lessEqual', 'localResponseNormalization', 'log', 'log1p', 'logSigmoid', 'logSoftmax', 'logSumExp', 'logicalAnd', 'logicalNot',
  'logicalOr', 'logicalXor', 'matMul', 'max', 'maxPool', 'maximum', 'mean', 'min', 'minimum', 'mirrorPad', 'mod', 'mul', 'neg', 'norm', 'notEqual', 'oneHot', 'onesLike',
  'pad', 'pool', 'pow', 'prelu', 'prod', 'reciprocal', 'relu', 'relu6', 'reshape', 'reshapeAs', 'reverse', 'round', 'rsqrt', 'selu', 'separableConv2d', 'sigmoid', 'sign',
  'sin', 'sinh', 'slice', 'softmax', 'softplus', 'split', 'sqrt', 'square', 'squaredDifference', 'squeeze', 'step', 'stridedSlice', 'sub', 'sum', 'tan', 'tanh',
  'tile', 'toFloat', 'topk', 'transpose', 'unique', 'unstack', 'zerosLike']) {
  Tensor[name] = function (...rest) { return ops[name](this, ...rest); };
}
Tensor.stack = function (other, axis) { return ops.stack(Array.isArray(other) ? [this, ...other] : [this, other], axis); };

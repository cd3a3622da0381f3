// tf.layers: each layer says how many axes it takes and what it makes of them, by the same operators as tf.*.
import { dims, dtype_of, fresh, must, tensor, unknown_tensor } from 'dimwright';
import { add, maximum, minimum, mul, sub } from 'tfjs/elementwise';
import { conv1d, conv2d, conv3d, depthwiseConv2d, pooled, separableConv2d } from 'tfjs/images';
import { Layer, input, takes } from 'tfjs/layer';
import { matMul } from 'tfjs/matrix';
import { max, mean } from 'tfjs/reduce';
import { concat, reshape, transpose } from 'tfjs/shapes';
import { FLOAT, floating, isLost, like, pairOf } from 'tfjs/support';

const last = (x) => {
  const d = dims(x);
  return d[d.length - 1];
};
const lost = (why) => unknown_tensor(why, FLOAT);

class Dense extends Layer {
  runs(x) {
    const d = dims(x);
    if (d === null) return lost('a layer on a tensor of unknown rank');
    if (!must('Layer/rank', d.length >= 2, { layer: 'dense', expected: 2, rank: d.length, x })) return lost('a mistake before');
    this.kernel ??= tensor([last(x), this.config.units], FLOAT);
    return matMul(x, this.kernel);
  }
}

/** Same shape out as in. */
class Same extends Layer {
  runs(x) { return like(floating(x)); }
}

const paddingOf = ({ padding }) => padding ?? 'valid';

class Conv extends Layer {
  axes;
  constructor(config, axes) {
    super(config);
    this.axes = axes;
  }
  runs(x) {
    const { filters, kernelSize, strides, dilationRate, dataFormat } = this.config;
    if (!takes(`conv${this.axes}d`, x, this.axes + 2)) return lost('a convolution');
    const d = dims(x);
    const channels = dataFormat === 'channelsFirst' ? d[1] : d[d.length - 1];
    this.kernel ??= tensor([...pairOf(kernelSize, this.axes), channels, filters], FLOAT);
    const run = this.axes === 1 ? conv1d : this.axes === 2 ? conv2d : conv3d;
    return run(x, this.kernel, strides ?? 1, paddingOf(this.config), dataFormat, dilationRate ?? 1);
  }
}

class DepthwiseConv2d extends Layer {
  runs(x) {
    const { kernelSize, strides, depthMultiplier, dilationRate, dataFormat } = this.config;
    if (!takes('depthwiseConv2d', x, 4)) return lost('a convolution');
    this.kernel ??= tensor([...pairOf(kernelSize, 2), last(x), depthMultiplier ?? 1], FLOAT);
    return depthwiseConv2d(x, this.kernel, strides ?? 1, paddingOf(this.config), dataFormat, dilationRate ?? 1);
  }
}

class SeparableConv2d extends Layer {
  runs(x) {
    const { filters, kernelSize, strides, depthMultiplier } = this.config;
    if (!takes('separableConv2d', x, 4)) return lost('a convolution');
    this.depthwise ??= tensor([...pairOf(kernelSize, 2), last(x), depthMultiplier ?? 1], FLOAT);
    this.pointwise ??= tensor([1, 1, last(x) * (depthMultiplier ?? 1), filters], FLOAT);
    return separableConv2d(x, this.depthwise, this.pointwise, strides ?? 1, paddingOf(this.config));
  }
}

class Conv2dTranspose extends Layer {
  runs(x) {
    const { filters, kernelSize, strides } = this.config;
    if (!takes('conv2dTranspose', x, 4)) return lost('a transposed convolution');
    const [n, h, w] = dims(x);
    const [kernel, stride] = [pairOf(kernelSize, 2), pairOf(strides ?? 1, 2)];
    const grown = (extent, i) => (paddingOf(this.config) === 'same' ? extent * stride[i] : extent * stride[i] + Math.max(kernel[i] - stride[i], 0));
    return tensor([n, grown(h, 0), grown(w, 1), filters], FLOAT);
  }
}

class Pooling extends Layer {
  operator;
  axes;
  constructor(config, operator, axes) {
    super(config);
    this.operator = operator;
    this.axes = axes;
  }
  runs(x) {
    const { poolSize, strides, dataFormat } = this.config;
    if (!takes(`pooling${this.axes}d`, x, this.axes + 2)) return lost('a pooling');
    return pooled(this.operator, x, poolSize ?? 2, strides ?? poolSize ?? 2, paddingOf(this.config), this.axes, dataFormat);
  }
}

class GlobalPooling extends Layer {
  reduce;
  axes;
  constructor(config, reduce, axes) {
    super(config);
    this.reduce = reduce;
    this.axes = axes;
  }
  runs(x) {
    if (!takes(`globalPooling${this.axes}d`, x, this.axes + 2)) return lost('a pooling');
    return this.reduce(x, this.axes === 1 ? 1 : [1, 2]);
  }
}

class Flatten extends Layer {
  runs(x) {
    const d = dims(x);
    if (d === null) return lost('a tensor of unknown rank, made flat');
    return tensor([d[0], d.slice(1).reduce((n, extent) => n * extent, 1)], dtype_of(x));
  }
}

class Reshape extends Layer {
  runs(x) {
    const d = dims(x);
    const { targetShape } = this.config;
    if (d === null || isLost(targetShape)) return lost('a reshape');
    return reshape(x, [d[0], ...targetShape.map((n) => (n === null || n === undefined ? -1 : n))]);
  }
}

class Permute extends Layer {
  runs(x) { return transpose(x, [0, ...this.config.dims]); }
}

class RepeatVector extends Layer {
  runs(x) {
    if (!takes('repeatVector', x, 2)) return lost('a repeated vector');
    const [n, width] = dims(x);
    return tensor([n, this.config.n, width], FLOAT);
  }
}

class BatchNormalization extends Layer {
  runs(x) {
    const d = dims(x);
    if (d === null) return lost('a tensor of unknown rank');
    const axis = this.config.axis ?? -1;
    const c = d[axis < 0 ? axis + d.length : axis];
    this.channels ??= c;
    must('BatchNormalization/scale', c === this.channels, { c, s: this.channels, x });
    return like(x);
  }
}

class Embedding extends Layer {
  get ownInput() {
    if (this.config.inputShape !== undefined || this.config.batchInputShape !== undefined) return super.ownInput;
    return [fresh('batch', 1), this.config.inputLength ?? fresh('steps', 1)];
  }
  runs(x) {
    const d = dims(x);
    return d === null ? lost('an embedding') : tensor([...d, this.config.outputDim], FLOAT);
  }
}

class Recurrent extends Layer {
  states;
  constructor(config, states) {
    super(config);
    this.states = states;
  }
  runs(x) {
    if (!takes('a recurrent layer', x, 3)) return lost('a recurrent layer');
    const [n, steps, width] = dims(x);
    this.width ??= width;
    must('RNN/input', width === this.width, { given: width, expected: this.width, x });
    const { units, returnSequences, returnState } = this.config;
    const out = tensor(returnSequences ? [n, steps, units] : [n, units], FLOAT);
    return returnState ? [out, ...Array.from({ length: this.states }, () => tensor([n, units], FLOAT))] : out;
  }
}

class Bidirectional extends Layer {
  runs(x) {
    const { layer, mergeMode } = this.config;
    const out = layer.run(x);
    const d = dims(out);
    if (d === null || (mergeMode !== undefined && mergeMode !== 'concat')) return out;
    return tensor([...d.slice(0, -1), 2 * d[d.length - 1]], FLOAT);
  }
}

class TimeDistributed extends Layer {
  runs(x) {
    const d = dims(x);
    if (d === null) return lost('a layer over time');
    if (!must('Layer/rank', d.length >= 3, { layer: 'timeDistributed', expected: 3, rank: d.length, x })) return lost('a mistake before');
    const inner = dims(this.config.layer.run(tensor([d[0] * d[1], ...d.slice(2)], dtype_of(x))));
    return inner === null ? lost('a layer over time') : tensor([d[0], d[1], ...inner.slice(1)], FLOAT);
  }
}

/** Several inputs, one output. */
class Merge extends Layer {
  merge;
  constructor(config, merge) {
    super(config);
    this.merge = merge;
  }
  runsAll(xs) { return xs.slice(1).reduce((all, x) => this.merge(all, x), xs[0]); }
}

class Concatenate extends Layer {
  runsAll(xs) { return concat(xs, this.config.axis ?? -1); }
}

class Dot extends Layer {
  runsAll(xs) { return lost('a dot layer'); }
}

class Padding extends Layer {
  change;
  constructor(config, change) {
    super(config);
    this.change = change;
  }
  runs(x) {
    if (!takes('a layer on images', x, 4)) return lost('an image');
    const [n, h, w, c] = dims(x);
    const [grownH, grownW] = this.change(this.config, h, w);
    return tensor([n, grownH, grownW, c], dtype_of(x));
  }
}

/** One number, one for each axis, or [before, after] for each. */
const ends = (n) => pairOf(n ?? 1, 2).map((one) => pairOf(one, 2));
const padded = ({ padding }, h, w) => {
  const [[top, bottom], [left, right]] = ends(padding);
  return [h + top + bottom, w + left + right];
};
const cropped = ({ cropping }, h, w) => {
  const [[top, bottom], [left, right]] = ends(cropping);
  return [h - top - bottom, w - left - right];
};
const scaled = ({ size }, h, w) => {
  const [a, b] = pairOf(size ?? 2, 2);
  return [h * a, w * b];
};

class InputLayer extends Layer {
  runs(x) { return x; }
}

const same = (config) => new Same(config);

export const layers = {
  Layer,
  input: (config) => input(config),
  inputLayer: (config) => new InputLayer(config),
  dense: (config) => new Dense(config),
  conv1d: (config) => new Conv(config, 1),
  conv2d: (config) => new Conv(config, 2),
  conv3d: (config) => new Conv(config, 3),
  conv2dTranspose: (config) => new Conv2dTranspose(config),
  depthwiseConv2d: (config) => new DepthwiseConv2d(config),
  separableConv2d: (config) => new SeparableConv2d(config),
  maxPooling1d: (config = {}) => new Pooling(config, 'MaxPool', 1),
  maxPooling2d: (config = {}) => new Pooling(config, 'MaxPool', 2),
  maxPool1d: (config = {}) => new Pooling(config, 'MaxPool', 1),
  maxPool2d: (config = {}) => new Pooling(config, 'MaxPool', 2),
  maxPooling3d: (config = {}) => new Pooling(config, 'MaxPool', 3),
  averagePooling1d: (config = {}) => new Pooling(config, 'AveragePool', 1),
  averagePooling2d: (config = {}) => new Pooling(config, 'AveragePool', 2),
  averagePooling3d: (config = {}) => new Pooling(config, 'AveragePool', 3),
  avgPool1d: (config = {}) => new Pooling(config, 'AveragePool', 1),
  avgPool2d: (config = {}) => new Pooling(config, 'AveragePool', 2),
  globalAveragePooling1d: (config) => new GlobalPooling(config, mean, 1),
  globalAveragePooling2d: (config) => new GlobalPooling(config, mean, 2),
  globalMaxPooling1d: (config) => new GlobalPooling(config, max, 1),
  globalMaxPooling2d: (config) => new GlobalPooling(config, max, 2),
  globalMaxPool1d: (config) => new GlobalPooling(config, max, 1),
  globalMaxPool2d: (config) => new GlobalPooling(config, max, 2),
  flatten: (config) => new Flatten(config),
  reshape: (config) => new Reshape(config),
  permute: (config) => new Permute(config),
  repeatVector: (config) => new RepeatVector(config),
  batchNormalization: (config) => new BatchNormalization(config),
  embedding: (config) => new Embedding(config),
  lstm: (config) => new Recurrent(config, 2),
  gru: (config) => new Recurrent(config, 1),
  simpleRNN: (config) => new Recurrent(config, 1),
  bidirectional: (config) => new Bidirectional(config),
  timeDistributed: (config) => new TimeDistributed(config),
  concatenate: (config = {}) => new Concatenate(config),
  add: (config) => new Merge(config, add),
  multiply: (config) => new Merge(config, mul),
  average: (config) => new Merge(config, add),
  maximum: (config) => new Merge(config, maximum),
  minimum: (config) => new Merge(config, minimum),
  subtract: (config) => new Merge(config, sub),
  dot: (config) => new Dot(config),
  zeroPadding2d: (config = {}) => new Padding(config, padded),
  cropping2D: (config) => new Padding(config, cropped),
  upSampling2d: (config = {}) => new Padding(config, scaled),
  dropout: same, spatialDropout1d: same, gaussianDropout: same, gaussianNoise: same, alphaDropout: same, activation: same, reLU: same, leakyReLU: same,
  prelu: same, elu: same, softmax: same, thresholdedReLU: same, layerNormalization: same, masking: same,
};

const nothing = () => ({});
export const initializers = { zeros: nothing, ones: nothing, constant: nothing, randomNormal: nothing, randomUniform: nothing, truncatedNormal: nothing, glorotNormal: nothing, glorotUniform: nothing, heNormal: nothing, heUniform: nothing, leCunNormal: nothing, leCunUniform: nothing, orthogonal: nothing, identity: nothing, varianceScaling: nothing };
export const regularizers = { l1: nothing, l2: nothing, l1l2: nothing };
export const constraints = { maxNorm: nothing, unitNorm: nothing, nonNeg: nothing, minMaxNorm: nothing };
export const callbacks = { earlyStopping: nothing };

// What all layers are: built once from the shape of what they first see, then called. A symbolic tensor remembers how
// it was computed, so that a model can compute it again from data.
import { dims, fresh, is_tensor, must, rank, tensor, unknown, unknown_tensor } from 'dimwright';
import { FLOAT, INT, asTensor, batchSize, isLost, typeNamed } from 'tfjs/support';

export class SymbolicTensor {
  /** A tensor whose batch is some size. */
  value;
  layer;
  inputs;
  constructor(value, layer, inputs) {
    this.value = value;
    this.layer = layer;
    this.inputs = inputs;
  }
  get shape() {
    const d = dims(this.value);
    return d === null ? unknown('the shape of a symbolic tensor') : [null, ...d.slice(1)];
  }
  get rank() { return rank(this.value); }
  get dtype() { return 'float32'; }
}

const isSymbolic = (x) => x instanceof SymbolicTensor;

/** Shapes as layers have them: null for what is not fixed. */
const open = (shape) => shape.map((n) => (n === null || n === undefined ? fresh('extent', 1) : n));

export class Layer {
  name;
  trainable = true;
  built = false;
  config;
  weights = [];

  constructor(config) {
    this.config = config ?? {};
    this.name = this.config.name ?? 'layer';
  }

  /** The shape of one batch, or null where the layer does not say. */
  get ownInput() {
    const { inputShape, batchInputShape, inputDim } = this.config;
    if (inputShape !== undefined) return isLost(inputShape) ? unknown('an input shape') : [batchSize(), ...open(inputShape)];
    if (batchInputShape !== undefined) return isLost(batchInputShape) ? unknown('an input shape') : [batchInputShape[0] ?? batchSize(), ...open(batchInputShape.slice(1))];
    return null;
  }

  build(inputShape) { this.built = true; }
  call(inputs, settings) { return inputs; }
  computeOutputShape(inputShape) { return inputShape; }
  addWeight(name, shape, type, initializer) {
    const weight = tensor(open(shape), typeNamed(type));
    return { read: () => weight, write: () => undefined, shape, name };
  }
  getWeights() { return unknown('the weights of a layer'); }
  setWeights() {}
  getConfig() { return this.config; }
  countParams() { return fresh('parameters'); }
  dispose() {}

  /** On tensors: what comes out for what comes in. Layers of this library say `runs`, those of a program `call`. */
  run(x) {
    if (this.runs !== undefined) {
      this.buildOnce(x);
      return this.runs(x);
    }
    if (this.runsAll !== undefined) return this.runsAll(Array.isArray(x) ? x : [x]);
    this.buildOnce(Array.isArray(x) ? x[0] : x);
    const out = this.call(Array.isArray(x) ? x : [x], {});
    return Array.isArray(out) && out.length === 1 ? out[0] : out;
  }

  buildOnce(x) {
    if (this.built) return;
    this.built = true;
    if (is_tensor(x) && dims(x) !== null) this.build(dims(x));
  }

  /** What a layer of a program makes of a shape is only asked for its shape. */
  runSymbolic(x) {
    if (this.runs !== undefined || this.runsAll !== undefined) return this.run(x);
    const one = Array.isArray(x) ? x[0] : x;
    this.buildOnce(one);
    const d = dims(one);
    if (d === null) return unknown_tensor('a layer of the program');
    const shape = this.computeOutputShape([null, ...d.slice(1)]);
    if (isLost(shape) || !Array.isArray(shape)) return unknown_tensor('a layer of the program');
    return tensor([d[0], ...open(shape.slice(1))], FLOAT);
  }

  apply(inputs) {
    const many = Array.isArray(inputs);
    if (many ? inputs.length > 0 && isSymbolic(inputs[0]) : isSymbolic(inputs)) {
      const list = many ? inputs : [inputs];
      const values = list.map((x) => x.value);
      return new SymbolicTensor(this.runSymbolic(many ? values : values[0]), this, list);
    }
    if (isLost(inputs)) return unknown_tensor('a layer on what is not known');
    return this.run(many ? inputs : asTensor(inputs));
  }
}

/** The rank that a layer takes, batch included. */
export function takes(layer, x, expected) {
  const r = rank(x);
  return r === null ? false : must('Layer/rank', r === expected, { layer, expected, rank: r, x });
}

export function input({ shape, batchShape, dtype: type } = {}) {
  const d = shape !== undefined ? (isLost(shape) ? shape : [batchSize(), ...open(shape)]) : isLost(batchShape) || batchShape === undefined ? unknown('an input shape') : [batchShape[0] ?? batchSize(), ...open(batchShape.slice(1))];
  return new SymbolicTensor(isLost(d) ? unknown_tensor('an input') : tensor(d, type === 'int32' ? INT : FLOAT), null, []);
}
export { isSymbolic };

// tf.sequential and tf.model: layers put together. Data given to a model have to have the shape that it was made for.
import { dims, dtype_of, fresh, must, tensor, turns, unknown, unknown_tensor } from 'dimwright';
import { Layer, SymbolicTensor, isSymbolic } from 'tfjs/layer';
import { FLOAT, asTensor, isLost } from 'tfjs/support';

const listOf = (x) => (Array.isArray(x) ? x : [x]);

/** Of numbers in a row, each is a sample. */
function asRows(data) {
  const x = asTensor(data);
  const d = dims(x);
  return d !== null && d.length === 1 ? tensor([d[0], 1], dtype_of(x)) : x;
}

/** An input as the model was declared for it: the batch is free, the rest is fixed. */
function fits(x, expected, rule) {
  const [d, e] = [dims(x), dims(expected)];
  if (d === null || e === null) return true;
  const shown = { expected: [null, ...e.slice(1)], given: d, x };
  if (!must(rule, d.length === e.length, shown)) return false;
  return must(rule, d.slice(1).every((n, i) => n === e[i + 1]), shown);
}

class History {
  epoch;
  history;
  constructor(epochs) {
    const some = new Float32Array(epochs);
    this.epoch = some;
    this.history = { loss: some, acc: some, accuracy: some, val_loss: some, val_acc: some, val_accuracy: some, mse: some, mae: some };
  }
}

class Container extends Layer {
  loss;
  metrics;
  optimizer;
  stopTraining = false;

  /** Everything is checked where it is declared; afterwards each call computes anew. */
  runsAll(xs) { return this.compute(xs); }

  compile(config = {}) {
    this.loss = config.loss;
    this.metrics = config.metrics;
    this.optimizer = config.optimizer;
  }

  takesData(data) {
    if (isLost(data)) return null;
    const list = listOf(data).map(asRows);
    const expected = this.inputValues();
    if (expected === null || list.length !== expected.length) return list;
    return list.every((x, i) => fits(x, expected[i], 'Model/input')) ? list : null;
  }

  predict(data, config) {
    const list = this.takesData(data);
    return list === null ? unknown_tensor('what a model predicts') : this.compute(list);
  }
  predictOnBatch(data) { return this.predict(data); }
  apply(data) {
    const first = listOf(data)[0];
    if (isSymbolic(first)) return super.apply(data);
    return this.predict(data);
  }

  /** Data and targets have as many samples; a target has the shape of its output, or one class for each entry. */
  compareTargets(x, y) {
    const list = this.takesData(x);
    if (list === null || isLost(y) || y === undefined) return;
    const targets = listOf(y).map(asRows);
    const [a, b] = [dims(list[0]), dims(targets[0])];
    if (a === null || b === null) return;
    must('Model/samples', a[0] === b[0], { x: list[0], y: targets[0], a: a[0], b: b[0] });
    const outputs = listOf(this.compute(list));
    if (outputs.length !== targets.length || typeof this.loss !== 'string' || this.loss.startsWith('sparse')) return;
    targets.forEach((target, i) => fits(target, outputs[i], 'Model/target'));
  }

  fit(x, y, config = {}) {
    this.compareTargets(x, y);
    const { validationData, callbacks, epochs } = config;
    if (Array.isArray(validationData)) this.compareTargets(validationData[0], validationData[1]);
    if (callbacks !== undefined) callBack(callbacks);
    return new History(typeof epochs === 'number' ? epochs : 1);
  }
  trainOnBatch(x, y) {
    this.compareTargets(x, y);
    return fresh('loss');
  }
  evaluate(x, y) {
    this.compareTargets(x, y);
    const scalar = tensor([], FLOAT);
    return Array.isArray(this.metrics) && this.metrics.length > 0 ? [scalar, ...this.metrics.map(() => scalar)] : scalar;
  }
  fitDataset(dataset, config = {}) {
    if (config.callbacks !== undefined) callBack(config.callbacks);
    return new History(typeof config.epochs === 'number' ? config.epochs : 1);
  }

  get inputs() { return this.inputValues().map((value) => new SymbolicTensor(value, null, [])); }
  get outputs() { return listOf(this.outputValue()).map((value) => new SymbolicTensor(value, this, this.inputs)); }
  get output() { return this.outputs[0]; }
  get input() { return this.inputs[0]; }
  get outputShape() { return this.outputs[0].shape; }
  summary() {}
  save() { return {}; }
  dispose() { return {}; }
}

/** What training calls now and then, with what cannot be known. */
function callBack(callbacks) {
  for (const one of listOf(callbacks)) {
    if (isLost(one)) continue;
    const begins = one.onTrainBegin;
    if (begins !== undefined) begins({});
    for (const step of turns(fresh('epoch'))) {
      for (const f of [one.onEpochBegin, one.onBatchBegin, one.onBatchEnd, one.onEpochEnd]) if (f !== undefined) f(step, unknown('what training reports'));
    }
    const ends = one.onTrainEnd;
    if (ends !== undefined) ends({});
  }
}

class Sequential extends Container {
  layers = [];
  first = null;
  last = null;

  constructor(config = {}) {
    super(config);
    for (const layer of config.layers ?? []) this.add(layer);
  }

  add(layer) {
    if (isLost(layer)) {
      this.last = unknown_tensor('a layer that is not known');
      return;
    }
    if (this.layers.length === 0) {
      const own = layer instanceof Container ? dims(listOf(layer.inputValues())[0]) : layer.ownInput;
      const isKnown = own !== null && !isLost(own);
      if (own === null) must('Model/first', false, {});
      this.first = isKnown ? tensor(own, FLOAT) : unknown_tensor('an input of unknown shape');
      this.last = this.first;
    }
    this.layers.push(layer);
    this.last = layer.runSymbolic(this.last);
  }

  pop() {
    this.layers.pop();
    this.last = this.layers.reduce((x, layer) => layer.runSymbolic(x), this.first);
  }
  inputValues() { return this.first === null ? null : [this.first]; }
  outputValue() { return this.last; }
  compute(xs) { return this.layers.reduce((x, layer) => layer.run(x), xs[0]); }
  getLayer(name, index) {
    if (typeof name === 'number') return this.layers[name];
    return typeof index === 'number' ? this.layers[index] : this.layers.find((layer) => layer.name === name) ?? unknown('a layer by its name');
  }
}

class Functional extends Container {
  sources;
  results;
  isList;

  constructor({ inputs, outputs, name }) {
    super({ name });
    this.sources = listOf(inputs);
    this.results = listOf(outputs);
    this.isList = Array.isArray(outputs);
  }
  inputValues() { return this.sources.map((source) => source.value); }
  outputValue() { return this.isList ? this.results.map((result) => result.value) : this.results[0].value; }
  compute(xs) {
    const known = this.sources.map((source, i) => [source, xs[i]]);
    const values = this.results.map((result) => evaluate(result, known));
    return this.isList ? values : values[0];
  }
  getLayer() { return unknown('a layer by its name'); }
}

function evaluate(node, known) {
  const found = known.find(([source]) => source === node);
  if (found !== undefined) return found[1];
  if (node.layer === null) return node.value;
  const values = node.inputs.map((inner) => evaluate(inner, known));
  const value = node.layer.run(values.length === 1 ? values[0] : values);
  known.push([node, value]);
  return value;
}

export const sequential = (config) => new Sequential(config);
export const model = (config) => new Functional(config);
export { Container as LayersModel, Sequential };

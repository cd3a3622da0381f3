// Losses, gradients and optimizers.
import { dims, must, rank, tensor, unknown } from 'dimwright';
import { FLOAT, asTensor, like } from 'tfjs/support';

/** Both sides have to have the same shape; the result is one number. */
function compared(labels, predictions) {
  const [a, b] = [asTensor(labels), asTensor(predictions)];
  const [p, q] = [dims(a), dims(b)];
  if (p !== null && q !== null) must('Loss/shapes', p.length === q.length && p.every((n, i) => n === q[i]), { labels: a, predictions: b });
  return tensor([], FLOAT);
}

export const losses = {
  meanSquaredError: compared, absoluteDifference: compared, softmaxCrossEntropy: compared, sigmoidCrossEntropy: compared,
  logLoss: compared, huberLoss: compared, hingeLoss: compared, cosineDistance: compared,
  computeWeightedLoss: () => tensor([], FLOAT),
};

const compareRows = (labels, predictions) => {
  compared(labels, predictions);
  const d = dims(asTensor(predictions));
  return d === null ? unknown('a metric') : tensor(d.slice(0, -1), FLOAT);
};

export const metrics = {
  binaryAccuracy: compareRows, binaryCrossentropy: compareRows, categoricalAccuracy: compareRows, categoricalCrossentropy: compareRows,
  meanAbsoluteError: compareRows, meanSquaredError: compareRows, MSE: compareRows, mse: compareRows,
};

export class Optimizer {
  learningRate;
  constructor(rate) { this.learningRate = rate; }
  minimize(f, returnCost = false) {
    const cost = f();
    const r = rank(cost);
    if (r !== null) must('Gradient/scalar', r === 0, { rank: r, cost });
    return returnCost ? cost : null;
  }
  computeGradients(f) { return variableGrads(f); }
  applyGradients() {}
  getConfig() { return {}; }
  setLearningRate() {}
  dispose() {}
}

const make = (rate) => new Optimizer(rate);
export const train = { sgd: make, momentum: make, adam: make, adamax: make, adagrad: make, adadelta: make, rmsprop: make };

export function variableGrads(f) {
  const value = f();
  const r = rank(value);
  if (r !== null) must('Gradient/scalar', r === 0, { rank: r, cost: value });
  return { value, grads: unknown('gradients by name') };
}

export const grad = (f) => (x) => {
  f(x);
  return like(asTensor(x));
};
export const grads = (f) => (args) => {
  f(...args);
  return args.map((x) => like(asTensor(x)));
};
export const valueAndGrad = (f) => (x) => ({ value: f(x), grad: like(asTensor(x)) });
export const valueAndGrads = (f) => (args) => ({ value: f(...args), grads: args.map((x) => like(asTensor(x))) });
export const customGrad = (f) => (...args) => f(...args, () => undefined).value;

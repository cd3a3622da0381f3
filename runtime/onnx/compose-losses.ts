// Losses over classes as products with the one-hot form of the labels. Source: ONNX, NegativeLogLikelihoodLoss-13 and
// SoftmaxCrossEntropyLoss-13: weights and an ignored label count in the mean.
import type { DType } from '../ir/dtype.ts';
import { tensor } from '../ir/tensor.ts';
import type { CallWriter } from './write-calls.ts';

export function negativeLogLikelihood(w: CallWriter): void {
  loss(w, w.input(0), w.floatType());
}

export function softmaxCrossEntropy(w: CallWriter): void {
  const logs = w.op('LogSoftmax', [w.input(0)], { axis: 1 });
  w.result(1, logs);
  loss(w, logs, w.floatType());
}

/** Log-probabilities [n, classes, …], labels [n, …]. */
function loss(w: CallWriter, logs: string, dtype: DType): void {
  const shape = w.shape(), classes = shape[1] ?? 0, rank = shape.length;
  const labels = w.op('Unsqueeze', [w.input(1)], { axes: [1] });
  const index = w.dtype(w.input(1));
  const places = tensor(index, [classes, ...Array.from({ length: rank - 2 }, () => 1)], Array.from({ length: classes }, (_, i) => i));
  let hit = w.op('Equal', [labels, w.constant(places)]);
  if (w.node.attributes.some(({ name }) => name === 'ignore_index')) hit = w.op('And', [hit, w.op('Not', [w.op('Equal', [labels, w.number(index, w.attribute('ignore_index', 0))])])]);
  const zero = w.number(dtype, 0);
  const weight = w.optional(2) === undefined ? w.number(dtype, 1) : w.op('Reshape', [w.input(2)], { shape: [classes, ...Array.from({ length: rank - 2 }, () => 1)] });
  // What is not hit may be infinite: it is chosen away, not multiplied by 0.
  const sum = w.op('ReduceSum', [w.op('Where', [hit, w.op('Mul', [logs, weight]), zero])], { axes: [1], keepdims: 0 });
  const reduction = w.text('reduction', 'mean');
  const each = w.op('Neg', [sum]);
  if (reduction === 'none') return;
  const total = w.op('ReduceSum', [each], { keepdims: 0 });
  if (reduction === 'mean') w.op('Div', [total, w.op('ReduceSum', [w.op('Where', [hit, weight, zero])], { keepdims: 0 })]);
}

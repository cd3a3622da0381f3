// Why it is here: the right twin of attention_keys.ts, with a mask by where, transposeB, gather and pad.
import * as tf from '@tensorflow/tfjs';

interface Heads {
  readonly query: tf.Tensor3D;
  readonly key: tf.Tensor3D;
  readonly value: tf.Tensor3D;
}

function project(x: tf.Tensor2D, heads: number): tf.Tensor3D {
  const [steps, width] = x.shape;
  const weight = tf.randomNormal([width, width]);
  const projected = tf.matMul(x, weight);
  return projected.reshape([steps, heads, width / heads]).transpose([1, 0, 2]);
}

function attend({ query, key, value }: Heads, causal = false): tf.Tensor3D {
  const [, steps, depth] = query.shape;
  let scores = tf.matMul(query, key, false, true).div(Math.sqrt(depth));
  if (causal) {
    const order = tf.range(0, steps);
    const visible = tf.lessEqual(order.expandDims(0), order.expandDims(1));
    scores = tf.where(visible, scores, tf.fill(scores.shape, -1e9));
  }
  return tf.matMul(tf.softmax(scores, -1), value) as tf.Tensor3D;
}

const table = tf.randomNormal([50, 32]);
const x = tf.gather(table, tf.tensor1d([3, 1, 4, 1, 5, 9, 2, 6, 5], 'int32')) as tf.Tensor2D;
const padded = tf.pad(x, [[0, 3], [0, 0]]) as tf.Tensor2D;
const heads: Heads = { query: project(padded, 4), key: project(padded, 4), value: project(padded, 4) };
const output = attend(heads, true).transpose([1, 0, 2]).reshape(padded.shape);
console.log(`output ${output.shape}`);

// Why it is here: scaled dot-product attention that forgets to transpose the keys.
// class: matmul inner dimension
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

function attend({ query, key, value }: Heads): tf.Tensor3D {
  const depth = query.shape[2];
  const scores = tf.matMul(query, key).div(Math.sqrt(depth)); //! MatMul/inner
  return tf.matMul(tf.softmax(scores, -1), value) as tf.Tensor3D;
}

const x = tf.randomNormal([9, 32]) as tf.Tensor2D;
const output = attend({ query: project(x, 4), key: project(x, 4), value: project(x, 4) });
console.log(`output ${output.shape}`);

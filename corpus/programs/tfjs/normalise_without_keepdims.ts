// Why it is here: row means without keepDims cannot be subtracted from the rows; everything sits in tf.tidy.
// class: incompatible broadcast
import * as tf from '@tensorflow/tfjs';

export function layerNorm(x: tf.Tensor2D, epsilon = 1e-5): tf.Tensor2D {
  return tf.tidy(() => {
    const mean = tf.mean(x, 1);
    const centred = tf.sub(x, mean); //! Sub/broadcast
    const variance = tf.mean(tf.square(centred), 1, true);
    return tf.div(centred, tf.sqrt(tf.add(variance, epsilon))) as tf.Tensor2D;
  });
}

const tokens = 12;
const width = 5 * 6;
const x = tf.randomNormal([tokens, width]) as tf.Tensor2D;
console.log(layerNorm(x).shape);

// Why it is here: a permutation for three axes is applied after a batch axis was added.
// class: expand / permute misuse
import * as tf from '@tensorflow/tfjs';

const toChannelsFirst = (image) => tf.transpose(image, [2, 0, 1]); //! Transpose/permutation

function prepare(image, { mean = 0.5, std = 0.25 } = {}) {
  const batch = tf.expandDims(image, 0);
  return toChannelsFirst(batch.sub(mean).div(std));
}

const picture = tf.randomUniform([20, 30, 3]);
console.log(prepare(picture, { mean: 0.4 }).shape);

// Why it is here: three ways to pool; only the last one, which keeps the image's grid, does not fit the classifier.
// class: wrong only on one branch
import * as tf from '@tensorflow/tfjs';

const CHANNELS = 8;
const CLASSES = 5;

function pool(maps, how) {
  if (how === 'mean') return maps.mean([1, 2]);
  if (how === 'max') return tf.max(maps, [1, 2]);
  const [n, h, w, c] = maps.shape;
  return maps.reshape([n, h * w * c]);
}

function classify(maps, how) {
  const weight = tf.ones([CHANNELS, CLASSES]);
  const pooled = pool(maps, how);
  return tf.softmax(tf.matMul(pooled, weight)); //! MatMul/inner
}

const maps = tf.randomUniform([3, 7, 7, CHANNELS]);
for (const how of ['mean', 'max', 'grid']) {
  console.log(how, classify(maps, how).shape);
}

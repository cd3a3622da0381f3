// Why it is here: the right twin of pool_branches.js: the classifier is sized by what its branch gives; nothing may be reported.
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
  const pooled = pool(maps, how);
  const weight = tf.ones([pooled.shape[1], CLASSES]);
  return tf.softmax(tf.matMul(pooled, weight));
}

const maps = tf.randomUniform([3, 7, 7, CHANNELS]);
for (const how of ['mean', 'max', 'grid']) {
  const scores = classify(maps, how);
  const best = scores.argMax(1);
  console.log(how, scores.shape, best.shape, tf.sum(scores).dataSync()[0] > 0 ? 'positive' : 'empty');
}

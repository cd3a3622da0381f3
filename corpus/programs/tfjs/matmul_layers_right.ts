// Why it is here: the right twin of matmul_layers.ts, trained for a few steps with an optimizer and a loss.
import * as tf from '@tensorflow/tfjs';

const INPUTS = 28 * 28;
const HIDDEN = 32;
const CLASSES = 10;

interface Weights {
  w1: tf.Variable<tf.Rank.R2>;
  b1: tf.Variable<tf.Rank.R1>;
  w2: tf.Variable<tf.Rank.R2>;
}

function initialise(): Weights {
  return {
    w1: tf.variable(tf.randomNormal([INPUTS, HIDDEN], 0, 0.1)),
    b1: tf.variable(tf.zeros([HIDDEN])),
    w2: tf.variable(tf.randomNormal([HIDDEN, CLASSES], 0, 0.1)),
  };
}

const forward = (x: tf.Tensor2D, { w1, b1, w2 }: Weights): tf.Tensor2D =>
  tf.tidy(() => {
    const hidden = tf.relu(tf.add(tf.matMul(x, w1), b1)) as tf.Tensor2D;
    return tf.matMul(hidden, w2);
  });

const weights = initialise();
const optimizer = tf.train.sgd(0.1);
const batch = tf.randomUniform([32, INPUTS]) as tf.Tensor2D;
const labels = tf.oneHot(tf.range(0, 32, 1, 'int32').mod(tf.scalar(CLASSES, 'int32')), CLASSES);
for (let step = 0; step < 3; step++) {
  const cost = optimizer.minimize(() => tf.losses.softmaxCrossEntropy(labels, forward(batch, weights)), true);
  console.log(`step ${step}: ${cost?.dataSync()[0]?.toFixed(3)}`);
}

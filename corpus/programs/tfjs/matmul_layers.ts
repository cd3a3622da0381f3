// Why it is here: two layers as bare matrices; the second one was sized for another hidden width than the first gives.
// class: matmul inner dimension
import * as tf from '@tensorflow/tfjs';

const INPUTS = 28 * 28;
const HIDDEN = 128;
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
    w2: tf.variable(tf.randomNormal([2 * HIDDEN, CLASSES], 0, 0.1)),
  };
}

const forward = (x: tf.Tensor2D, { w1, b1, w2 }: Weights): tf.Tensor2D =>
  tf.tidy(() => {
    const hidden = tf.relu(tf.add(tf.matMul(x, w1), b1)) as tf.Tensor2D;
    return tf.matMul(hidden, w2); //! MatMul/inner
  });

const batch = tf.randomUniform([32, INPUTS]) as tf.Tensor2D;
const logits = forward(batch, initialise());
console.log(`logits: ${logits.shape}`);

// Why it is here: the last window of a series reaches one entry past its end, which tf.slice refuses.
// class: index out of range
import * as tf from '@tensorflow/tfjs';

const LENGTH = 10;
const WINDOW = 4;

function windows(series: tf.Tensor1D, size: number, step: number): tf.Tensor1D[] {
  const parts: tf.Tensor1D[] = [];
  for (let start = 0; start <= LENGTH - size + 1; start += step) {
    parts.push(tf.slice(series, [start], [size])); //! Slice/range
  }
  return parts;
}

const series = tf.range(0, LENGTH) as tf.Tensor1D;
const means = windows(series, WINDOW, 1).map((w) => w.mean());
console.log(`${means.length} windows`);

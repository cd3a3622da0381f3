// Why it is here: the right twin of concat_features.js: the first row is left out of every part, then a range of means.
import * as tf from '@tensorflow/tfjs';

function differences(series) {
  const [rows, columns] = series.shape;
  const later = series.slice([1, 0], [rows - 1, columns]);
  const earlier = series.slice([0, 0], [rows - 1, columns]);
  return later.sub(earlier);
}

function features(series) {
  return tf.tidy(() => {
    const changes = differences(series);
    const kept = series.slice([1, 0]);
    return tf.concat([kept, tf.square(kept), changes], 1);
  });
}

const series = tf.randomNormal([24, 3]);
const table = features(series);
const windows = [];
for (let start = 0; start + 4 <= table.shape[0]; start += 4) {
  windows.push(table.slice([start, 0], [4, -1]).mean(0));
}
const summary = tf.stack(windows);
console.log('table', table.shape, 'windows', summary.shape);

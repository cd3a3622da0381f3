// Why it is here: two feature tables are joined side by side, but one of them has lost its first row.
// class: cat / stack mismatch
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
    const squares = tf.square(series);
    return tf.concat([series, squares, changes], 1); //! Concat/extents
  });
}

const series = tf.randomNormal([24, 3]);
const table = features(series);
console.log('table', table.shape);

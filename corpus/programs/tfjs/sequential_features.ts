// Why it is here: a tf.sequential model is declared for four features and asked about rows of five.
// class: Linear in_features
import * as tf from '@tensorflow/tfjs';

const FEATURES = ['length', 'width', 'height', 'weight'];

function build(units: number[]): tf.Sequential {
  const model = tf.sequential();
  model.add(tf.layers.dense({ inputShape: [FEATURES.length], units: units[0]!, activation: 'relu' }));
  for (const n of units.slice(1)) {
    model.add(tf.layers.dense({ units: n, activation: 'relu' }));
    model.add(tf.layers.dropout({ rate: 0.2 }));
  }
  model.add(tf.layers.dense({ units: 3, activation: 'softmax' }));
  return model;
}

const model = build([16, 8]);
const rows = tf.tensor2d([
  [5.1, 3.5, 1.4, 0.2, 1],
  [4.9, 3.0, 1.4, 0.2, 1],
]);
const prediction = model.predict(rows) as tf.Tensor; //! Model/input
prediction.print();

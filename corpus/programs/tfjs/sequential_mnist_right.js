// Why it is here: a whole small training run: sequential with batch normalisation and dropout, fit, evaluate, argMax.
import * as tf from '@tensorflow/tfjs';

const IMAGE_SIZE = 14;
const CLASSES = 10;

function createModel() {
  const model = tf.sequential();
  model.add(tf.layers.conv2d({
    inputShape: [IMAGE_SIZE, IMAGE_SIZE, 1], kernelSize: 3, filters: 4, padding: 'same', activation: 'relu',
  }));
  model.add(tf.layers.batchNormalization());
  model.add(tf.layers.maxPooling2d({ poolSize: [2, 2], strides: [2, 2] }));
  model.add(tf.layers.conv2d({ kernelSize: 3, filters: 8, activation: 'relu' }));
  model.add(tf.layers.flatten());
  model.add(tf.layers.dropout({ rate: 0.25 }));
  model.add(tf.layers.dense({ units: CLASSES, activation: 'softmax' }));
  model.compile({ optimizer: tf.train.adam(0.01), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  return model;
}

function fakeData(count) {
  const xs = tf.randomUniform([count, IMAGE_SIZE * IMAGE_SIZE]).reshape([count, IMAGE_SIZE, IMAGE_SIZE, 1]);
  const labels = Array.from({ length: count }, (_, i) => i % CLASSES);
  return { xs, ys: tf.oneHot(tf.tensor1d(labels, 'int32'), CLASSES) };
}

async function run() {
  const model = createModel();
  const train = fakeData(50);
  const test = fakeData(20);
  await model.fit(train.xs, train.ys, { epochs: 2, batchSize: 16, verbose: 0 });
  const predicted = model.predict(test.xs).argMax(-1);
  const truth = test.ys.argMax(-1);
  const hits = predicted.equal(truth).sum().dataSync()[0];
  console.log(`${hits} of ${test.xs.shape[0]} right`);
}

await run();

// Why it is here: a convolutional model for gray images of 28 × 28 gets colour ones.
// class: conv channels
import * as tf from '@tensorflow/tfjs';

const IMAGE_SIZE = 28;

function createModel() {
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({ inputShape: [IMAGE_SIZE, IMAGE_SIZE, 1], kernelSize: 5, filters: 8, strides: 1, activation: 'relu' }),
      tf.layers.maxPooling2d({ poolSize: [2, 2], strides: [2, 2] }),
      tf.layers.conv2d({ kernelSize: 5, filters: 16, activation: 'relu' }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 10, activation: 'softmax' }),
    ],
  });
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  return model;
}

const model = createModel();
const photos = tf.randomUniform([4, IMAGE_SIZE, IMAGE_SIZE, 3]);
const classes = tf.argMax(model.predict(photos), 1); //! Model/input
classes.print();

// Why it is here: convolutions and poolings written with core operators, with strides, 'same' and 'valid', in a loop over settings.
const tf = require('@tensorflow/tfjs');

const settings = [
  { filters: 8, size: 3, strides: 1, pad: 'same' },
  { filters: 12, size: 5, strides: 2, pad: 'valid' },
  { filters: 16, size: 3, strides: 1, pad: 'same' },
];

function stack(image) {
  let x = image;
  for (const { filters, size, strides, pad } of settings) {
    const kernel = tf.randomNormal([size, size, x.shape[3], filters], 0, 0.1);
    x = tf.relu(tf.conv2d(x, kernel, strides, pad));
    x = tf.maxPool(x, 2, 2, 'valid');
  }
  return x;
}

const features = tf.tidy(() => {
  const maps = stack(tf.randomUniform([2, 65, 48, 3]));
  const [count, height, width, channels] = maps.shape;
  const rows = maps.reshape([count, height * width, channels]);
  const scores = tf.softmax(rows.mean(2));
  const transposed = tf.transpose(rows, [0, 2, 1]);
  return tf.matMul(transposed, scores.expandDims(2)).squeeze([2]);
});
console.log('features', features.shape);

// Why it is here: filters made for gray images meet a colour image; channels come last here.
// class: conv channels
const tf = require('@tensorflow/tfjs');

const makeFilters = (size, channels, count) => tf.randomNormal([size, size, channels, count]);

function edges(image, filters) {
  const blurred = tf.avgPool(image, 3, 1, 'same');
  const sharp = tf.sub(image, blurred);
  return tf.relu(tf.conv2d(sharp, filters, 1, 'same')); //! Conv/channels
}

const image = tf.randomUniform([1, 64, 64, 3]);
const filters = makeFilters(3, 1, 8);
const result = edges(image, filters);
console.log(result.shape);

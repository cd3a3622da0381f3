// Why it is here: the right twin of bias_width.ts: classes, map and reduce over layers, template strings.
import * as tf from '@tensorflow/tfjs';

type Activation = (x: tf.Tensor) => tf.Tensor;

class Layer {
  readonly weight: tf.Tensor2D;
  readonly bias: tf.Tensor1D;

  constructor(inputs: number, outputs: number, private readonly activation: Activation = (x) => x) {
    this.weight = tf.truncatedNormal([inputs, outputs]);
    this.bias = tf.zeros([outputs]);
  }

  apply(x: tf.Tensor2D): tf.Tensor2D {
    const product = tf.matMul(x, this.weight);
    return this.activation(product.add(this.bias)) as tf.Tensor2D;
  }
}

const sizes = [6, 4, 2];
const layers = sizes.slice(1).map((outputs, i) => new Layer(sizes[i]!, outputs, i === 0 ? tf.tanh : undefined));
const result = layers.reduce((x, layer) => layer.apply(x), tf.ones([8, sizes[0]!]) as tf.Tensor2D);
const distribution = result.softmax(1);
console.log(`result has shape [${result.shape.join(', ')}], rows sum to ${distribution.sum(1).arraySync()}`);

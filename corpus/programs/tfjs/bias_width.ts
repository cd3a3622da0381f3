// Why it is here: the bias of a hand-made layer has one entry per input instead of one per output.
// class: incompatible broadcast
import * as tf from '@tensorflow/tfjs';

type Activation = (x: tf.Tensor) => tf.Tensor;

class Layer {
  readonly weight: tf.Tensor2D;
  readonly bias: tf.Tensor1D;

  constructor(inputs: number, outputs: number, private readonly activation: Activation = (x) => x) {
    this.weight = tf.truncatedNormal([inputs, outputs]);
    this.bias = tf.zeros([inputs]);
  }

  apply(x: tf.Tensor2D): tf.Tensor2D {
    const product = tf.matMul(x, this.weight);
    return this.activation(product.add(this.bias)) as tf.Tensor2D; //! Add/broadcast
  }
}

const sizes = [6, 4, 2];
const layers = sizes.slice(1).map((outputs, i) => new Layer(sizes[i]!, outputs, tf.sigmoid));
const result = layers.reduce((x, layer) => layer.apply(x), tf.ones([8, sizes[0]!]) as tf.Tensor2D);
console.log(`result has shape [${result.shape.join(', ')}]`);

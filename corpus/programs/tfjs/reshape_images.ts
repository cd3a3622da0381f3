// Why it is here: a flat buffer of 28 × 28 pictures is given the shape of 32 × 32 ones; both constants are computed.
// class: view/reshape numel
import * as tf from '@tensorflow/tfjs';

const SIDE = 28;
const PADDED_SIDE = SIDE + 2 * 2;

class ImageBuffer {
  private readonly pixels: Float32Array;

  constructor(private readonly count: number, private readonly side: number) {
    this.pixels = new Float32Array(count * side * side);
  }

  toTensor(side: number): tf.Tensor4D {
    const flat = tf.zeros([this.pixels.length]);
    return flat.reshape([this.count, side, side, 1]); //! Reshape/count
  }
}

const buffer = new ImageBuffer(16, SIDE);
const images = buffer.toTensor(PADDED_SIDE);
console.log(images.shape, tf.mean(images).dataSync());

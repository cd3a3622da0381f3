// Why it is here: sequential over plain features with a normalisation step, an async main and shapes read from the data.
import * as tf from '@tensorflow/tfjs';

interface Scaled {
  readonly scaled: tf.Tensor2D;
  readonly mean: tf.Tensor;
  readonly deviation: tf.Tensor;
}

function scale(x: tf.Tensor2D): Scaled {
  const mean = x.mean(0);
  const deviation = x.sub(mean).square().mean(0).sqrt().add(1e-6);
  return { scaled: x.sub(mean).div(deviation) as tf.Tensor2D, mean, deviation };
}

async function main(): Promise<void> {
  const rows = tf.randomNormal([40, 6]) as tf.Tensor2D;
  const target = rows.sum(1, true);
  const { scaled, mean, deviation } = scale(rows);
  const model = tf.sequential();
  model.add(tf.layers.dense({ inputShape: [scaled.shape[1]], units: 12, activation: 'tanh' }));
  model.add(tf.layers.dense({ units: target.shape[1]! }));
  model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  const history = await model.fit(scaled, target, { epochs: 3, batchSize: 16, verbose: 0 });
  const fresh = tf.ones([1, 6]).sub(mean).div(deviation);
  const answer = model.predict(fresh) as tf.Tensor;
  console.log(`answer ${answer.shape}, losses ${history.history['loss']?.length}`);
}

main();

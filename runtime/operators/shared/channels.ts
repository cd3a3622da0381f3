// Per-channel vectors beside a tensor whose axis 1 is the channels.
import type { Build, Value } from '../../spec/build.ts';

/** A vector of one entry per channel, given the axes it needs to broadcast over a tensor of that rank. */
export function alongChannels(g: Build, vector: Value, rank: number): Value {
  return g.op('Reshape', [vector], { shape: [vector.shape[0]!, ...Array.from({ length: rank - 2 }, () => 1)] });
}

/** Sums a tensor to one entry per channel. */
export function sumPerChannel(g: Build, value: Value): Value {
  return g.op('ReduceSum', [value], { axes: value.shape.map((_, axis) => axis).filter((axis) => axis !== 1), keepdims: false });
}

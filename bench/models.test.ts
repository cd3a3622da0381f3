// What the CPU bench runs is what the specification says, also in the calls of TensorFlow.js that stand for it.
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { compileGraph } from '../runtime/backends/wasm/wasm.ts';
import { firstDifference } from '../runtime/interpret/difference.ts';
import { interpret } from '../runtime/interpret/interpret.ts';
import { GraphBuilder } from '../runtime/ir/build.ts';
import type { Workload } from './models.ts';
import { decoderStep, encoder, seeded } from './models.ts';
import type { Tf } from './tfjs-graph.ts';
import { tfjsGraph } from './tfjs-graph.ts';

/** A little of everything that images go through. */
function image(): Workload {
  const g = new GraphBuilder();
  const x = g.input('x', 'float32', [1, 3, 8, 8]);
  const wide = g.op('Relu', [g.op('Conv', [x, g.constant(seeded(1, [4, 3, 3, 3])), g.constant(seeded(2, [4]))], { pads: [1, 1, 1, 1] })]);
  const deep = g.op('Conv', [wide, g.constant(seeded(3, [4, 1, 3, 3]))], { group: 4, pads: [1, 1, 1, 1] });
  const small = g.op('MaxPool', [g.op('Add', [wide, deep])], { kernel_shape: [2, 2], strides: [2, 2] });
  const up = g.op('ConvTranspose', [small, g.constant(seeded(4, [4, 2, 2, 2])), g.constant(seeded(5, [2]))], { strides: [2, 2] });
  const both = g.op('Concat', [up, g.op('Mul', [wide, g.constant(seeded(6, [1, 4, 1, 1]))])], { axis: 1 });
  return { graph: g.finish([g.op('Flatten', [g.op('GlobalAveragePool', [both])], { axis: 1 })]), inputs: [seeded(7, x.shape)] };
}

const WORKLOADS: Readonly<Record<string, () => Workload>> = { encoder: () => encoder(4, 8, 2, 1), 'decoder step': () => decoderStep(3, 8, 2, 1), image };

describe('a small model of each kind gives what the specification says', () => {
  for (const [name, build] of Object.entries(WORKLOADS)) {
    const { graph, inputs } = build();
    const expected = interpret(graph, inputs);

    it(`${name} on wasm`, () => {
      compileGraph(graph).run(inputs).forEach((actual, i) => expect(firstDifference(expected[i]!, actual)).toBeUndefined());
    });

    it(`${name} in calls of TensorFlow.js`, async () => {
      const tf = createRequire(import.meta.url)('@tensorflow/tfjs') as Tf & { setBackend(name: string): Promise<boolean> };
      await tf.setBackend('cpu');
      tfjsGraph(tf, graph, inputs)().forEach((data, i) => {
        const { data: wanted } = expected[i]!;
        (data as Float32Array).forEach((v, k) => expect(Math.abs(v - Number(wanted[k]))).toBeLessThan(1e-4));
      });
    });
  }
});

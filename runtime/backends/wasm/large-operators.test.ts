// Operators that are large enough for tiles, panels, lanes and borders of their own, against the reference.
import { expect, test } from 'vitest';
import { firstDifference } from '../../interpret/difference.ts';
import { interpret } from '../../interpret/interpret.ts';
import { GraphBuilder } from '../../ir/build.ts';
import type { DType } from '../../ir/dtype.ts';
import { elementCount, tensor } from '../../ir/tensor.ts';
import type { Loose } from '../../spec/loose.ts';
import { compileGraph } from './wasm.ts';

const CASES: readonly (readonly [op: string, shapes: readonly (readonly number[])[], attributes: Loose, dtype: DType])[] = [
  ['MatMul', [[70, 300], [300, 37]], {}, 'float32'],
  ['MatMul', [[2, 9, 70], [70, 64]], {}, 'float64'],
  ['MatMul', [[17, 64], [64, 70]], {}, 'int64'],
  ['MatMul', [[4000], [4000, 9]], {}, 'float32'],
  ['MatMul', [[70, 301], [301, 37]], {}, 'int8'],
  ['MatMul', [[2, 9, 71], [71, 64]], {}, 'int16'],
  ['MatMul', [[9, 300], [300]], {}, 'uint8'],
  ['MatMul', [[1, 300], [300, 64]], {}, 'uint8'],
  ['Gemm', [[30, 41], [64, 41], [64]], { transB: true, alpha: 2 }, 'int8'],
  ['Gemm', [[300, 13], [40, 300], [40]], { transA: true, transB: true, alpha: 0.5, beta: -2 }, 'float32'],
  ['Gemm', [[1, 300], [40, 300], [40]], { transB: true }, 'float32'],
  ['MatMul', [[1, 300], [300, 70]], {}, 'float32'],
  ['MatMul', [[3, 100], [100, 200]], {}, 'float32'],
  ['MatMul', [[2, 1, 9], [9, 5000]], {}, 'float32'],
  ['Conv', [[1, 6, 19, 23], [9, 6, 3, 3], [9]], { pads: [1, 1, 1, 1] }, 'float32'],
  ['Conv', [[1, 6, 19, 23], [8, 3, 3, 5]], { pads: [1, 2, 0, 3], dilations: [2, 1], group: 2 }, 'float32'],
  ['Conv', [[2, 6, 17, 20], [5, 6, 3, 3]], { pads: [1, 1, 1, 1], strides: [2, 2] }, 'float32'],
  ['Conv', [[1, 4, 9, 40], [3, 4, 2, 4]], { pads: [0, 5, 0, 1], strides: [1, 3], dilations: [1, 2] }, 'float32'],
  ['Conv', [[1, 8, 30, 31], [8, 1, 3, 3], [8]], { pads: [1, 1, 1, 1], group: 8 }, 'float32'],
  ['Conv', [[2, 16, 12, 13], [24, 8, 1, 1], [24]], { group: 2 }, 'float32'],
  ['Conv', [[1, 3, 200], [5, 3, 7]], { pads: [3, 3] }, 'float64'],
  ['Conv', [[1, 2, 3], [2, 2, 9]], { pads: [8, 4] }, 'float32'],
  ['Conv', [[2, 6, 11, 9], [22, 3, 3, 3], [22]], { pads: [1, 0, 1, 2], strides: [2, 1], dilations: [1, 2], group: 2 }, 'float32'],
  ['Conv', [[1, 20, 7, 7], [19, 20, 3, 3], [19]], { pads: [1, 1, 1, 1] }, 'float32'],
  ['Conv', [[1, 40, 60], [11, 40, 5]], { pads: [2, 1], strides: [3] }, 'float64'],
  ['Conv', [[1, 4, 6, 7, 8], [9, 4, 2, 3, 2]], { pads: [0, 1, 0, 1, 1, 0] }, 'float32'],
  ['ConvTranspose', [[1, 24, 6, 7], [24, 10, 2, 3], [10]], { strides: [2, 2] }, 'float32'],
  ['ConvTranspose', [[2, 12, 9, 5], [12, 5, 3, 3], [10]], { strides: [2, 1], pads: [1, 0, 2, 1], group: 2, dilations: [1, 2], output_padding: [1, 0] }, 'float32'],
  ['ConvTranspose', [[1, 8, 40], [8, 16, 4]], { strides: [4], pads: [3, 5] }, 'float64'],
  ['MaxPool', [[2, 3, 30, 31]], { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] }, 'float32'],
  ['MaxPool', [[1, 9, 13, 29]], { kernel_shape: [2, 4], strides: [1, 3], pads: [1, 2, 0, 3], dilations: [3, 1], ceil_mode: true }, 'float32'],
  ['MaxPool', [[1, 9, 13, 29]], { kernel_shape: [4, 4], strides: [1, 1], pads: [3, 3, 3, 3] }, 'float32'],
  ['MaxPool', [[1, 5, 400]], { kernel_shape: [3], strides: [2] }, 'float64'],
  ['AveragePool', [[1, 8, 20, 21]], { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] }, 'float32'],
  ['AveragePool', [[1, 8, 20, 21]], { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1], ceil_mode: true, count_include_pad: true }, 'float32'],
  ['Softmax', [[3, 150]], { axis: 1 }, 'float32'],
  ['Softmax', [[150, 3]], { axis: 0 }, 'float32'],
  ['LogSoftmax', [[3, 150]], { axis: 1 }, 'float32'],
  ['LayerNormalization', [[3, 5, 30], [5, 30], [30]], { axis: 1 }, 'float32'],
  ['ReduceSum', [[5, 7, 30]], { axes: [1, 2], keepdims: false }, 'float32'],
  ['ReduceMean', [[5, 130]], { axes: [1] }, 'float64'],
  ['ReduceMax', [[5, 131]], { axes: [-1] }, 'float32'],
  ['ReduceMax', [[5, 131]], { axes: [-1] }, 'int32'],
  ['Transpose', [[37, 22]], {}, 'float32'],
  ['Transpose', [[5, 6, 19]], { perm: [2, 0, 1] }, 'int32'],
  ['Transpose', [[4, 9, 3, 7]], { perm: [0, 3, 1, 2] }, 'float32'],
  ['Transpose', [[6, 9, 8]], { perm: [1, 0, 2] }, 'float64'],
  ['ReduceSum', [[130, 6]], { axes: [0] }, 'float32'],
];

test.each(CASES)('%s of %j with %j in %s', (op, shapes, attributes, dtype) => {
  const inputs = shapes.map((shape, i) => tensor(dtype, shape, Array.from({ length: elementCount(shape) }, (_, at) => (
    dtype.startsWith('float') ? Math.sin(at * (i + 1)) : ((at * 7) % 19) - 9
  ))));
  // All operands given, and all but the first known beforehand.
  const graphs = [inputs.length, 1].map((given) => {
    const g = new GraphBuilder();
    return g.finish([g.op(op, inputs.map((value, i) => (i < given ? g.input(`x${i}`, dtype, value.shape) : g.constant(value))), attributes)]);
  });
  const [expected] = interpret(graphs[0]!, inputs);
  for (const options of [{}, { leastVectorWork: 0, leastTiledWork: 0 }, { simd: false }, { threads: 3, leastSharedWork: 0 }]) {
    const executables = graphs.map((graph) => compileGraph(graph, options));
    // In turns, so that each finds in memory what the other left.
    for (const executable of [...executables, ...executables]) {
      expect(firstDifference(expected!, executable.run(inputs.slice(0, executable === executables[0] ? inputs.length : 1))[0]!)).toBeUndefined();
    }
  }
});

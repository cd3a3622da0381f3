// The engine as a whole: programs, failures that are exceptions and leave the device alive, and the traps of Dawn.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { firstDifference } from '../../interpret/difference.ts';
import { interpret } from '../../interpret/interpret.ts';
import { FLUSHING } from '../../interpret/numerics.ts';
import { GraphBuilder } from '../../ir/build.ts';
import type { IntegerDType } from '../../ir/dtype.ts';
import { INTEGER_FORMAT, NARROW, isHalf } from '../../ir/dtype.ts';
import { fromHalfBits, roundToHalf } from '../../ir/half.ts';
import type { Graph } from '../../ir/graph.ts';
import { elementCount, tensor } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { optimize } from '../../passes/pipeline.ts';
import { BackendError, UnsupportedError } from '../backend.ts';
import { Device } from './device.ts';
import { openGpu } from './node/open-gpu.ts';
import { roundsHalves } from './probe-halves.ts';
import { miniatureFor } from './schedule.ts';
import { gpuForTests, shaderTexts } from './test-kit.ts';
import { compileGraph } from './webgpu.ts';

const onGpu = await gpuForTests(process.env);

function graphOf(build: (g: GraphBuilder) => Parameters<GraphBuilder['finish']>[0]): Graph {
  const g = new GraphBuilder();
  return g.finish(build(g));
}

const ramp = (shape: readonly number[]): Tensor => tensor('float32', shape, Array.from({ length: elementCount(shape) }, (_, i) => Math.sin(i)));

/** Larger than what is worth vectors, with borders that are no whole vectors or tiles. */
const LARGE: readonly (readonly [string, readonly (readonly number[])[], Readonly<Record<string, unknown>>])[] = [
  ['MatMul', [[2, 37, 64], [64, 43]], {}],
  ['Gemm', [[30, 41], [40, 30], [40]], { transA: true, transB: true, alpha: 0.5, beta: -2 }],
  ['Conv', [[1, 6, 19, 23], [9, 6, 3, 3], [9]], { pads: [1, 1, 1, 1] }],
  ['Conv', [[1, 6, 19, 23], [8, 3, 3, 5]], { pads: [1, 2, 0, 3], dilations: [2, 1], group: 2 }],
  ['ConvTranspose', [[1, 6, 19, 13], [6, 3, 3, 3]], { strides: [2, 1], pads: [1, 0, 2, 1], group: 2 }],
  ['Softmax', [[37, 150]], { axis: 1 }],
  ['Softmax', [[37, 150]], { axis: 0 }],
  ['LayerNormalization', [[3, 5, 30], [5, 30], [30]], { axis: 1 }],
  ['ReduceSum', [[13, 131]], { axes: [-1] }],
  ['Add', [[40001], [40001]], {}],
];

describe('programs', () => {
  for (const [op, shapes, attributes] of LARGE) test(`${op} of ${JSON.stringify(shapes)} with ${JSON.stringify(attributes)}`, onGpu(async (device) => {
    const graph = graphOf((g) => [g.op(op, shapes.map((shape, i) => g.input(`x${i}`, 'float32', shape)), attributes)]);
    const inputs = shapes.map(ramp);
    const executable = await compileGraph(device, graph, { leastWork: 0 });
    const [result] = await executable.run(inputs);
    executable.release();
    expect(firstDifference(interpret(graph, inputs)[0]!, result!)).toBeUndefined();
  }));

  /** With what wraps, and for half precision with every pattern. */
  for (const dtype of NARROW) test(`sums of ${dtype}`, onGpu(async (device) => {
    const values = isHalf(dtype)
      ? fromHalfBits(dtype, Uint16Array.from({ length: 65536 }, (_, i) => i))
      : Array.from({ length: 300 }, (_, i) => (INTEGER_FORMAT[dtype as IntegerDType].bits === 64 ? 2n ** 64n - 150n + BigInt(i) : 2 ** 32 - 150 + i));
    const x = tensor(dtype, [values.length], values);
    const graph = graphOf((g) => { const input = g.input('x', dtype, x.shape); return [g.op('Add', [input, input])]; });
    for (const leastWork of [0, Infinity]) {
      const executable = await compileGraph(device, graph, { leastWork });
      const [sum] = await executable.run([x]);
      executable.release();
      expect(firstDifference(interpret(graph, [x], FLUSHING)[0]!, sum!)).toBeUndefined();
    }
  }));

  /** All numbers of float16, what lies between them, and what a fused operator narrows on its way. */
  test('float16 as shaders have it', onGpu(async (device, { skip }) => {
    if (!device.features.has('shader-f16') || !(await roundsHalves(device))) return skip('this GPU has no float16 that rounds to nearest even');
    const halves = fromHalfBits('float16', Uint16Array.from({ length: 65535 }, (_, i) => i));
    const [x, y] = [tensor('float16', [65535], halves), tensor('float16', [65535], halves.toReversed())];
    const between = tensor('float32', [65535], halves.map((value, i) => (value + halves[(i + 1) % 65535]!) / 2));
    const graph = optimize(graphOf((g) => {
      const [a, b] = [g.input('x', 'float16', [65535]), g.input('y', 'float16', [65535])];
      return [g.op('Add', [a, g.op('Mul', [a, b])]), g.op('Cast', [g.input('z', 'float32', [65535])], { to: 'float16' })];
    }));
    for (const leastWork of [0, Infinity]) {
      const executable = await compileGraph(device, graph, { leastWork, halves: true });
      const results = await executable.run([x, y, between]);
      executable.release();
      expect(interpret(graph, [x, y, between], FLUSHING).map((expected, i) => firstDifference(expected, results[i]!))).toEqual([undefined, undefined]);
    }
  }));

  for (const [kind, options] of [['elements', {}], ['blocks', { leastWork: 0 }], ['tiles', miniatureFor({ isSoftware: true }, 'tree')]] as const) {
    test(`a product and a convolution of float16 as shaders have it: ${kind}`, onGpu(async (device, { skip }) => {
      if (!device.features.has('shader-f16') || !(await roundsHalves(device))) return skip('this GPU has no float16 that rounds to nearest even');
      const shapes = [[9, 20], [20, 12], [1, 3, 7, 8], [4, 3, 3, 3]];
      const graph = graphOf((g) => {
        const [a, b, image, filters] = shapes.map((shape, i) => g.input(`x${i}`, 'float16', shape));
        return [g.op('MatMul', [a!, b!]), g.op('Conv', [image!, filters!], { pads: [1, 1, 1, 1] })];
      });
      const inputs = shapes.map((shape) => tensor('float16', shape, (ramp(shape).data as Float32Array).map((v) => roundToHalf('float16', v))));
      const executable = await compileGraph(device, graph, { ...options, halves: true });
      const results = await executable.run(inputs);
      executable.release();
      expect(interpret(graph, inputs).map((expected, i) => firstDifference(expected, results[i]!))).toEqual([undefined, undefined]);
    }));
  }

  test('a result that is an input, a constant, or given twice', onGpu(async (device) => {
    const graph = graphOf((g) => {
      const x = g.input('x', 'bool', [3]);
      const c = g.constant(tensor('int64', [2], [5n, -(2n ** 40n)]));
      return [x, c, c];
    });
    const executable = await compileGraph(device, graph);
    const results = await executable.run([tensor('bool', [3], [1, 0, 1])]);
    expect(results.map(({ data }) => Array.from(data as ArrayLike<number | bigint>))).toEqual([[1, 0, 1], [5n, -(2n ** 40n)], [5n, -(2n ** 40n)]]);
  }));

  test('a filter over padding of an empty image alone, whose address is a negative constant', onGpu(async (device) => {
    const shapes = [[1, 4, 1, 0], [4, 1, 1, 1], [4]];
    const graph = graphOf((g) => [g.op('Conv', shapes.map((shape, i) => g.input(`x${i}`, 'float32', shape)), { strides: [1, 3], pads: [0, 1, 0, 1], dilations: [3, 1], group: 4 })]);
    const inputs = shapes.map(ramp);
    const executable = await compileGraph(device, graph);
    expect(firstDifference(interpret(graph, inputs)[0]!, (await executable.run(inputs))[0]!)).toBeUndefined();
  }));

  test('a fused operator of more buffers than a shader may bind', onGpu(async (device) => {
    const count = device.limits.buffers + 3;
    const graph = optimize(graphOf((g) => [Array.from({ length: count }, (_, i) => g.input(`x${i}`, 'float32', [4])).reduce((sum, x) => g.op('Mul', [sum, x]))]));
    expect(graph.nodes.length).toBe(1);
    const executable = await compileGraph(device, graph);
    const [product] = await executable.run(Array.from({ length: count }, () => tensor('float32', [4], [1, 2, -1, 0.5])));
    expect(Array.from(product!.data as Float32Array)).toEqual([1, 2 ** count, (-1) ** count, 0.5 ** count]);
  }));

  /** Borders that are no whole tiles; both block sizes. The more invocations a workgroup has, the longer drivers for CPUs take. */
  for (const [name, side, block, op, shapes, attributes] of [
    ['batches of matrices', 16, 4, 'MatMul', [[2, 40, 33], [33, 66]], {}],
    ['whole vectors of the right factor', 4, 4, 'MatMul', [[33, 40], [40, 68]], {}],
    ['whole vectors of both factors', 4, 8, 'Gemm', [[40, 132], [40, 136], [136]], { transA: true, alpha: 0.5, beta: 2 }],
    ['a convolution with borders, strides and groups', 4, 4, 'Conv', [[2, 8, 9, 11], [64, 4, 3, 3], [64]], { pads: [1, 0, 2, 1], strides: [2, 1], dilations: [1, 2], group: 2 }],
  ] as const) test(`products over tiles in workgroup memory give the bits of plain ones: ${name}`, onGpu(async (device) => {
    const graph = graphOf((g) => [g.op(op, shapes.map((shape, i) => g.input(`x${i}`, 'float32', shape)), attributes)]);
    const inputs = shapes.map((shape) => ramp(shape));
    const results = await Promise.all(([block, 0] as const).map(async (tiles) => {
      const executable = await compileGraph(device, graph, { tiles, side });
      return executable.run(inputs);
    }));
    expect(results[0]).toEqual(results[1]);
    expect(shaderTexts(graph, { tiles: 4 })).toContain('rightTiles');
    expect(firstDifference(interpret(graph, inputs)[0]!, results[0]![0]!)).toBeUndefined();
  }));

  /** Rows that are no multiple of a workgroup; the second is wide. */
  for (const [op, shape, attributes, dtype = 'float32'] of [
    ['Softmax', [3, 70], { axis: 1 }],
    ['LayerNormalization', [2, 1100], { axis: 1 }],
    ['ReduceMax', [5, 130], { axes: [1] }],
    ['ReduceMax', [5, 130], { axes: [1] }, 'bool'],
    ['ReduceSum', [5, 130], { axes: [1] }, 'int64'],
  ] as const) for (const groups of ['tree', 'subgroups'] as const) test(`the invocations of a workgroup share a row of ${op} of ${dtype}: ${groups}`, onGpu(async (device, { skip }) => {
    if (groups === 'subgroups' && !device.hasSubgroups) return skip('this GPU has no subgroups');
    const graph = graphOf((g) => {
      const x = g.input('x', dtype, shape);
      return [g.op(op, op === 'LayerNormalization' ? [x, g.constant(ramp([shape[1]]))] : [x], attributes)];
    });
    const row = ramp(shape);
    const x = dtype === 'float32' ? row : tensor(dtype, shape, Array.from(row.data as Float32Array, (v) => (dtype === 'bool' ? Number(v > 0.99) : BigInt(Math.round(v * 2 ** 40)))));
    const executable = await compileGraph(device, graph, { groups });
    const [result] = await executable.run([x]);
    executable.release();
    expect(shaderTexts(graph, { groups })).toContain(groups === 'tree' ? 'half /= 2' : 'subgroupShuffleXor');
    expect(firstDifference(interpret(graph, [x])[0]!, result!)).toBeUndefined();
  }));

  /** Buffers that are larger than a binding may be, and more workgroups than go along one dimension: with limits that are low on purpose. */
  for (const [kind, options, chosen] of [
    ['blocks', { leastWork: 0 }, LARGE.filter(([op]) => op !== 'MatMul' && op !== 'Gemm')],
    ['elements', {}, LARGE],
    ['tiles', miniatureFor({ isSoftware: true }, 'tree'), LARGE],
  ] as const) for (const [op, shapes, attributes] of chosen) {
    test(`${op} of ${JSON.stringify(shapes)} with ${JSON.stringify(attributes)} in parts: ${kind}`, onGpu(async (device) => {
      const graph = graphOf((g) => [g.op(op, shapes.map((shape, i) => g.input(`x${i}`, 'float32', shape)), attributes)]);
      const inputs = shapes.map(ramp);
      const expected = interpret(graph, inputs)[0]!;
      const most = 4 * Math.max(...[...inputs, expected].map(({ data }) => data.length));
      const partBytes = 16 * Math.ceil(most / 3 / 16);
      const executable = await compileGraph(device, graph, { ...options, partBytes, mostGroups: 3 });
      const [result] = await executable.run(inputs);
      executable.release();
      expect(firstDifference(expected, result!)).toBeUndefined();
      expect(shaderTexts(graph, { ...options, partBytes })).toContain('_read(');
    }));
  }

  test('shaders are compiled side by side, and once', onGpu(async () => {
    const opened = await openGpu(process.env);
    if ('missing' in opened) throw new Error(opened.missing);
    const own = await Device.open(opened.adapter, opened.wait);
    const make = own.gpu.createComputePipelineAsync.bind(own.gpu);
    let [now, most, made] = [0, 0, 0];
    own.gpu.createComputePipelineAsync = async (options) => {
      made++;
      most = Math.max(most, ++now);
      return make(options).finally(() => { now--; });
    };
    const graph = graphOf((g) => [g.op('Softmax', [g.op('MatMul', [g.op('Transpose', [g.input('x', 'float32', [3, 3])], { perm: [1, 0] }), g.input('y', 'float32', [3, 3])])], { axis: -1 })]);
    const [executable, again] = [await compileGraph(own, graph), await compileGraph(own, graph)];
    expect([executable.dispatches, again.dispatches, most, made]).toEqual([3, 3, 3, 3]);
    own.destroy();
  }));

  test('a profile names each shader and its time', onGpu(async (device) => {
    const executable = await compileGraph(device, graphOf((g) => [g.op('Softmax', [g.op('MatMul', [g.input('x', 'float32', [64, 64]), g.input('y', 'float32', [64, 64])])], { axis: -1 })]));
    const inputs = [ramp([64, 64]), ramp([64, 64])];
    if (!device.features.has('timestamp-query')) return expect(executable.profile(inputs)).rejects.toThrow('takes no time stamps');
    const times = await executable.profile(inputs);
    expect(times.map(({ kernel }) => kernel)).toEqual(['MatMul', 'Softmax']);
    expect(times.every(({ nanoseconds }) => nanoseconds > 0)).toBe(true);
  }));

  test('runs that overlap in time keep their results apart', onGpu(async (device) => {
    const graph = graphOf((g) => [g.op('Neg', [g.input('x', 'float32', [4])])]);
    const executable = await compileGraph(device, graph);
    const results = await Promise.all([1, 2, 3].map((n) => executable.run([tensor('float32', [4], [n, n, n, n])])));
    expect(results.map(([result]) => result!.data[0])).toEqual([-1, -2, -3]);
  }));
});

describe('failures', () => {
  test('float64 is unsupported, also inside a fused operator', onGpu(async (device) => {
    const graph = graphOf((g) => [g.op('Cast', [g.op('Cast', [g.input('x', 'int32', [4])], { to: 'float64' })], { to: 'bool' })]);
    await expect(compileGraph(device, graph)).rejects.toThrow(UnsupportedError);
    await expect(compileGraph(device, optimize(graph))).rejects.toThrow('float64: WGSL has no 64-bit floats');
  }));

  test('a tensor of more elements than shaders count is refused in words, and the device lives on', onGpu(async (device) => {
    const huge = graphOf((g) => [g.op('Expand', [g.input('x', 'float32', [1])], { shape: [2 ** 31] })]);
    await expect(compileGraph(device, huge)).rejects.toThrow('a tensor of 2147483648 elements is more than shaders count');
    const small = await compileGraph(device, graphOf((g) => [g.op('Neg', [g.input('x', 'float32', [1])])]));
    expect((await small.run([tensor('float32', [1], [4])]))[0]!.data[0]).toBe(-4);
  }));

  /** Drivers promise memory that nobody has: what the device would say is said for it. */
  test('memory that the device does not have is an error in words, and the device lives on', onGpu(async (device) => {
    const pop = device.gpu.popErrorScope.bind(device.gpu);
    let scopes = 0;
    device.gpu.popErrorScope = async () => (++scopes % 2 === 0 ? { message: 'no room for 4 GiB' } : pop());
    const graph = graphOf((g) => [g.op('Neg', [g.input('x', 'float32', [2])])]);
    try {
      await expect(device.guarded(() => undefined)).rejects.toThrow('out of GPU memory: no room for 4 GiB');
    } finally {
      device.gpu.popErrorScope = pop;
    }
    const executable = await compileGraph(device, graph);
    expect(Array.from((await executable.run([tensor('float32', [2], [1, 2])]))[0]!.data as Float32Array)).toEqual([-1, -2]);
  }));

  test('a command that is refused is an exception, and the device lives on', onGpu(async (device) => {
    await expect(device.guarded(() => device.gpu.createBuffer({ size: 256, usage: 0 }))).rejects.toThrow(/the GPU refuses a command: .*usage/i);
    expect(await device.guarded(() => 7)).toBe(7);
  }));

  test('a shader that is wrong is an exception with its line', onGpu(async (device) => {
    await expect(device.pipeline('@compute @workgroup_size(1) fn main() { let x: i32 = 1.5f; }')).rejects.toThrow(/the GPU refuses a shader: .*:1:/);
  }));

  test('after the device is lost every call says so', onGpu(async () => {
    const opened = await openGpu(process.env);
    if ('missing' in opened) throw new Error(opened.missing);
    const own = await Device.open(opened.adapter, opened.wait);
    const executable = await compileGraph(own, graphOf((g) => [g.op('Neg', [g.input('x', 'float32', [1])])]));
    own.destroy();
    await expect(executable.run([tensor('float32', [1], [4])])).rejects.toThrow(BackendError);
    await own.gpu.lost;
    await expect(executable.run([tensor('float32', [1], [4])])).rejects.toThrow(/the GPU device was lost \(destroyed\)/);
    expect(own.isLost).toBe(true);
  }));

  test('inputs that do not fit are refused before anything runs', onGpu(async (device) => {
    const executable = await compileGraph(device, graphOf((g) => [g.op('Neg', [g.input('x', 'float32', [2])])]));
    await expect(executable.run([tensor('float32', [3], [1, 2, 3])])).rejects.toThrow('input 0 is float32[3] where float32[2] is needed');
  }));
});

describe('traps of Dawn', () => {
  test('elements in shared memory, which writeBuffer refuses', onGpu(async (device) => {
    const data = new Float32Array(new SharedArrayBuffer(8));
    data.set([1, 2]);
    const executable = await compileGraph(device, graphOf((g) => [g.op('Neg', [g.input('x', 'float32', [2])])]));
    expect((await executable.run([{ dtype: 'float32', shape: [2], data }]))[0]!.data).toEqual(new Float32Array([-1, -2]));
  }));

  /** Each would abort or hang the process that it runs in; so it has its own, of the built files. */
  const SCRIPT = `
    import { openGpu } from './dist/runtime/backends/webgpu/node/open-gpu.js';
    import { Device } from './dist/runtime/backends/webgpu/device.js';
    import { compileGraph } from './dist/runtime/backends/webgpu/webgpu.js';
    import { GraphBuilder } from './dist/runtime/ir/build.js';
    import { tensor } from './dist/runtime/ir/tensor.js';
    const device = await (async () => Device.open((await openGpu(process.env)).adapter))();
    const g = new GraphBuilder();
    const executable = await compileGraph(device, g.finish([g.op('Neg', [g.input('x', 'float32', [64])])]));
    const x = tensor('float32', [64], new Float32Array(64).fill(3));`;
  const root = join(import.meta.dirname, '../../..');
  const runScript = (rest: string): string => (
    execFileSync(process.execPath, ['--expose-gc', '--input-type=module', '-e', SCRIPT + rest], { cwd: root, encoding: 'utf8', timeout: 20_000, stdio: ['ignore', 'pipe', 'ignore'] })
  );

  test('collecting garbage while work is pending', onGpu(() => {
    expect(runScript('for (let i = 0; i < 5; i++) { const run = executable.run([x]); gc(); await run; } gc(); console.log((await executable.run([x]))[0].data[5]); device.destroy();')).toBe('-3\n');
  }));

  test('giving up a run that is under way', onGpu(() => {
    expect(runScript("const run = executable.run([x]).then(() => 'done', (error) => error.name); device.destroy(); console.log(await run);")).toMatch(/^(done|BackendError)\n$/);
  }));

  test('ending without destroying anything', onGpu(() => {
    expect(runScript('console.log((await executable.run([x]))[0].data[5]);')).toBe('-3\n');
  }));
});

import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { GraphBuilder } from '../../ir/build.ts';
import { expandMath } from '../../ir/expand-math.ts';
import type { Graph } from '../../ir/graph.ts';
import { runKernel } from '../../ir/run-loops.ts';
import type { Tensor, TensorData } from '../../ir/tensor.ts';
import { elementCount, emptyData, tensor } from '../../ir/tensor.ts';
import type { Loose } from '../../spec/loose.ts';
import { BackendError } from '../backend.ts';
import type { KernelProgram } from '../kernel-program.ts';
import { lowerGraph } from '../lower-graph.ts';
import { partition } from '../partition.ts';
import { encodeModule, FunctionCode } from './binary.ts';
import { webAssembly } from './host.ts';
import { op } from './opcodes.ts';
import { CONTROL, MOST_CHUNKS } from './thread-code.ts';
import { ModuleCache } from './module-cache.ts';
import { ThreadPool } from './threads.ts';
import { compileGraph } from './wasm.ts';

const one = (name: string, shapes: readonly (readonly number[])[], attributes: Loose = {}): Graph => {
  const g = new GraphBuilder();
  return g.finish([g.op(name, shapes.map((shape, i) => g.input(`x${i}`, 'float32', shape)), attributes)]);
};

const inputsFor = (graph: Graph): Tensor[] => graph.inputs.map((id) => {
  const { shape } = graph.values[id]!;
  return tensor('float32', shape, Array.from({ length: elementCount(shape) }, (_, i) => Math.sin(i * (id + 1))));
});

/** Walks a program; chunks from the last to the first. */
function walk(program: KernelProgram, inputs: readonly Tensor[]): readonly TensorData[] {
  const data = program.buffers.map(({ dtype, shape }) => emptyData(dtype, elementCount(shape)));
  program.inputs.forEach((id, i) => { data[id] = inputs[i]!.data; });
  for (const { kernel, binding, chunks } of program.steps) {
    const bound = new Map(kernel.buffers.flatMap(({ name }, i) => (binding[i] === undefined ? [] : [[name, data[binding[i]]!] as const])));
    for (let c = (chunks?.count ?? 1) - 1; c >= 0; c--) {
      const body = chunks ? [{ kind: 'let', name: chunks.variable, type: 'index', value: { kind: 'const', type: 'index', value: c } } as const, ...kernel.body] : kernel.body;
      runKernel(expandMath({ ...kernel, body }), bound);
    }
  }
  return program.outputs.map((id) => data[id]!);
}

test('what is too little for several threads is compiled as for one', () => {
  const keys: string[] = [];
  class Listening extends ModuleCache {
    override get(key: string, compile: () => object): object {
      keys.push(key);
      return super.get(key, compile);
    }
  }
  const modules = new Listening();
  for (const threads of [1, 2]) compileGraph(one('MatMul', [[64, 64], [64, 64]]), { threads, modules });
  expect(keys[1]).toBe(keys[0]);
});

describe('a partitioned program', () => {
  test.each<[string, readonly (readonly number[])[], Loose?]>([
    ['Add', [[5, 7], [7]]], ['Exp', [[1000]]], ['Softmax', [[9, 70]]], ['Softmax', [[9, 70]], { axis: 0 }], ['MatMul', [[10, 256], [256, 16]]], ['MatMul', [[3, 9, 20], [20, 5]]],
    ['ReduceSum', [[6, 200]], { axes: [1] }], ['ReduceSum', [[6, 200]], { axes: [0] }], ['Conv', [[1, 4, 9, 9], [8, 4, 3, 3]], { pads: [1, 1, 1, 1] }], ['Transpose', [[7, 30]]],
  ])('gives the bits of %s over %j whatever the order of its chunks', (name, shapes, attributes) => {
    const graph = one(name, shapes, attributes);
    const whole = lowerGraph(graph);
    const parts = partition(whole, { threads: 3, leastSharedWork: 0 });
    expect(parts.steps.some(({ chunks }) => chunks && chunks.count > 1)).toBe(true);
    expect(walk(parts, inputsFor(graph))).toEqual(walk(whole, inputsFor(graph)));
  });

  test('gives every chunk scratch of its own, also where one kernel became several steps', () => {
    const g = new GraphBuilder();
    const [x, weight, bias] = [g.input('x', 'float32', [1, 5, 1]), g.input('weight', 'float32', [5, 1, 1]), g.input('bias', 'float32', [5])];
    const graph = g.finish([g.op('Conv', [x, weight, bias], { pads: [2, 2], group: 5 })]);
    const parts = partition(lowerGraph(graph, { eager: true }), { threads: 2, leastSharedWork: 0 });
    const own = parts.steps.flatMap(({ kernel, binding }) => kernel.buffers.map((buffer, i) => ({ kernelSize: elementCount(buffer.shape), place: binding[i] })));
    expect(own.some(({ place }) => place === undefined)).toBe(true);
    for (const { kernelSize, place } of own) if (place !== undefined) expect(elementCount(parts.buffers[place]!.shape)).toBe(kernelSize);
  });

  test('keeps together what meets in memory', () => {
    // All rows add to one sum.
    expect(partition(lowerGraph(one('ReduceSum', [[50]], { axes: [0], keepdims: false })), { threads: 2, leastSharedWork: 0 }).steps.every(({ chunks }) => !chunks)).toBe(true);
  });

  test('share a run that is worth waking a thread, and none that is not: the largest of a million took twice as long on two', () => {
    const chunks = (name: string): boolean => partition(lowerGraph(one(name, [[1024, 1024]])), { threads: 2 }).steps.some((step) => step.chunks);
    expect([chunks('ReduceMax'), chunks('Tanh')]).toEqual([false, true]);
  });

  test('keeps small work together', () => {
    expect(partition(lowerGraph(one('Add', [[5, 7], [7]])), { threads: 2 }).steps.every(({ chunks }) => !chunks)).toBe(true);
  });
});

/** \`run0\` does nothing with its chunk. */
const idle = (): object => new webAssembly.Module(encodeModule({ memory: { module: 'host', name: 'memory', minimum: 1, maximum: 1, shared: true }, functions: [new FunctionCode(1)], exports: { run0: 0 } }));
const trapping = (): object => {
  const f = new FunctionCode(1);
  f.body.op(op.unreachable);
  return new webAssembly.Module(encodeModule({ memory: { module: 'host', name: 'memory', minimum: 1, maximum: 1, shared: true }, functions: [f], exports: { run0: 0 } }));
};
const shared = (): ConstructorParameters<typeof ThreadPool>[1] => new webAssembly.Memory({ initial: 1, maximum: 1, shared: true });

describe('threads', () => {
  test('give the same bits as one thread, also when they have had time to start', async () => {
    const graph = one('MatMul', [[200, 64], [64, 48]]);
    const inputs = inputsFor(graph);
    const expected = compileGraph(graph).run(inputs);
    const executable = compileGraph(graph, { threads: 2, leastSharedWork: 0 });
    for (let i = 0; i < 20; i++) {
      expect(executable.run(inputs)).toEqual(expected);
      await new Promise((resolve) => { setTimeout(resolve, 5); });
    }
  });

  test('more threads than there may be are as many as there may be', () => {
    const graph = one('Exp', [[1 << 18]]);
    const inputs = inputsFor(graph);
    expect(compileGraph(graph, { threads: 1e6 }).run(inputs)).toEqual(compileGraph(graph).run(inputs));
  });

  test('a helper that begins a chunk and never ends it is an error, and the next run works', async () => {
    const pool = new ThreadPool(1, shared(), 50);
    const module = pool.add(idle());
    // Takes the first chunk that it sees, as a helper does, and then nothing.
    const thief = new Worker(`
      const { parentPort, workerData: control } = require('node:worker_threads');
      parentPort.postMessage('ready');
      for (;;) {
        const ticket = Atomics.load(control, ${CONTROL.ticket});
        if ((ticket & ${MOST_CHUNKS}) < 4000 && control[${CONTROL.tasks} + ((ticket >>> 12) & 63) * 4 + 2] === 4000 && Atomics.compareExchange(control, ${CONTROL.ticket}, ticket, ticket + 1) === ticket) break;
      }`, { eval: true, workerData: pool.control });
    await new Promise((resolve) => { thief.once('message', resolve); });
    expect(() => { for (let i = 0; i < 1000; i++) module.run(0, 4000); }).toThrow(new BackendError('a thread was lost in the middle of a kernel'));
    expect(pool.lost).toBe(true);
    await thief.terminate();
    const graph = one('Exp', [[1000]]);
    expect(compileGraph(graph, { threads: 2, leastSharedWork: 0 }).run(inputsFor(graph))).toEqual(compileGraph(graph).run(inputsFor(graph)));
  });

  test('a helper that is ended between two runs is missed by nobody, and replaced', async () => {
    const started: Worker[] = [];
    const listen = (worker: Worker): void => { started.push(worker); };
    process.on('worker', listen);
    // A number of threads that no other test has: a pool of its own.
    const graph = one('MatMul', [[200, 64], [64, 48]]);
    const executable = compileGraph(graph, { threads: 4, leastSharedWork: 0 });
    const inputs = inputsFor(graph);
    const expected = compileGraph(graph).run(inputs);
    executable.run(inputs);
    await new Promise((resolve) => { setTimeout(resolve, 50); });
    expect(started).toHaveLength(3);
    await Promise.all(started.map((worker) => worker.terminate()));
    for (let i = 0; i < 5; i++) {
      expect(executable.run(inputs)).toEqual(expected);
      await new Promise((resolve) => { setTimeout(resolve, 10); });
    }
    process.off('worker', listen);
    expect(started).toHaveLength(6);
  });

  test('a kernel that fails says so', () => {
    const pool = new ThreadPool(1, shared());
    pool.add(idle()).run(0, 4);
    expect(() => pool.add(trapping()).run(0, 4)).toThrow(/unreachable/);
    expect(pool.lost).toBe(true);
  });
});

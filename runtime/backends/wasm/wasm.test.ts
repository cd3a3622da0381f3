import { describe, expect, test } from 'vitest';
import { GraphBuilder } from '../../ir/build.ts';
import type { Graph, GraphValue } from '../../ir/graph.ts';
import { interpret } from '../../interpret/interpret.ts';
import { firstDifference } from '../../interpret/difference.ts';
import { scalar, tensor, toNumbers } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { LoopBuilder } from '../../ir/loop-builder.ts';
import { optimize } from '../../passes/pipeline.ts';
import { BackendError } from '../backend.ts';
import { lowerGraph } from '../lower-graph.ts';
import { planMemory } from '../plan-memory.ts';
import { compileGraph, compileProgram } from './wasm.ts';

const graphOf = (write: (g: GraphBuilder) => readonly GraphValue[]): Graph => {
  const g = new GraphBuilder();
  return g.finish(write(g));
};

const run = (graph: Graph, ...inputs: Tensor[]): number[][] => compileGraph(graph).run(inputs).map(toNumbers);

describe('graphs', () => {
  test('inputs, constants and one value twice may be outputs', () => {
    const graph = graphOf((g) => {
      const x = g.input('x', 'float32', [2]);
      const c = g.constant(tensor('float32', [2], [7, 8]));
      const y = g.op('Add', [x, c]);
      return [x, c, y, y];
    });
    expect(run(graph, tensor('float32', [2], [1, 2]))).toEqual([[1, 2], [7, 8], [8, 10], [8, 10]]);
  });

  test('an operand given twice', () => {
    const graph = graphOf((g) => {
      const x = g.input('x', 'int64', [3]);
      return [g.op('Mul', [x, x])];
    });
    expect(run(graph, tensor('int64', [3], [2, -3, 4]))).toEqual([[4, 9, 16]]);
  });

  test('tensors without elements', () => {
    const graph = graphOf((g) => {
      const x = g.input('x', 'float32', [0, 3]);
      return [g.op('Exp', [x]), g.op('ReduceSum', [x], { axes: [0], keepdims: false })];
    });
    expect(run(graph, tensor('float32', [0, 3], []))).toEqual([[], [0, 0, 0]]);
  });

  test('broadcasting in all directions', () => {
    const graph = graphOf((g) => [g.op('Add', [g.input('a', 'float32', [2, 1, 3]), g.input('b', 'float32', [4, 1])])]);
    expect(run(graph, tensor('float32', [2, 1, 3], [0, 1, 2, 10, 11, 12]), tensor('float32', [4, 1], [0, 100, 200, 300])))
      .toEqual([[0, 10].flatMap((a) => [0, 100, 200, 300].flatMap((b) => [0, 1, 2].map((c) => a + b + c)))]);
  });

  test('a fused node is one kernel and keeps its bits', () => {
    const graph = graphOf((g) => {
      const x = g.input('x', 'float32', [5, 7]);
      return [g.op('Tanh', [g.op('Add', [g.op('Mul', [x, g.input('y', 'float32', [7])]), g.op('Exp', [x])])])];
    });
    const fused = optimize(graph);
    expect(lowerGraph(fused).steps).toHaveLength(1);
    expect(lowerGraph(graph).steps.length).toBeGreaterThan(1);
    const inputs = [tensor('float32', [5, 7], Array.from({ length: 35 }, (_, i) => Math.sin(i))), tensor('float32', [7], [1, 2, 3, -1, -2, -3, 0])];
    expect(run(fused, ...inputs)).toEqual(run(graph, ...inputs));
    expect(firstDifference(interpret(graph, inputs)[0]!, compileGraph(fused).run(inputs)[0]!)).toBeUndefined();
  });
});

describe('executables', () => {
  const plus = (value: number): Graph => graphOf((g) => [g.op('Add', [g.input('x', 'float32', [4]), g.constant(tensor('float32', [4], [value, value, value, value]))])]);
  const x = tensor('float32', [4], [1, 2, 3, 4]);

  test('share one memory without meeting', () => {
    const [one, ten] = [compileGraph(plus(1)), compileGraph(plus(10))];
    const first = one.run([x]);
    expect(ten.run([x]).map(toNumbers)).toEqual([[11, 12, 13, 14]]);
    expect(one.run([x]).map(toNumbers)).toEqual([[2, 3, 4, 5]]);
    expect(first.map(toNumbers)).toEqual([[2, 3, 4, 5]]);
  });

  test('keep working after the memory grew', () => {
    const small = compileGraph(plus(1));
    const before = small.run([x]);
    const size = 2_000_000;
    compileGraph(graphOf((g) => [g.op('Neg', [g.input('x', 'float32', [size])])])).run([{ dtype: 'float32', shape: [size], data: new Float32Array(size) }]);
    expect(small.run([x])).toEqual(before);
  });

  test('refuse inputs that do not fit', () => {
    const executable = compileGraph(plus(1));
    expect(() => executable.run([])).toThrow(new BackendError('1 inputs are needed, 0 are given'));
    expect(() => executable.run([tensor('float32', [2, 2], [1, 2, 3, 4])])).toThrow(new BackendError('input 0 is float32[2, 2] where float32[4] is needed'));
    expect(() => executable.run([scalar('int32', 1)])).toThrow(BackendError);
  });

  test('say so when memory does not suffice, and go on', () => {
    const huge = graphOf((g) => [g.op('Expand', [g.input('x', 'float64', [1])], { shape: [1 << 20, 1 << 10] })]);
    expect(() => compileGraph(huge)).toThrow(/^out of memory: the graph needs \d+ MiB/);
    expect(compileGraph(plus(1)).run([x]).map(toNumbers)).toEqual([[2, 3, 4, 5]]);
  });
});

test('what the engine refuses to compile is an error of the graph', () => {
  const kernel = new LoopBuilder();
  const out = kernel.buffer('output', 'float32', [1]);
  // V8 takes 50,000 locals.
  for (let i = 0; i < 50_001; i++) kernel.local('float32', i);
  kernel.store(out, [0], 0);
  const program = { buffers: [{ dtype: 'float32', shape: [1] }], inputs: [], constants: [], steps: [{ kernel: kernel.finish('wide'), binding: [0] }], outputs: [0] } as const;
  expect(() => compileProgram(program)).toThrow(/^the graph cannot be compiled: this engine refuses its WebAssembly \(.*local count too large/);
});

describe('the memory plan', () => {
  const chain = (length: number, op: string): Graph => graphOf((g) => {
    let value = g.input('x', 'float32', [16, 16]);
    for (let i = 0; i < length; i++) value = g.op(op, [value]);
    return [value];
  });

  test('a chain needs two buffers, however long it is', () => {
    expect(planMemory(lowerGraph(chain(20, 'Transpose')), 0).end).toBe(2 * 1024);
  });

  test('elementwise operators work in place', () => {
    expect(planMemory(lowerGraph(chain(20, 'Neg')), 0).end).toBe(1024);
  });

  test('an operand that is read later, returned or constant is not overwritten', () => {
    const graph = graphOf((g) => {
      const [x, c] = [g.input('x', 'float32', [5]), g.constant(tensor('float32', [5], [1, 2, 3, 4, 5]))];
      const [a, b] = [g.op('Exp', [x]), g.op('Neg', [c])];
      return [g.op('Add', [g.op('Neg', [a]), a]), b, g.op('Add', [c, g.op('Abs', [x])])];
    });
    const inputs = [tensor('float32', [5], [0, 1, -1, 0.5, 2])];
    const executable = compileGraph(graph);
    for (let run = 0; run < 2; run++) executable.run(inputs).forEach((actual, i) => expect(firstDifference(interpret(graph, inputs)[i]!, actual)).toBeUndefined());
  });

  test('a vector that overlaps the one before does not run in place', () => {
    const graph = graphOf((g) => [g.op('Mul', [g.input('x', 'float32', [7]), g.scalar('float32', 3)])]);
    expect(run(graph, tensor('float32', [7], [1, 2, 3, 4, 5, 6, 7]))).toEqual([[3, 6, 9, 12, 15, 18, 21]]);
  });

  test('what a reshape gives is the buffer that it takes', () => {
    const graph = graphOf((g) => [g.op('Neg', [g.op('Reshape', [g.input('x', 'float32', [2, 3])], { shape: [3, 2] })])]);
    expect(lowerGraph(graph).steps).toHaveLength(1);
    expect(run(graph, tensor('float32', [2, 3], [1, 2, 3, 4, 5, 6]))).toEqual([[-1, -2, -3, -4, -5, -6]]);
  });

  test('buffers that live at the same time do not overlap', () => {
    const graph = graphOf((g) => {
      const a = g.input('a', 'float32', [5]);
      const b = g.op('Exp', [a]);
      const c = g.op('Neg', [b]);
      const d = g.op('Add', [b, g.op('Mul', [c, g.scalar('float32', 3)])]);
      return [g.op('Sub', [d, a]), c];
    });
    const program = lowerGraph(graph);
    const { addresses } = planMemory(program, 64);
    expect(addresses.every((address) => address === undefined || (address >= 64 && address % 16 === 0))).toBe(true);
    const inputs = [tensor('float32', [5], [0, 1, -1, 0.5, 2])];
    compileProgram(program).run(inputs).forEach((actual, i) => expect(firstDifference(interpret(graph, inputs)[i]!, actual)).toBeUndefined());
  });
});

// What follows from constants alone is computed once, and only that.
import { expect, test } from 'vitest';
import { GraphBuilder } from '../ir/build.ts';
import type { Graph, GraphValue } from '../ir/graph.ts';
import { tensor } from '../ir/tensor.ts';
import { hoistConstants } from './hoist-constants.ts';
import { lowerGraph } from './lower-graph.ts';
import { planMemory } from './plan-memory.ts';
import { compileGraph } from './wasm/wasm.ts';

function graphOf(build: (g: GraphBuilder, weight: GraphValue) => GraphValue): Graph {
  const g = new GraphBuilder();
  return g.finish([build(g, g.constant(tensor('float32', [64, 64], Array.from({ length: 4096 }, (_, i) => i % 7))))]);
}

test('weights are packed once, and the matrix itself does not stay', () => {
  const program = hoistConstants(lowerGraph(graphOf((g, weight) => g.op('MatMul', [g.input('x', 'float32', [1, 64]), weight]))));
  expect(program.prepare).toHaveLength(1);
  const { addresses, floor } = planMemory(program, 0);
  expect(floor).toBe(4 * 4096);
  expect(addresses[program.constants[0]!.buffer]).toBeGreaterThanOrEqual(floor);
});

test('a node of constants is a step no more', () => {
  const program = hoistConstants(lowerGraph(graphOf((g, weight) => g.op('Add', [g.input('x', 'float32', [64, 64]), g.op('Transpose', [weight], { perm: [1, 0] })]))));
  expect(program.steps.map(({ kernel }) => kernel.name)).toEqual(['Add']);
  expect(program.prepare?.map(({ kernel }) => kernel.name)).toEqual(['Transpose']);
});

test('what depends on an input stays in the run', () => {
  const program = lowerGraph(graphOf((g, weight) => g.op('MatMul', [g.input('x', 'float32', [64, 64]), g.op('Mul', [g.input('s', 'float32', []), weight])])));
  expect(hoistConstants(program)).toBe(program);
});

test('executables that take turns prepare anew', () => {
  const [one, other] = [1, 2].map((factor) => compileGraph(graphOf((g, weight) => g.op('MatMul', [g.input('x', 'float32', [1, 64]), g.op('Mul', [weight, g.scalar('float32', factor)])]))));
  const x = tensor('float32', [1, 64], Array.from({ length: 64 }, (_, i) => (i === 3 ? 1 : 0)));
  const row = Array.from({ length: 64 }, (_, i) => (i + 192) % 7);
  for (let turn = 0; turn < 2; turn++) {
    expect([...one!.run([x])[0]!.data]).toEqual(row);
    expect([...other!.run([x])[0]!.data]).toEqual(row.map((v) => 2 * v));
  }
});

import { describe, expect, test } from 'vitest';
import { compile } from './api.ts';
import { GraphBuilder } from './ir/build.ts';
import type { Graph } from './ir/graph.ts';
import { tensor } from './ir/tensor.ts';
import { operatorsOf, scheduleFor, wasmSettings } from './schedule.ts';
import type { Schedule } from './schedule.ts';

const product = (rows: number, op = 'MatMul'): Graph => {
  const g = new GraphBuilder();
  return g.finish([g.op(op, [g.input('x', 'float32', [rows, 60]), g.input('y', 'float32', [60, 60])])]);
};

const scheduleOf = (graph: Graph, engine: string): Schedule => ({ engine, operators: operatorsOf(graph) });

describe('the schedule for a graph', () => {
  const known = [scheduleOf(product(500), 'wasm:O2+rows=48'), scheduleOf(product(64), 'wasm:O2+rows=24'), scheduleOf(product(60, 'Add'), 'wasm:O1')];

  test.each([[512, 'wasm:O2+rows=48'], [60, 'wasm:O2+rows=24'], [4096, undefined]])('of %i rows is that of what is most like it', (rows, engine) => {
    expect(scheduleFor(product(rows), known)?.engine).toBe(engine);
  });

  test('is the one that has most in common', () => {
    const g = new GraphBuilder();
    const x = g.input('x', 'float32', [60, 60]);
    const both = g.finish([g.op('Add', [g.op('MatMul', [x, x]), x])]);
    expect(scheduleFor(both, [...known, scheduleOf(both, 'wasm:O2+rows=192')])?.engine).toBe('wasm:O2+rows=192');
  });
});

test('the parts of a schedule are settings', () => {
  expect(wasmSettings('wasm:O2+tile=2x4+rows=48+terms=512')).toMatchObject({ options: { tile: { rows: 2, vectors: 4 }, loops: { blockRows: 48, blockTerms: 512 } } });
  expect(wasmSettings('wasm:O9')).toBeUndefined();
});

test('a model that is compiled with a schedule computes the same, and one that is none is refused', async () => {
  const graph = product(64);
  const inputs = [tensor('float32', [64, 60], Array.from({ length: 3840 }, (_, i) => Math.sin(i))), tensor('float32', [60, 60], Array.from({ length: 3600 }, (_, i) => Math.cos(i)))];
  const plain = await compile(graph);
  const tuned = await compile(graph, { schedules: [scheduleOf(graph, 'wasm:O2+tile=2x4+rows=12+terms=8')] });
  expect(tuned.run(inputs)).toEqual(plain.run(inputs));
  await expect(compile(graph, { schedules: [scheduleOf(graph, 'fast')] })).rejects.toThrow("'fast' is no schedule");
});

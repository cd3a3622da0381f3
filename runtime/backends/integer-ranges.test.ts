// What is said of integers has to hold for every input: a wrong range would multiply other numbers than there are.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { interpret } from '../interpret/interpret.ts';
import { GraphBuilder } from '../ir/build.ts';
import type { DType } from '../ir/dtype.ts';
import type { GraphValue } from '../ir/graph.ts';
import { tensor, toNumbers } from '../ir/tensor.ts';
import { fuseElementwise } from '../passes/fuse-elementwise.ts';
import { IntegerRanges } from './integer-ranges.ts';

const TYPES: readonly DType[] = ['int8', 'uint8', 'int16', 'int32', 'bool', 'float32'];
const EXTREMES = [-(2 ** 31), -32768, -32767, -128, -1, 0, 1, 127, 128, 255, 32767, 32768, 2 ** 31 - 1];

/** A chain of casts, sums, differences and moves, chosen by numbers. */
function chain(choices: readonly number[]): { readonly g: GraphBuilder; readonly value: GraphValue; readonly from: DType } {
  let next = 0;
  const pick = (n: number): number => (choices[next++] ?? 0) % n;
  const g = new GraphBuilder();
  const from = TYPES[pick(TYPES.length)]!;
  let value = g.input('x', from, [EXTREMES.length]);
  for (let step = pick(6); step > 0; step--) {
    switch (pick(5)) {
      case 0: value = g.op('Cast', [value], { to: TYPES[pick(TYPES.length)]! }); break;
      case 1: value = g.op('Cast', [value], { to: 'int32' }); break;
      case 2: value = g.op('Slice', [value], { starts: [0], ends: [value.shape[0]!], axes: [0], steps: [1] }); break;
      default: {
        if (value.dtype === 'bool') break;
        const other = pick(3) === 0 ? value : g.constant(tensor(value.dtype, [1], [EXTREMES[pick(EXTREMES.length)]!]));
        value = g.op(pick(2) === 0 ? 'Add' : 'Sub', [value, other]);
      }
    }
  }
  return { g, value, from };
}

test('every element lies in the range that is said, in fused graphs too', () => {
  let known = 0;
  fc.assert(fc.property(fc.array(fc.nat(999), { maxLength: 24 }), (choices) => {
    const { g, value, from } = chain(choices);
    const graph = g.finish([value]);
    const elements = toNumbers(interpret(graph, [tensor(from, [EXTREMES.length], EXTREMES)])[0]!);
    for (const each of [graph, fuseElementwise.run(graph)]) {
      const range = new IntegerRanges(each).of(each.outputs[0]!);
      if (!range) continue;
      known++;
      expect(elements.filter((element) => element < range[0] || element > range[1])).toEqual([]);
    }
  }), { numRuns: 500, seed: 5 });
  expect(known).toBeGreaterThan(300);
});

test.each<[DType, boolean]>([['uint8', true], ['int8', true], ['int16', false], ['int32', false]])('a difference of two numbers of %s fits into 16 bits: %s', (dtype, fits) => {
  const g = new GraphBuilder();
  const [x, zero] = ['x', 'zero'].map((name) => g.op('Cast', [g.input(name, dtype, [4])], { to: 'int32' }));
  const graph = g.finish([g.op('Transpose', [g.op('Reshape', [g.op('Sub', [x, zero])], { shape: [2, 2] })])]);
  expect(new IntegerRanges(graph).fitsInt16(graph.outputs[0]!)).toBe(fits);
});

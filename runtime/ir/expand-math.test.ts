// Powers of integers, as loops of arithmetic.
import { expect, test } from 'vitest';
import type { DType } from './dtype.ts';
import { expandMath } from './expand-math.ts';
import { LoopBuilder, pow } from './loop-builder.ts';
import { runKernel } from './run-loops.ts';
import { tensor } from './tensor.ts';

function power(dtype: DType, x: number | bigint, y: number | bigint): number | bigint | undefined {
  const k = new LoopBuilder();
  const inputs = { x: k.buffer('input', dtype, [], 'x'), y: k.buffer('input', dtype, [], 'y') };
  k.store(k.buffer('output', dtype, [], 'result'), [], pow(k.load(inputs.x, []), k.load(inputs.y, [])));
  const result = tensor(dtype, [], [0]);
  runKernel(expandMath(k.finish('power')), new Map([['x', tensor(dtype, [], [x]).data], ['y', tensor(dtype, [], [y]).data], ['result', result.data]]));
  return result.data[0];
}

test('integers are raised exactly', () => expect([power('int32', 3, 4), power('int32', -2, 3), power('int32', 7, 0)]).toEqual([81, -8, 1]));
test('int32 wraps', () => expect(power('int32', 3, 40)).toBe(Number(BigInt.asIntN(32, 3n ** 40n))));
test('int64 wraps', () => expect(power('int64', 7n, 100n)).toBe(BigInt.asIntN(64, 7n ** 100n)));
test('the highest bit of the exponent counts', () => expect(power('int32', -1, 2 ** 30 + 1)).toBe(-1));

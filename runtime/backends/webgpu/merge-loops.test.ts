// Loops that merge, and those that must not.
import { expect, test } from 'vitest';
import { add, index, lt, mul } from '../../ir/loop-builder.ts';
import { LoopBuilder } from '../../ir/loop-builder.ts';
import type { Buffer, Expr, Stmt } from '../../ir/loops.ts';
import { mergeLoops } from './merge-loops.ts';

function merged(shape: readonly number[], write: (k: LoopBuilder, x: Buffer, result: Buffer) => void): readonly number[] {
  const k = new LoopBuilder({ plain: true });
  write(k, k.buffer('input', 'float32', shape), k.buffer('output', 'float32', shape));
  const extents = (body: readonly Stmt[]): readonly number[] => body.flatMap((stmt) => (stmt.kind === 'for' ? [stmt.extent, ...extents(stmt.body)] : []));
  return extents(mergeLoops(k.finish('test').body));
}

const copy = (of: (k: LoopBuilder, at: readonly Expr[]) => readonly Expr[]) => (k: LoopBuilder, x: Buffer, result: Buffer): void => (
  k.nest(x.shape, (at) => k.store(result, at, k.loadFlat(x, of(k, at).reduce(add))))
);

test('a copy of any rank is one loop', () => {
  expect(merged([2, 3, 4], copy((_, at) => [mul(at[0]!, 12), mul(at[1]!, 4), at[2]!]))).toEqual([24]);
});

test('axes that are turned stay apart, and those that stay side by side do not', () => {
  expect(merged([5, 3, 4], copy((_, at) => [at[0]!, mul(at[1]!, 20), mul(at[2]!, 5)]))).toEqual([5, 12]);
});

test('an axis along which an operand repeats stays apart', () => {
  expect(merged([3, 4], copy((_, at) => [at[1]!]))).toEqual([3, 4]);
});

test('a position that is asked about keeps its loop', () => {
  expect(merged([3, 4], (k, x, result) => k.nest(x.shape, (at) => k.when(lt(at[1]!, 2), () => k.store(result, at, k.load(x, at)))))).toEqual([3, 4]);
});

test('a position inside of an address that is no sum keeps its loop', () => {
  expect(merged([3, 4], (k, x, result) => k.nest(x.shape, (at) => (
    k.store(result, at, k.loadFlat(x, { kind: 'binary', type: 'index', op: 'min', x: at[1]!, y: index(2) }))
  )))).toEqual([3, 4]);
});

test('a sum over axes that lie side by side has one loop', () => {
  expect(merged([2, 3, 4], (k, x, result) => k.loop(2, (row) => {
    const sum = k.local('float32', 0);
    k.nest([3, 4], ([i, j]) => sum.set(add(sum.get, k.load(x, [row, i!, j!]))));
    k.storeFlat(result, row, sum.get);
  }))).toEqual([2, 12]);
});

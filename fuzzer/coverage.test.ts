import { beforeAll, describe, expect, it } from 'vitest';
import { EVERY_DTYPE } from '../runtime/ir/dtype.ts';
import { OPERATORS } from '../runtime/operators/index.ts';
import { Coverage, total } from './coverage.ts';
import { generateCase } from './generate.ts';

const GRAPHS = 1000;

describe('a stream of graphs', () => {
  const small = new Coverage();
  const large = new Coverage();
  beforeAll(() => {
    for (let i = 0; i < GRAPHS; i++) small.add(generateCase(17, i, { nodes: 10 }).graph);
    for (let i = 0; i < GRAPHS / 20; i++) large.add(generateCase(17, i, { nodes: 40 }).graph);
  }, 60_000);

  it('uses every operator, the rarest at least a quarter as often as the commonest', () => {
    expect([...small.operators.keys()].sort()).toEqual(OPERATORS.map((operator) => operator.name).sort());
    const counts = [...small.operators.values()];
    expect(Math.max(...counts) / Math.min(...counts)).toBeLessThanOrEqual(4);
  });

  it.each([['small', small], ['large', large]] as const)('is no more than a third ones in %s graphs', (_, coverage) => {
    expect(coverage.sizes.get('one')! / total(coverage.sizes)).toBeLessThanOrEqual(0.35);
  });

  it.each([['small', small], ['large', large]] as const)('has all kinds of sizes in %s graphs', (_, coverage) => {
    expect([...coverage.sizes.keys()]).toEqual(expect.arrayContaining(['zero', 'one', 'small', 'prime', 'power of two', 'beside a power of two', 'round', 'large']));
  });

  it('has all dtypes and the ranks 0 to 6', () => {
    expect([...small.dtypes.keys()].sort()).toEqual([...EVERY_DTYPE].sort());
    expect([...small.ranks.keys()].sort()).toEqual(['0', '1', '2', '3', '4', '5', '6']);
  });

  it('has every shape of graph that compilers stumble over', () => {
    const common = [...small.features].filter(([, graphs]) => graphs > GRAPHS / 50).map(([feature]) => feature);
    expect(common).toEqual(expect.arrayContaining([
      'several outputs', 'a value with several readers', 'dead code', 'an output that is read', 'a scalar', 'an empty tensor', 'several results',
      'shapes as integers', 'broadcasting the first', 'broadcasting the second', 'broadcasting both',
    ]));
  });

  it('counts pairs and cells', () => {
    const one = new Coverage();
    one.add({
      values: [{ id: 0, dtype: 'int32', shape: [2] }, { id: 1, dtype: 'int32', shape: [2] }, { id: 2, dtype: 'int32', shape: [2] }],
      inputs: [0], outputs: [2],
      nodes: [{ op: 'Neg', inputs: [0], outputs: [1], attributes: {} }, { op: 'Abs', inputs: [1], outputs: [2], attributes: {} }],
    });
    expect([...one.pairs]).toEqual([['Neg → Abs', 1]]);
    expect([...one.cells.keys()]).toEqual(['Neg int32 1', 'Abs int32 1']);
    expect(one.table()).toContain('1 graphs, 2 nodes');
  });
});

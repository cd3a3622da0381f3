import { describe, expect, it } from 'vitest';
import { printGraph } from '../runtime/ir/text-print.ts';
import { LANES, Lanes } from './feedback.ts';
import { generateCase } from './generate.ts';
import { passMarks } from './marks.ts';

const options = { nodes: 6, special: 0, mutate: 0.3 };
const GRAPHS = 160;

/** The graphs of a campaign whose threads take the lanes in this order. */
function texts(order: (a: number, b: number) => number): readonly string[] {
  const lanes = new Lanes(5, options);
  const made: string[] = [];
  for (const index of Array.from({ length: GRAPHS }, (_, i) => i).sort(order)) {
    const lane = lanes.of(index);
    const one = lane.case(index);
    lane.learn(one, passMarks(one.graph));
    made[index] = printGraph(one.graph);
  }
  return made;
}

describe('feedback', () => {
  it('gives the same graphs whichever thread runs a lane, and when', () => {
    const inTurn = texts((a, b) => a - b);
    expect(texts((a, b) => (a % LANES) - (b % LANES) || a - b)).toEqual(inTurn);
    expect(texts((a, b) => (b % LANES) - (a % LANES) || a - b)).toEqual(inTurn);
  });

  it('mutates in the share that is asked for', () => {
    const fresh = (mutate: number): number => {
      const lane = new Lanes(5, { ...options, mutate }).of(0);
      let same = 0;
      for (let index = 0; index < 30; index++) {
        const made = lane.case(index);
        lane.learn(made, []);
        if (printGraph(made.graph) === printGraph(generateCase(5, index, options).graph)) same++;
      }
      return same;
    };
    expect(fresh(0)).toBe(30);
    expect(fresh(1)).toBeLessThan(10);
  });

  it('is off where nobody asks for it', () => {
    const lane = new Lanes(5, { nodes: 6 }).of(0);
    lane.learn(generateCase(5, 0, options), ['a rewrite']);
    expect(lane.mutates).toBe(false);
    expect(lane.corpus).toEqual([]);
  });

  it('keeps a case that makes a compiler do something new, and not its like', () => {
    const lane = new Lanes(5, options).of(0);
    const made = generateCase(5, 0, options);
    lane.learn(made, []);
    expect(lane.corpus).toHaveLength(1);
    lane.learn(made, []);
    expect(lane.corpus).toHaveLength(1);
    lane.learn(made, ['a rewrite that never fired before']);
    expect(lane.corpus).toHaveLength(2);
  });

  it('hears of rewrites, passes and the sizes of fusions', () => {
    const marks = new Set(Array.from({ length: 160 }, (_, index) => [...passMarks(generateCase(8, index, { nodes: 10 }).graph)]).flat());
    for (const name of ['transpose-of-transpose', 'plus-nothing', 'fold-constants', 'fuse-elementwise', 'fuse 2']) expect(marks).toContain(name);
  });
});

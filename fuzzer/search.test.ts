import { describe, expect, it } from 'vitest';
import { tryInfer } from '../runtime/ir/build.ts';
import type { DType } from '../runtime/ir/dtype.ts';
import { tensor, toNumbers } from '../runtime/ir/tensor.ts';
import { operatorNamed } from '../runtime/operators/index.ts';
import type { Loose } from '../runtime/spec/settle.ts';
import type { ValueDomain } from '../runtime/spec/spec.ts';
import { Choices } from './choices.ts';
import { generateCase } from './generate.ts';
import { pushInside } from './search.ts';
import type { Cell, Sketch } from './sketch.ts';
import { evaluateStep } from './sketch.ts';
import { isInside } from './values.ts';

/** A sketch by hand: inputs, then operators on them. */
class Hand {
  readonly sketch: Sketch = { cells: [], steps: [] };

  input(values: readonly number[], domain: ValueDomain = 'any', dtype: DType = 'float32'): Cell {
    const value = tensor(dtype, [values.length], values);
    const cell: Cell = { dtype, shape: value.shape, value, need: { domain, limit: 0 }, fixed: false, readers: 0 };
    this.sketch.cells.push(cell);
    return cell;
  }

  op(name: string, operands: readonly Cell[], given: Loose = {}): Cell {
    const operator = operatorNamed(name)!;
    const inferred = tryInfer(operator, operands, given);
    if ('refused' in inferred) throw new Error(inferred.refused);
    const [value] = evaluateStep({ operator, inferred, operands }, inferred.shapes.map((shape) => ({ dtype: inferred.dtype, shape })));
    const result: Cell = { dtype: value!.dtype, shape: value!.shape, value: value!, need: undefined, fixed: false, readers: 0 };
    this.sketch.steps.push({ operator, operands, inferred, results: [result] });
    this.sketch.cells.push(result);
    return result;
  }
}

const push = (hand: Hand, cell: Cell, domain: ValueDomain): boolean => pushInside(Choices.random(1, 0), hand.sketch, cell, { domain, limit: 0 });

describe('the search for values', () => {
  it('moves an input until a difference is positive', () => {
    const hand = new Hand();
    const x = hand.input([-3, 0.5, 2]);
    const difference = hand.op('Sub', [x, hand.input([1, 1, 1])]);
    expect(push(hand, difference, 'positive')).toBe(true);
    expect(isInside({ domain: 'positive', limit: 0 }, difference.value)).toBe(true);
    expect(toNumbers(x.value)).not.toEqual([-3, 0.5, 2]);
  });

  it('follows gradients through several operators', () => {
    const hand = new Hand();
    const chain = hand.op('Neg', [hand.op('Mul', [hand.op('Exp', [hand.input([0.3, -1])]), hand.input([2, 0.7])])]);
    expect(push(hand, chain, 'nonnegative')).toBe(true);
    expect(toNumbers(chain.value).every((v) => v >= 0)).toBe(true);
  });

  it('evaluates everything behind a moved input again', () => {
    const hand = new Hand();
    const x = hand.input([-3]);
    const moved = hand.op('Sub', [x, hand.input([0])]);
    const behind = hand.op('Mul', [x, x]);
    expect(push(hand, moved, 'positive')).toBe(true);
    expect(toNumbers(behind.value)).toEqual([toNumbers(x.value)[0]! ** 2].map(Math.fround));
  });

  it('leaves the sketch as it was where nothing helps', () => {
    const hand = new Hand();
    const x = hand.input([1, 2]);
    const negative = hand.op('Neg', [hand.op('Exp', [x])]);
    expect(push(hand, negative, 'positive')).toBe(false);
    expect(toNumbers(x.value)).toEqual([1, 2]);
    expect(toNumbers(negative.value)[0]).toBeCloseTo(-Math.E, 5);
  });

  it('never takes an input out of the domain that it was made for', () => {
    const hand = new Hand();
    const x = hand.input([2, 3], 'positive');
    const logarithm = hand.op('Log', [x]);
    const wanted = hand.op('Sub', [hand.input([0.1, 0.1]), x]);
    expect(push(hand, wanted, 'positive')).toBe(true);
    expect(isInside({ domain: 'positive', limit: 0 }, x.value)).toBe(true);
    expect(toNumbers(logarithm.value).every(Number.isFinite)).toBe(true);
  });

  it('keeps apart what two operators want of one value', () => {
    const hand = new Hand();
    const x = hand.op('Mul', [hand.input([2, 3]), hand.input([1, 1])]);
    hand.op('Log', [x]);
    // A value and its negative are never both positive.
    expect(push(hand, hand.op('Neg', [x]), 'positive')).toBe(false);
  });

  it('succeeds for most values that generated graphs ask about', () => {
    const searches = Array.from({ length: 250 }, (_, index) => generateCase(41, index, { nodes: 10 }).searches);
    const sum = (of: 'tried' | 'found'): number => searches.reduce((n, made) => n + made[of], 0);
    expect(sum('tried')).toBeGreaterThan(30);
    expect(sum('found') / sum('tried')).toBeGreaterThan(0.6);
  });
});

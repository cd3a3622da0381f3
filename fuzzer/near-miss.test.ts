import { describe, expect, it } from 'vitest';
import { BuildError, inferConcrete } from '../runtime/ir/build.ts';
import { OPERATORS } from '../runtime/operators/index.ts';
import { Choices } from './choices.ts';
import { failingChecks, nearMiss } from './near-miss.ts';

const SEEDS = 6;

/** Checks that never fail alone, with the reason. */
const ENTAIL_OTHERS: Readonly<Record<string, string>> = {
  'Reshape/divisible': 'the extent that -1 stands for is rounded down then, so that the count does not come out either',
};

const operators = new Map(OPERATORS.map((operator) => [operator.name, operator]));
const rules = OPERATORS.flatMap((operator) => Object.keys(operator.checks).map((check) => `${operator.name}/${check}`));

describe('a near miss', () => {
  it.each(rules)('breaks %s and nothing else', (rule) => {
    const [name, check] = rule.split('/') as [string, string];
    const operator = operators.get(name)!;
    for (let seed = 0; seed < SEEDS; seed++) {
      const { operands, attributes, alone } = nearMiss(Choices.random(seed, 0), operator, check, { narrow: seed % 2 })!;
      expect(alone).toBe(!(rule in ENTAIL_OTHERS));
      if (alone) expect([...failingChecks(operator, operands.map((operand) => operand?.shape), attributes)]).toEqual([check]);
      expect(refusal(() => inferConcrete(operator, operands, attributes))).toBe(rule);
    }
  });

  it('differs from seed to seed', () => {
    const conv = OPERATORS.find((operator) => operator.name === 'Conv')!;
    const texts = Array.from({ length: 20 }, (_, seed) => JSON.stringify(nearMiss(Choices.random(seed, 1), conv, 'channels')));
    expect(new Set(texts).size).toBeGreaterThan(15);
  });

  it('is found for no check that an operator does not have', () => {
    expect(nearMiss(Choices.random(1, 0), OPERATORS[0]!, 'nothing')).toBeUndefined();
  });
});

function refusal(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (error instanceof BuildError) return error.rule;
    throw error;
  }
}

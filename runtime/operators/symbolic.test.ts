// A rule means the same over named sizes as over numbers: each extent of an example becomes a symbol, and what the
// forms give is evaluated where the symbols have the example's extents again.
import { describe, expect, it } from 'vitest';
import type { Dim, Shape } from '../dims/dim.ts';
import { evaluate, forms, holds, symbol } from '../dims/forms.ts';
import { numbers } from '../dims/numbers.ts';
import type { RuleRun } from '../spec/drive.ts';
import { runRule } from '../spec/drive.ts';
import type { Operator } from '../spec/spec.ts';
import { OPERATORS } from './index.ts';

type Example = Operator['examples'][number];

/** One piece size for as many pieces as it takes needs to know the extent. */
const NEEDS_NUMBERS = (operator: Operator, { attributes = {} }: Example): boolean => operator.name === 'Split' && typeof attributes['split'] === 'number';

function operandsOf(operator: Operator, example: Example): readonly ((readonly number[]) | undefined)[] {
  const operands = Object.entries(operator.inputs).flatMap(([name, input]): readonly ((readonly number[]) | undefined)[] => {
    const given = example.inputs[name];
    return given && input.kind === 'variadic' ? (given as readonly (readonly number[])[]) : [given as readonly number[] | undefined];
  });
  return operands.slice(0, operands.findLastIndex((shape) => shape !== undefined) + 1);
}

/** Result shapes, and the first check that does not hold. */
interface Outcome { readonly shapes: readonly (readonly number[])[] | undefined; readonly fails: string | undefined }

function overNumbers(operator: Operator, example: Example): Outcome {
  const shapes = operandsOf(operator, example).map((shape) => shape?.map(numbers.lit));
  const run = runRule(operator, shapes, example.attributes ?? {}, { domain: numbers, whether: (claim) => claim.verdict === 'yes', fresh: () => numbers.lit(0) });
  return outcome(run, run.claims.map(({ claim }) => claim.verdict === 'yes'), (n) => n.known!);
}

function overForms(operator: Operator, example: Example): Outcome {
  const assignment: Record<string, number> = {};
  const shapes: (Shape | undefined)[] = operandsOf(operator, example).map((shape, operand) => shape?.map((extent, axis) => {
    assignment[`n${operand}_${axis}`] = extent;
    return symbol(`n${operand}_${axis}`);
  }));
  const run = runRule(operator, shapes, example.attributes ?? {}, { domain: forms, whether: (claim) => holds(claim, assignment), fresh: () => forms.lit(0) });
  const held = run.claims.map(({ claim }) => holds(claim, assignment));
  // What is decided for all sizes holds for these.
  run.claims.forEach(({ check, claim }, i) => {
    if (claim.verdict !== 'unknown') expect([check, held[i]]).toEqual([check, claim.verdict === 'yes']);
  });
  return outcome(run, held, (n) => evaluate(n, assignment));
}

function outcome(run: RuleRun, held: readonly boolean[], valueOf: (n: Dim) => number): Outcome {
  const broken = held.indexOf(false);
  const fails = broken < 0 ? run.stopped?.check : run.claims[broken]!.check;
  return { fails, shapes: fails === undefined ? run.shapes.map((shape) => shape.map(valueOf)) : undefined };
}

for (const operator of OPERATORS) {
  describe(operator.name, () => {
    it.each(operator.examples.filter((example) => !NEEDS_NUMBERS(operator, example)).map((example, i) => ({ i, example })))('example $i means the same', ({ example }) => {
      expect(overForms(operator, example)).toEqual(overNumbers(operator, example));
    });
  });
}

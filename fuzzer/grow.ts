// Grows a graph operator by operator, in four kinds of moves: forwards from what exists, backwards in front of an
// input, an echo of an operator that is there, an idiom that compilers look for. The result is valid and sound by
// construction: every claim was solved for, every value evaluated by the reference.
import { OPERATORS } from '../runtime/operators/index.ts';
import type { Operator } from '../runtime/spec/spec.ts';
import { insertBefore } from './backward.ts';
import { BALANCE } from './balance.ts';
import type { Choices } from './choices.ts';
import { IDIOMS } from './idioms.ts';
import { Inserter } from './insert.ts';
import { Sizes } from './sizes.ts';
import type { Cell, Sketch, Step } from './sketch.ts';
import type { Appeal, Solves } from './solve.ts';
import type { TypeOptions } from './types.ts';
import { Types, fits } from './types.ts';

export interface GrowOptions extends TypeOptions {
  /** Operators in the graph. */
  readonly nodes: number;
  readonly operators?: readonly Operator[];
  /** Asked for sizes where forms have none, if at all: it costs milliseconds. The same answers give the same graphs. */
  readonly appeal?: Appeal | undefined;
  /** Share of sizes that are 1, besides those that are so anyway. */
  readonly ones?: number | undefined;
  /** How often an operator is wanted, relative to 1. */
  readonly weights?: Readonly<Record<string, number>>;
}

/** Outputs belong to the result: values that others read may be returned too, and unread ones may be dead. */
export interface Grown {
  readonly sketch: Sketch;
  readonly outputs: readonly Cell[];
  /** Values outside the domain of an operator that wanted them, and how many of them a search brought inside. */
  readonly searches: { readonly tried: number; readonly found: number };
  readonly solves: Readonly<Solves>;
}

/** Moves for each wanted operator; a small pool of operators and dtypes may leave a graph shorter. */
const ATTEMPTS = 12;
/** Element operations of the reference for each operator of a graph. */
const WORK = 1500;
const LEAST_WORK = 6000;
/** Percent of moves; what is left goes forwards. */
const ECHO = 10;
const IDIOM = 9;
const BACKWARD = 9;
/** An unread value that is not returned: dead code. */
const DEAD = 0.06;
/** A value that others read and that is returned too: fusion has to keep it. */
const KEPT = 0.1;

export function grow(choices: Choices, { nodes, operators = OPERATORS, weights = BALANCE, appeal, ones, ...types }: GrowOptions): Grown {
  const sketch: Sketch = { cells: [], steps: [] };
  const inserter = new Inserter(choices, sketch, new Sizes(choices, ones), new Types(choices, types), {
    nodes, work: LEAST_WORK + WORK * nodes, constants: operators.some((operator) => operator.name === 'Constant'), appeal,
  });
  const usable = types.dtypes ? operators.filter((operator) => fits(operator, types.dtypes!)) : operators;
  const pick = picker(choices, usable, weights);
  const wholeVocabulary = usable.length === OPERATORS.length;
  for (let attempt = 0; inserter.left > 0 && attempt < nodes * ATTEMPTS; attempt++) {
    choices.mark();
    const move = sketch.steps.length === 0 ? 0 : choices.integer(0, 99);
    if (move >= 100 - ECHO) echo(inserter);
    else if (move >= 100 - ECHO - BACKWARD) { if (!insertBefore(inserter, pick())) inserter.insert(pick()); }
    else if (move >= 100 - ECHO - BACKWARD - IDIOM && wholeVocabulary) choices.pick(IDIOMS)(inserter);
    else inserter.insert(pick());
  }
  choices.mark();
  return { sketch, outputs: drawOutputs(choices, sketch), searches: inserter.searches, solves: inserter.solves };
}

function picker(choices: Choices, operators: readonly Operator[], weights: Readonly<Record<string, number>>): () => Operator {
  if (operators.every(({ name }) => (weights[name] ?? 1) === 1)) return () => choices.pick(operators);
  const ends: number[] = [];
  for (const { name } of operators) ends.push((ends.at(-1) ?? 0) + Math.round(100 * (weights[name] ?? 1)));
  return () => { const at = choices.integer(0, Math.max(0, ends.at(-1)! - 1)); return operators[ends.findIndex((end) => at < end)] ?? operators[0]!; };
}

/** The operator again: on its own result, on the same operands with other attributes, or exactly the same. */
function echo(inserter: Inserter): void {
  const { choices, sketch } = inserter;
  const { operator, operands, inferred, results } = choices.pick<Step>(sketch.steps);
  if (operator.name === 'Constant') return;
  const kind = choices.integer(0, 3);
  if (kind <= 1) inserter.insert(operator, { operands: [results[0], ...operands.slice(1).map((operand) => (choices.chance(0.7) ? operand : undefined))] });
  else inserter.insert(operator, { operands, ...(kind === 3 ? { attributes: inferred.attributes } : {}) });
}

function drawOutputs(choices: Choices, { cells, steps }: Sketch): readonly Cell[] {
  const results = new Set(steps.flatMap((step) => step.results));
  const made = cells.filter((cell) => results.has(cell));
  const outputs = made.filter((cell) => (cell.readers === 0 ? !choices.chance(DEAD) : choices.chance(KEPT)));
  return outputs.length > 0 ? outputs : made.slice(-1);
}


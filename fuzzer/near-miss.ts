// An operator and one of its checks in; operands and attributes for which exactly this check fails and every other
// claim holds out. Claims read backwards: all of them are assumed but one, and of that one the negation. What an
// engine must refuse, and what a checker must call by its name.
import { forms, symbol } from '../runtime/dims/forms.ts';
import { numbers } from '../runtime/dims/numbers.ts';
import type { Shape } from '../runtime/dims/dim.ts';
import type { DType } from '../runtime/ir/dtype.ts';
import { runRule } from '../runtime/spec/drive.ts';
import type { StatedClaim } from '../runtime/spec/drive.ts';
import type { Inputs } from '../runtime/spec/inputs.ts';
import type { Loose } from '../runtime/spec/settle.ts';
import type { Example, Operator } from '../runtime/spec/spec.ts';
import { drawAttributes } from './attributes.ts';
import type { Choices } from './choices.ts';
import type { Concrete } from './fill.ts';
import { assumeAll, fillShapes } from './fill.ts';
import { Sizes } from './sizes.ts';
import type { TypeOptions } from './types.ts';
import { Types } from './types.ts';
import type { FormRun } from './solve.ts';
import { runOnForms } from './solve.ts';

export interface NearMiss {
  readonly operator: string;
  readonly check: string;
  readonly operands: readonly ({ readonly dtype: DType; readonly shape: readonly number[] } | undefined)[];
  /** Loose, as a program would give them. */
  readonly attributes: Loose;
  /** False where claims stated later fail of necessity too; the check is the first that fails all the same. */
  readonly alone: boolean;
}

const ATTEMPTS = 40;
const MOST_EXTENT = 40;

/** Ranks, dtypes and attributes of an operator; sizes are partly open. */
interface Setup {
  readonly shapes: readonly (Shape | undefined)[];
  readonly dtypes: readonly (DType | undefined)[];
  readonly attributes: Loose;
}

/** Undefined where no attempt breaks this check before all others. */
export function nearMiss(choices: Choices, operator: Operator, check: string, options: TypeOptions = {}): NearMiss | undefined {
  const sizes = new Sizes(choices);
  const types = new Types(choices, options);
  const examples = operator.examples.filter((example) => example.breaks === check);
  for (const alone of [true, false]) {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const setup = attempt % 2 === 0 || examples.length === 0 ? drawnSetup(choices, sizes, types, operator) : setupLike(choices, types, operator, choices.pick(examples));
      const shapes = broken(choices, sizes, operator, setup, check, alone);
      if (!shapes) continue;
      const [first, ...others] = failingChecks(operator, shapes, setup.attributes);
      if (first !== check || (alone && others.length > 0)) continue;
      return { operator: operator.name, check, attributes: setup.attributes, alone, operands: shapes.map((shape, i) => shape && { dtype: setup.dtypes[i]!, shape }) };
    }
  }
  return undefined;
}

/** All checks that fail for concrete shapes, in the order of the rule. */
export function failingChecks(operator: Operator, shapes: Concrete, attributes: Loose): ReadonlySet<string> {
  const run = runRule(operator, shapes.map((shape) => shape?.map((n) => numbers.lit(n))), attributes, {
    domain: numbers, whether: (claim) => claim.verdict === 'yes', fresh: (_, atMost) => numbers.lit(typeof atMost === 'number' ? atMost : atMost.known!),
  });
  const failed = run.claims.filter((stated) => stated.claim.verdict !== 'yes').map((stated) => stated.check);
  return new Set(run.stopped ? [...failed, run.stopped.check] : failed);
}

function broken(choices: Choices, sizes: Sizes, operator: Operator, { shapes, attributes }: Setup, check: string, alone: boolean): Concrete | undefined {
  const made = runOnForms(choices, operator, shapes, attributes);
  if (!made) return undefined;
  // What is wrong by structure alone needs sizes that keep the claims stated before.
  if (made.run.stopped) return made.run.stopped.check === check ? filled(choices, sizes, made, shapes, made.run.claims) : undefined;
  const candidates = choices.shuffled(made.run.claims.filter((stated) => stated.check === check));
  for (const candidate of candidates) {
    const negated = { ...candidate, claim: candidate.claim.not() };
    const place = made.run.claims.indexOf(candidate);
    const others = alone ? made.run.claims : made.run.claims.slice(0, place + 1);
    const found = filled(choices, sizes, made, shapes, others.with(place, negated));
    if (found) return found;
  }
  return undefined;
}

function filled(choices: Choices, sizes: Sizes, { facts }: FormRun, shapes: Setup['shapes'], stated: readonly StatedClaim[]): Concrete | undefined {
  const claims = stated.map(({ claim }) => claim);
  const assumed = assumeAll(claims, facts);
  return assumed === 'contradiction' ? undefined : fillShapes(choices, sizes, shapes, claims, assumed);
}

function symbols(rank: number, operand: number): Shape {
  return Array.from({ length: rank }, (_, axis) => symbol(`s${operand}_${axis}`, { atMost: MOST_EXTENT }));
}

function drawnDTypes(types: Types, operator: Operator): Readonly<Record<string, DType>> {
  return Object.fromEntries(Object.keys(operator.dtypes).map((name) => [name, types.pick(types.of(operator, name))]));
}

function drawnSetup(choices: Choices, sizes: Sizes, types: Types, operator: Operator): Setup {
  const bound = drawnDTypes(types, operator);
  const shapes: (Shape | undefined)[] = [];
  const dtypes: (DType | undefined)[] = [];
  for (const input of Object.values(operator.inputs)) {
    const count = input.kind === 'variadic' ? input.least + choices.integer(0, 2) : input.kind === 'optional' && choices.chance(0.5) ? 0 : 1;
    for (let i = 0; i < Math.max(1, count); i++) {
      const { min, max } = input.ranks;
      const near = shapes[0]?.length;
      const rank = near !== undefined && near >= min && near <= max && choices.chance(0.6) ? near : sizes.rank(min, max);
      // A first operand of known sizes lets attributes be drawn for it.
      const concrete = shapes.length === 0 && choices.chance(0.5);
      shapes.push(count === 0 ? undefined : concrete ? sizes.shape(rank).map((n) => forms.lit(n)) : symbols(rank, shapes.length));
      dtypes.push(count === 0 ? undefined : (bound[input.dtype] ?? (input.dtype as DType)));
    }
  }
  const known = shapes.map((shape) => (shape?.every((n) => n.known !== undefined) ? shape.map((n) => n.known!) : undefined));
  return { shapes, dtypes, attributes: drawAttributes(choices, operator, known, shapes[0]?.length ?? 0, types) };
}

/** The structure of an example that breaks the check; its sizes are forgotten, now and then only most of them. */
function setupLike(choices: Choices, types: Types, operator: Operator, example: Example<Inputs, string>): Setup {
  const bound = { ...drawnDTypes(types, operator), ...example.dtypes };
  const shapes: (Shape | undefined)[] = [];
  const dtypes: (DType | undefined)[] = [];
  for (const [name, input] of Object.entries(operator.inputs)) {
    const given = example.inputs[name];
    const list = (given === undefined ? [undefined] : input.kind === 'variadic' ? given : [given]) as readonly (readonly number[] | undefined)[];
    for (const shape of list) {
      const open = symbols(shape?.length ?? 0, shapes.length);
      shapes.push(shape && shape.map((extent, axis) => (choices.chance(0.3) ? forms.lit(extent) : open[axis]!)));
      dtypes.push(shape && (bound[input.dtype] ?? (input.dtype as DType)));
    }
  }
  return { shapes, dtypes, attributes: example.attributes ?? {} };
}

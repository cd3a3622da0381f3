// One operator on values whose shapes are sizes: its claims decided with what is known, its results inferred. What a
// claim demands and nothing decides becomes known from here on: the model runs only where it holds.
import type { Claim, Dim, Shape, Size } from '../../../runtime/dims/dim.ts';
import { isDim } from '../../../runtime/dims/dim.ts';
import type { Facts } from '../../../runtime/dims/forms.ts';
import { assume, decide, forms, simplify, symbol } from '../../../runtime/dims/forms.ts';
import { InvariantError } from '../../../runtime/invariant.ts';
import type { DType } from '../../../runtime/ir/dtype.ts';
import { isDType } from '../../../runtime/ir/dtype.ts';
import type { Call } from '../../../runtime/onnx/reading.ts';
import type { RuleRun } from '../../../runtime/spec/drive.ts';
import { bindDTypes, runRule } from '../../../runtime/spec/drive.ts';
import { inputAt } from '../../../runtime/spec/inputs.ts';
import type { Loose } from '../../../runtime/spec/loose.ts';
import type { Operator } from '../../../runtime/spec/spec.ts';
import type { Solver } from '../../3-solve/solve.ts';
import type { ModelValue } from './model-value.ts';

export interface Broken {
  readonly check: string;
  readonly holes: Readonly<Record<string, Size>>;
}

export interface Applied {
  /** Without their origin; empty where the rule ended early. */
  readonly results: readonly Omit<ModelValue, 'origin'>[];
  /** The claim that no sizes satisfy. */
  readonly broken?: Broken;
  readonly unknown?: string;
  readonly facts: Facts;
  readonly proved: number;
  readonly open: number;
}

/** A choice of rank that nothing decides. */
class Undecided extends Error {}

/** Ranks that the specifications bound for their own sake, not the format's. */
const BOUNDED_RANK = 5;

export function applyCall({ operator, attributes, evenly }: Pick<Call, 'operator' | 'attributes' | 'evenly'>, operands: readonly (ModelValue | undefined)[], facts: Facts, solver: Solver): Applied {
  const nothing = { results: [], facts, proved: 0, open: 0 };
  const shapes: (Shape | undefined)[] = [];
  for (const operand of operands) {
    if (operand && !operand.shape) return nothing;
    shapes.push(operand?.shape);
  }
  try {
    const run = runRule(operator, shapes, attributes, driverOf(facts, solver));
    const more = evenly ? { ...run, claims: [...run.claims, ...evenClaims(run)] } : run;
    return conclude(operator, attributes, more, operands, facts, solver);
  } catch (error) {
    if (error instanceof Undecided) return { ...nothing, unknown: `the rank that ${operator.name} gives depends on ${error.message}` };
    if (error instanceof InvariantError && error.message.includes('safe integer')) return { ...nothing, unknown: `the sizes of ${operator.name} are too large to compute with` };
    throw error;
  }
}

function driverOf(facts: Facts, solver: Solver): Parameters<typeof runRule>[3] {
  return {
    domain: forms,
    whether(claim) {
      const verdict = verdictOf(claim, facts, solver);
      if (verdict === 'unknown') throw new Undecided(claim.toString());
      return verdict === 'yes';
    },
    // No operator of a file has extents that depend on data; where one comes, its size is named by its rule.
    fresh: (name, atMost) => (typeof atMost === 'number' ? symbol(name, { atMost }) : symbol(name)),
  };
}

function verdictOf(claim: Claim, facts: Facts, solver: Solver): 'yes' | 'no' | 'unknown' {
  const quick = decide(claim, facts);
  if (quick !== 'unknown') return quick;
  const { verdict } = solver.decideNow({ facts, claim });
  return verdict === 'always' ? 'yes' : verdict === 'never' ? 'no' : 'unknown';
}

function evenClaims({ shapes }: RuleRun): RuleRun['claims'] {
  const [first = [], ...others] = shapes;
  return others.flatMap((shape) => shape.map((extent, axis) => ({ check: 'total', claim: extent.equals(first[axis]!), facts: {} })));
}

function conclude(operator: Operator, given: Loose, run: RuleRun, operands: readonly (ModelValue | undefined)[], before: Facts, solver: Solver): Applied {
  let [facts, proved, open] = [before, 0, 0];
  for (const { check, claim, facts: holes } of run.claims) {
    const verdict = verdictOf(claim, facts, solver);
    if (verdict === 'no') return { results: [], broken: { check, holes }, facts, proved, open };
    if (verdict === 'yes') proved++;
    else {
      open++;
      const more = assume(facts, claim);
      if (more === 'contradiction') return { results: [], broken: { check, holes }, facts, proved, open };
      facts = more;
    }
  }
  const ended = { results: [], facts, proved, open };
  if (run.stopped) return { ...ended, ...stopOf(operator, given, run.stopped) };
  const dtype = dtypeOf(operator, run, operands);
  if (dtype === 'clash') return { ...ended, broken: { check: 'dtype', holes: {} } };
  const sizes = run.shapes.length === 1 ? heldBy(operator, run, operands, dtype) : undefined;
  const value = run.attributes['value'];
  const tensor = operator.name === 'Constant' && typeof value === 'object' && 'data' in value ? { tensor: value } : {};
  const results = run.shapes.map((shape) => ({ dtype, shape: shape.map((dim) => simplify(dim, facts)), ...tensor, ...(sizes ? { sizes } : {}) }));
  return { results, facts, proved, open };
}

/** What the rule stops at is wrong, unless the specification knows less than the format. */
function stopOf(operator: Operator, given: Loose, { check, facts }: NonNullable<RuleRun['stopped']>): Pick<Applied, 'broken' | 'unknown'> {
  if (check === 'attribute' && holdsSizes(Object.values(given))) return { unknown: `an attribute of ${operator.name} is a size that it is not specified for` };
  const [rank, most] = [facts['rank'], facts['most']];
  if (check === 'rank' && typeof rank === 'number' && typeof most === 'number' && most >= BOUNDED_RANK && rank > most) {
    return { unknown: `${operator.name} of ${rank} axes is not specified` };
  }
  return { broken: { check, holes: facts } };
}

/** Sizes that are not numbers: what a rule refuses about them need not be wrong. */
function holdsSizes(values: readonly unknown[]): boolean {
  return values.some((value) => (Array.isArray(value) ? holdsSizes(value) : isDim(value)));
}

function heldBy(operator: Operator, run: RuleRun, operands: readonly (ModelValue | undefined)[], dtype: string | undefined): readonly Dim[] | undefined {
  if (dtype !== 'int64' && dtype !== 'int32') return undefined;
  return operator.onSizes?.(operands.map((operand) => operand?.sizes), operands.map((operand) => operand?.shape), run.attributes, (n) => forms.lit(n));
}

/** The element type of the results, as far as it follows; two operands that have to agree and do not are a clash. */
function dtypeOf(operator: Operator, run: RuleRun, operands: readonly (ModelValue | undefined)[]): string | undefined {
  const dtypes = operands.map((operand) => operand?.dtype);
  const known = dtypes.every((dtype) => dtype === undefined || isDType(dtype));
  if (known && !bindDTypes(operator, dtypes as readonly (DType | undefined)[]) && isMixed(operator, dtypes)) return 'clash';
  if (typeof operator.returns === 'function') return operator.returns(run.attributes as never);
  const { returns } = operator;
  const position = dtypes.findIndex((dtype, i) => dtype !== undefined && inputAt(operator.inputs, i)?.input.dtype === returns);
  return dtypes[position] ?? (isDType(returns) ? returns : undefined);
}

/** Types that disagree, rather than one that the specification leaves out. */
function isMixed(operator: Operator, dtypes: readonly (string | undefined)[]): boolean {
  const bound = new Map<string, string>();
  return dtypes.some((dtype, position) => {
    const wanted = inputAt(operator.inputs, position)?.input.dtype;
    if (dtype === undefined || wanted === undefined) return false;
    if (!(wanted in operator.dtypes)) return wanted !== dtype;
    const other = bound.get(wanted) ?? dtype;
    bound.set(wanted, dtype);
    return other !== dtype;
  });
}

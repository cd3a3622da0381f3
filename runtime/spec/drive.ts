// Runs an operator's rule: shapes and loose attributes of any domain in; result shapes, settled attributes and the
// claims in the order in which the rule stated them out. Whoever calls decides the claims. Also types: dtypes in,
// dtypes out.
import type { Claim, Dim, Domain, Rule, Shape, Size } from '../dims/dim.ts';
import { Stop } from '../dims/dim.ts';
import { violated } from '../invariant.ts';
import type { DType } from '../ir/dtype.ts';
import { allows, isDType } from '../ir/dtype.ts';
import type { AnyAttributes } from './attributes.ts';
import { byName, inputAt } from './inputs.ts';
import type { Loose } from './settle.ts';
import { settleAttributes } from './settle.ts';
import type { Operator } from './spec.ts';

export interface StatedClaim {
  readonly check: string;
  readonly claim: Claim;
  readonly facts: Readonly<Record<string, Size>>;
}

export interface RuleRun {
  /** Result shapes; empty when the rule stopped. */
  readonly shapes: readonly Shape[];
  readonly attributes: AnyAttributes<Dim>;
  readonly claims: readonly StatedClaim[];
  /** The structural check that ended the rule. */
  readonly stopped: { readonly check: string; readonly facts: Readonly<Record<string, Size>> } | undefined;
}

export interface Driver {
  readonly domain: Domain;
  /** Decides a choice that changes ranks; a symbolic driver replays the rule with another answer. */
  whether(claim: Claim): boolean;
  fresh(name: string, atMost: Size): Dim;
}

export function runRule(operator: Operator, shapes: readonly (Shape | undefined)[], given: Loose, driver: Driver): RuleRun {
  const claims: StatedClaim[] = [];
  const rule: Rule = {
    must(check, claim, facts = {}) { claims.push({ check, claim, facts }); },
    stop(check, facts = {}) { throw new Stop(check, facts); },
    whether: (claim) => driver.whether(claim),
    fresh: (name, atMost) => driver.fresh(name, atMost),
    lit: (n) => driver.domain.lit(n),
  };
  let attributes: AnyAttributes<Dim> = {};
  try {
    checkOperands(operator, shapes, rule);
    attributes = settleAttributes(operator, given, shapes, rule);
    const result = operator.shape(byName(operator.inputs, shapes), attributes, rule);
    return { shapes: 'several' in result ? result.several : [result], attributes, claims, stopped: undefined };
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    return { shapes: [], attributes, claims, stopped: { check: error.check, facts: error.facts } };
  }
}

function checkOperands(operator: Operator, shapes: readonly (Shape | undefined)[], rule: Rule): void {
  let [least, count, isVariadic] = [0, 0, false];
  for (const name in operator.inputs) {
    const input = operator.inputs[name]!;
    count++;
    isVariadic = input.kind === 'variadic';
    least += input.kind === 'tensor' ? 1 : input.kind === 'variadic' ? input.least : 0;
  }
  const most = isVariadic ? Infinity : count;
  if (shapes.length > most || shapes.reduce((n, s) => (s ? n + 1 : n), 0) < least) rule.stop('operands', { least, most: Math.min(most, shapes.length), given: shapes.length });
  shapes.forEach((shape, position) => {
    const found = inputAt(operator.inputs, position);
    if (!found) violated(`${operator.name} has no operand ${position}`);
    const { min, max } = found.input.ranks;
    if (!shape) {
      if (found.input.kind !== 'optional') rule.stop('operands', { least, most: count, given: shapes.length });
    } else if (shape.length < min || shape.length > max) {
      rule.stop('rank', { operand: position + 1, rank: shape.length, least: min, most: max });
    }
  });
}

/** The dtypes that the variables take; undefined where the operands do not fit (`dtype`). */
export function bindDTypes(operator: Operator, dtypes: readonly (DType | undefined)[]): Readonly<Record<string, DType>> | undefined {
  const bound: Record<string, DType> = {};
  for (const [position, dtype] of dtypes.entries()) {
    const variable = inputAt(operator.inputs, position)?.input.dtype;
    if (!dtype || !variable) continue;
    const allowed = operator.dtypes[variable];
    if (allowed ? !allows(allowed, dtype) || (bound[variable] ?? dtype) !== dtype : variable !== dtype) return undefined;
    if (allowed) bound[variable] = dtype;
  }
  return bound;
}

/** The dtype of the results. */
export function resultDType(operator: Operator, bound: Readonly<Record<string, DType>>, attributes: AnyAttributes): DType {
  if (typeof operator.returns === 'function') return operator.returns(attributes);
  const dtype = bound[operator.returns] ?? operator.returns;
  if (!(isDType(dtype))) violated(`${operator.name} returns ${operator.returns}, which no operand binds`);
  return dtype;
}

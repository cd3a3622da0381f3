// What the tests of this folder need to run a settling function: a rule over numbers or forms whose claims are kept.
import { forms, symbol } from '../../dims/forms.ts';
import { Stop } from '../../dims/dim.ts';
import type { Claim, Dim, Domain, Rule, Shape } from '../../dims/dim.ts';
import { numbers } from '../../dims/numbers.ts';
import type { Loose } from '../../spec/settle.ts';

export interface Recorder extends Rule {
  readonly claims: readonly (readonly [string, Claim])[];
}

export function recorder(domain: Domain = numbers): Recorder {
  const claims: (readonly [string, Claim])[] = [];
  return {
    claims,
    must(check, claim) { claims.push([check, claim]); },
    stop(check, facts = {}) { throw new Stop(check, facts); },
    whether: (claim) => claim.verdict === 'yes',
    fresh: (name) => symbol(name),
    lit: (n) => domain.lit(n),
  };
}

export const sized = (...shape: readonly number[]): Shape => shape.map((n) => numbers.lit(n));
/** Extents that are symbols where a name is given. */
export const symbolic = (...shape: readonly (number | Dim)[]): Shape => shape.map((n) => (typeof n === 'number' ? forms.lit(n) : n));

/** Attributes with sizes as numbers where they are known and as text where they are not. */
export function plain(attributes: Loose): Record<string, unknown> {
  const show = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(show);
    return typeof value === 'object' && value !== null && 'known' in value ? (value.known ?? String(value)) : value;
  };
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined).map(([name, value]) => [name, show(value)]));
}

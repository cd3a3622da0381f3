// An operator, partly known shapes and attributes in; concrete shapes that keep all of the operator's claims out. A
// result's shape can be asked for too: then operators are found for a place instead of places for an operator.
import type { Claim, Dim, Shape } from '../runtime/dims/dim.ts';
import type { Facts } from '../runtime/dims/forms.ts';
import { assume, decide, forms, noFacts } from '../runtime/dims/forms.ts';
import type { RuleRun } from '../runtime/spec/drive.ts';
import { runRule } from '../runtime/spec/drive.ts';
import type { Loose } from '../runtime/spec/settle.ts';
import type { Operator } from '../runtime/spec/spec.ts';
import type { Choices } from './choices.ts';
import type { Concrete } from './fill.ts';
import { assumeAll, fillBroadcast, fillShapes } from './fill.ts';
import type { Sizes } from './sizes.ts';

/** The rule over forms, and what the choices of rank on the way took for granted. */
export interface FormRun {
  readonly run: RuleRun;
  readonly facts: Facts;
}

/** Undefined where the choices contradict each other or a size depends on data. */
export function runOnForms(choices: Choices, operator: Operator, shapes: readonly (Shape | undefined)[], attributes: Loose): FormRun | undefined {
  let facts: Facts = noFacts;
  let lost = false;
  const run = runRule(operator, shapes, attributes, {
    domain: forms,
    whether: (claim) => {
      const verdict = decide(claim, facts);
      const answer = verdict === 'unknown' ? choices.chance(0.5) : verdict === 'yes';
      const next = verdict === 'unknown' ? assume(facts, answer ? claim : claim.not()) : facts;
      if (next === 'contradiction') lost = true;
      else facts = next;
      return answer;
    },
    fresh: (_, atMost): Dim => { lost = true; return typeof atMost === 'number' ? forms.lit(atMost) : atMost; },
  });
  return lost ? undefined : { run, facts };
}

/** A solver that is asked where forms run into a corner: sizes by name for which all claims hold, as small as it finds them. */
export type Appeal = (claims: readonly Claim[]) => Readonly<Record<string, number>> | undefined;

/** How sizes were found: questions to forms; those without an answer although no contradiction was seen; answers on appeal. */
export interface Solves { asked: number; corners: number; appealed: number }

export interface SolveContext {
  readonly choices: Choices;
  readonly sizes: Sizes;
  readonly appeal: Appeal | undefined;
  readonly solves: Solves;
}

export function solveShapes({ choices, sizes, appeal, solves }: SolveContext, operator: Operator, shapes: readonly (Shape | undefined)[], attributes: Loose, result?: readonly number[]): Concrete | undefined {
  // Nothing to solve for: inference decides.
  if (!result && shapes.every((shape) => shape?.every((n) => n.known !== undefined) ?? true)) return shapes.map((shape) => shape?.map((n) => n.known!));
  if (!result && onlyBroadcasts(operator) && shapes.some((shape) => shape?.every((n) => n.known !== undefined))) return fillBroadcast(choices, sizes, shapes);
  const made = runOnForms(choices, operator, shapes, attributes);
  if (!made || made.run.stopped) return undefined;
  const wanted = result ? resultClaims(made.run.shapes, result) : [];
  if (!wanted) return undefined;
  const claims = [...made.run.claims.map((stated) => stated.claim), ...wanted];
  const assumed = assumeAll(claims, made.facts);
  if (assumed === 'contradiction') return undefined;
  solves.asked++;
  const filled = fillShapes(choices, sizes, shapes, claims, assumed);
  if (filled) return filled;
  solves.corners++;
  const witness = appeal?.(claims);
  const named = witness && shapes.map((shape) => shape?.map((dim) => dim.known ?? witness[String(dim)] ?? sizes.size(0, 4)));
  if (named) solves.appealed++;
  return named;
}

/** Most operators: nothing needs to be solved for them. */
export function onlyBroadcasts({ checks, attributes }: Operator): boolean {
  return Object.keys(checks).every((check) => check === 'broadcast') && Object.keys(attributes).length === 0;
}

function resultClaims([made, ...others]: readonly Shape[], result: readonly number[]): readonly Claim[] | undefined {
  if (!made || others.length > 0 || made.length !== result.length) return undefined;
  return made.map((dim, axis) => dim.equals(result[axis]!));
}

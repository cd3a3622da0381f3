// A check's sentence with {holes} and the facts of one violation in, the sentence for people out.
import type { Size } from '../dims/dim.ts';
import { SIGNATURE_CHECKS } from './settle.ts';
import type { Operator } from './spec.ts';

/** The sentence of a declared or signature check; undefined for labels the operator does not have. */
export function sentenceOf(operator: Pick<Operator, 'checks'>, check: string): string | undefined {
  return operator.checks[check] ?? (SIGNATURE_CHECKS as Readonly<Record<string, string>>)[check];
}

/** Fills the holes; a hole without a fact stays as it is written. */
export function fillSentence(sentence: string, facts: Readonly<Record<string, Size | string>>): string {
  return sentence.replace(/\{(\w+)\}/g, (hole, name: string) => (name in facts ? String(facts[name]) : hole));
}

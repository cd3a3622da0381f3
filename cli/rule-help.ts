// What the catalogue says about a rule, for SARIF and for `dimwright explain`: operators' own checks first, then
// the checks that library models state.
import { SENTENCES } from '../analyzer/library/checks.ts';
import type { RuleHelp } from '../reports/sarif.ts';
import { operatorNamed } from '../runtime/operators/index.ts';
import { sentenceOf } from '../runtime/spec/sentence.ts';
import { rulePage } from './rule-page.ts';

export function ruleHelp(id: string): RuleHelp | undefined {
  const [name = '', check = ''] = id.split('/');
  const operator = operatorNamed(name);
  const sentence = operator && sentenceOf(operator, check);
  if (operator && sentence !== undefined) return { id, summary: sentence, help: rulePage(operator, check) };
  const stated = SENTENCES[id];
  return stated === undefined ? undefined : { id, summary: stated, help: `${id}\n\n  ${stated}\n` };
}

/** Every rule id that a finding can carry, besides the signature checks of operators. */
export function allRules(operators: readonly { readonly name: string; readonly checks: Readonly<Record<string, string>> }[]): readonly string[] {
  const own = operators.flatMap((operator) => Object.keys(operator.checks).map((check) => `${operator.name}/${check}`));
  return [...new Set([...own, ...Object.keys(SENTENCES)])].sort();
}

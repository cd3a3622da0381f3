// What the catalogue says about a rule, for SARIF and for `dimwright explain`: operators' own checks first, then
// the checks that library models state.
import { MODEL_CHECKS } from '../analyzer/1-read/onnx/checks.ts';
import { SENTENCES } from '../analyzer/library/checks.ts';
import { EXAMPLES } from '../analyzer/library/examples.ts';
import type { RuleHelp } from '../reports/sarif.ts';
import { operatorNamed } from '../runtime/operators/index.ts';
import { sentenceOf } from '../runtime/spec/sentence.ts';
import { rulePage } from './rule-page.ts';

/** Rules that no operator has: stated by library models and by the reader of models. */
const STATED: Readonly<Record<string, string>> = { ...SENTENCES, ...MODEL_CHECKS };

export function ruleHelp(id: string): RuleHelp | undefined {
  const [name = '', check = ''] = id.split('/');
  const operator = operatorNamed(name);
  const sentence = operator && sentenceOf(operator, check);
  if (operator && sentence !== undefined) return { id, summary: sentence, help: rulePage(operator, check) };
  const stated = Object.hasOwn(STATED, id) ? STATED[id] : undefined;
  return stated === undefined ? undefined : { id, summary: stated, help: statedPage(id, stated) };
}

/** A rule without an operator, with its code where there is some. */
function statedPage(id: string, sentence: string): string {
  const example = EXAMPLES[id];
  const code = (title: string, text: string): readonly string[] => ['', `  ${title}:`, ...text.split('\n').map((line) => `    ${line}`)];
  return [id, '', `  ${sentence}`, ...(example ? [...code('wrong', example.wrong), ...code('right', example.right)] : []), ''].join('\n');
}

/** Every rule id that a finding can carry, besides the signature checks of operators. */
export function allRules(operators: readonly { readonly name: string; readonly checks: Readonly<Record<string, string>> }[]): readonly string[] {
  const own = operators.flatMap((operator) => Object.keys(operator.checks).map((check) => `${operator.name}/${check}`));
  return [...new Set([...own, ...Object.keys(STATED)])].sort();
}

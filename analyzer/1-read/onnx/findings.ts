// What a model breaks in, the record that reports print out. The node stands in the sentence; related entries say
// where the operands come from.
import type { Shape, Size } from '../../../runtime/dims/dim.ts';
import type { Facts } from '../../../runtime/dims/forms.ts';
import { simplify } from '../../../runtime/dims/forms.ts';
import { inputAt } from '../../../runtime/spec/inputs.ts';
import { fillSentence, sentenceOf } from '../../../runtime/spec/sentence.ts';
import type { Operator } from '../../../runtime/spec/spec.ts';
import type { FindingData, RelatedPlace, Severity } from '../../verdict.ts';
import type { Broken } from './apply-call.ts';
import type { ModelCheck } from './checks.ts';
import { MODEL_CHECKS } from './checks.ts';
import type { ModelValue } from './model-value.ts';

/** A binary file has no lines. */
const PLACE = { line: 1, column: 1, endLine: 1, endColumn: 1 } as const;

export function shapeText(shape: Shape, facts: Facts): string {
  return `[${shape.map((dim) => String(simplify(dim, facts))).join(', ')}]`;
}

export function brokenFinding(file: string, operator: Operator, { check, holes }: Broken, operands: readonly (ModelValue | undefined)[], facts: Facts, where: string): FindingData {
  const filled = Object.fromEntries(Object.entries(holes).map(([name, size]): [string, Size] => [name, typeof size === 'number' ? size : simplify(size, facts)]));
  const shown = operands.flatMap((operand, i) => (operand?.shape ? [{ name: operandName(operator, i), shape: shapeText(operand.shape, facts), operand }] : []));
  const dtypes = check === 'dtype' ? (operand: ModelValue): string => operand.dtype ?? '' : (): string => '';
  const shapes = shown.map(({ name, shape, operand }) => `${name} ${dtypes(operand)}${shape}`).join(', ');
  const related = shown.map(({ name, shape, operand }): RelatedPlace => ({ file, line: 1, column: 1, message: `${name} ${shape} is ${operand.origin}` }));
  const sentence = fillSentence(sentenceOf(operator, check) ?? check, filled);
  return { rule: `${operator.name}/${check}`, severity: 'error', message: `${sentence}${shapes === '' ? '' : ` (${shapes})`} at ${where}`, file, ...PLACE, related };
}

/** Operands of a list are counted. */
function operandName({ inputs }: Operator, position: number): string {
  const found = inputAt(inputs, position);
  if (found?.input.kind !== 'variadic') return found?.name ?? `operand ${position + 1}`;
  return `${found.name} ${position - Object.keys(inputs).indexOf(found.name) + 1}`;
}

export function modelFinding(file: string, rule: ModelCheck, holes: Readonly<Record<string, string>>, where: string, severity: Severity = 'error'): FindingData {
  return { rule, severity, message: `${fillSentence(MODEL_CHECKS[rule], holes)} ${where}`, file, ...PLACE, related: [] };
}

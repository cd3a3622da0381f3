// One rule as a page of text: an operator and a check in, sentences and examples out.
import { sentenceOf } from '../runtime/spec/sentence.ts';
import type { Operator } from '../runtime/spec/spec.ts';

export function rulePage(operator: Operator, check: string): string {
  const wrong = operator.examples.filter((example) => example.breaks === check);
  const right = operator.examples.filter((example) => example.gives).slice(0, 2);
  return [
    `${operator.name}/${check}`,
    '',
    `  ${sentenceOf(operator, check) ?? check}`,
    '',
    `${operator.name}: ${operator.doc}`,
    ...spelled(operator),
    ...wrong.map((example) => `\n  wrong: ${callText(operator, example)}`),
    ...right.map((example) => `  right: ${callText(operator, example)} gives ${shapesText(example.gives!)}`),
    '',
  ].join('\n');
}

function spelled(operator: Operator): readonly string[] {
  const names = [...(operator.names.torch ?? []), ...(operator.names.tfjs ?? [])].map((signature) => signature.slice(0, signature.indexOf('(')));
  return names.length === 0 ? [] : [`Also known as ${[...new Set(names)].join(', ')}.`];
}

function callText(operator: Operator, example: Operator['examples'][number]): string {
  const operands = Object.keys(operator.inputs).flatMap((name) => (example.inputs[name] ? [`${name}: ${shapesText(example.inputs[name])}`] : []));
  const attributes = Object.entries(example.attributes ?? {}).map(([name, value]) => `${name}=${attributeText(value)}`);
  return `${operator.name}(${[...operands, ...attributes].join(', ')})`;
}

function attributeText(value: unknown): string {
  return typeof value === 'object' && value !== null && 'data' in value ? 'a tensor' : JSON.stringify(value);
}

function shapesText(shapes: readonly number[] | readonly (readonly number[])[]): string {
  return JSON.stringify(shapes).replaceAll(',', ', ');
}

// A claim that fails in; the finding that a person reads out: both sides with their sizes, where each comes from, the
// branch that has to be taken, sizes for which it fails, and an edit where one is obvious.

import type { Size } from '../../runtime/dims/dim.ts';
import type { Program, Span } from '../program.ts';
import type { Decision, Obligation, Operand } from '../2-execute/machine.ts';
import { simplify } from '../2-execute/sizes.ts';
import type { Failure, FindingData, RelatedPlace, Witness } from '../verdict.ts';
import { placesIn } from '../source.ts';
import { suggestion } from './suggest.ts';

/** The files under check by name, as far as findings may point into them. */
export type Files = Pick<ReadonlyMap<string, Program>, 'get'>;

export function explain(failure: Failure, files: Files): FindingData {
  const { obligation, witness } = failure;
  const { file, start, end } = obligation.span;
  const places = placesIn(files.get(file));
  const [from, to] = [places(start), places(end, true)];
  const [message, related] = [messageOf(obligation, witness, files), relatedOf(obligation, files)];
  const short = shortNames([message, ...related.map((place) => place.message)]);
  return {
    rule: obligation.rule, severity: obligation.severity, message: short(message), file,
    line: from.line, column: from.column, endLine: to.line, endColumn: to.column, related: related.map((place) => ({ ...place, message: short(place.message) })),
  };
}

/** Sizes whose name nothing else has do without the number behind it, the others get small ones. */
function shortNames(texts: readonly string[]): (text: string) => string {
  const symbols = /\b[A-Za-z_]\w*\.\d+\b/g;
  const numbered = [...new Set(texts.flatMap((text) => text.match(symbols) ?? []))];
  const plain = new Set(texts.flatMap((text) => text.match(/\b[A-Za-z_]\w*\b(?!\.\d)/g) ?? []));
  const names = new Map(numbered.map((name) => {
    const base = name.replace(/\.\d+$/, '');
    const others = numbered.filter((other) => other.startsWith(`${base}.`));
    const first = plain.has(base) ? 2 : 1;
    return [name, others.length === 1 && first === 1 ? base : `${base}${others.indexOf(name) + first}`];
  }));
  return (text) => text.replaceAll(symbols, (name) => names.get(name) ?? name);
}

function messageOf(obligation: Obligation, witness: Witness | undefined, files: Files): string {
  const parts = [fill(obligation)];
  const shapes = obligation.operands.map((operand) => `${operand.name} ${shapeText(operand, obligation)}`);
  if (shapes.length > 0) parts.push(`(${shapes.join(', ')})`);
  const branch = branchText(obligation, files);
  if (branch) parts.push(branch);
  const sizes = Object.entries(witness ?? {}).filter(([name]) => !name.startsWith('branch ') && !/\.\d+$/.test(name));
  if (sizes.length > 0) parts.push(`for example with ${sizes.map(([name, n]) => `${name} = ${n}`).join(', ')}`);
  const edit = suggestion(obligation, files);
  if (edit) parts.push(`— ${edit} would fit`);
  return parts.join(' ');
}

function fill({ sentence, holes, facts }: Obligation): string {
  return sentence.replaceAll(/\{(\w+)\}/g, (hole, name: string) => {
    const value = holes[name];
    return value === undefined ? hole : typeof value === 'string' ? value : sizeText(value, facts);
  });
}

function sizeText(size: Size, facts: Obligation['facts']): string {
  return typeof size === 'number' ? String(size) : simplify(facts, size).toString();
}

function shapeText({ tensor }: Operand, { facts, rule }: Obligation): string {
  const sizes = (tensor.shape ?? tensor.tail ?? []).map((dim) => sizeText(dim, facts));
  return `${rule.endsWith('/dtype') ? tensor.dtype ?? '' : ''}[${(tensor.shape ? sizes : ['...', ...sizes]).join(', ')}]`;
}

function branchText(obligation: Obligation, files: Files): string | undefined {
  const { under, path } = obligation;
  const last: Decision | undefined = path.at(-1);
  const [span, taken] = under ? [under.span, under.taken] : [last?.span, last?.taken];
  const condition = span && sourceOf(span, files);
  return condition ? `when \`${condition}\` is ${taken ? 'true' : 'false'}` : undefined;
}

/** The text of a place, on one line and not too long. */
export function sourceOf(span: Span, files: Files): string | undefined {
  const text = files.get(span.file)?.text.slice(span.start, span.end).replaceAll(/\s+/g, ' ');
  if (!text) return undefined;
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** Where the sizes come from: each operand's origin, then the branches, then the calls that led here. */
function relatedOf(obligation: Obligation, files: Files): readonly RelatedPlace[] {
  const related: RelatedPlace[] = [];
  const add = (span: Span | undefined, message: string): void => {
    const program = span && files.get(span.file);
    if (!span || !program || (span.file === obligation.span.file && span.start === obligation.span.start && span.end === obligation.span.end)) return;
    const places = placesIn(program);
    const [from, to] = [places(span.start), places(span.end, true)];
    if (related.some((other) => other.file === span.file && other.line === from.line && other.message === message)) return;
    related.push({ file: span.file, line: from.line, column: from.column, ...(from.line === to.line ? { endColumn: to.column } : {}), message });
  };
  for (const operand of obligation.operands) {
    const { origin } = operand.tensor;
    const text = origin && sourceOf(origin, files);
    if (text) add(origin, `${operand.name} ${shapeText(operand, obligation)} comes from ${text}`);
  }
  for (const decision of obligation.path.slice(-2)) add(decision.span, `this is ${decision.taken ? 'true' : 'false'}`);
  for (const outer of obligation.stack.slice(-3).reverse()) {
    const text = sourceOf(outer, files);
    if (text) add(outer, `called from ${text}`);
  }
  return related;
}

// Programs with one slip of the pen: a number or a variable of a program's text becomes another. Whether that breaks
// the program nobody knows but who runs it.
import type { Draw } from '../../runtime/spec/draw.ts';

/** A number by itself: no part of a name, of a type or of a fraction. */
const NUMBER = /(?<![\w.])\d+(?![\w.])/g;
const VARIABLE = /(?<!\.)\b[xv]\d+\b/g;
/** Numbers stay small, so that what runs needs little memory. */
const MOST = 64;

interface Place { readonly at: number; readonly length: number; readonly others: readonly string[] }

/** Undefined where there is nothing to change. */
export function perturbed(draw: Draw, text: string): string | undefined {
  const numbers = [...text.matchAll(NUMBER)].map((found): Place => ({ at: found.index, length: found[0].length, others: others(Number(found[0])) }));
  const names = [...new Set(text.match(VARIABLE))];
  // A name on the left of `=` would only rename.
  const variables = [...text.matchAll(VARIABLE)].filter(({ index }) => isRead(text, index)).map((found): Place => ({ at: found.index, length: found[0].length, others: names.filter((name) => name !== found[0] && isMadeBefore(text, name, found.index)) }));
  const places = (draw.chance(0.75) ? numbers : variables).filter(({ others: some }) => some.length > 0);
  if (places.length === 0) return undefined;
  const { at, length, others: some } = draw.pick(places);
  return `${text.slice(0, at)}${draw.pick(some)}${text.slice(at + length)}`;
}

function others(n: number): readonly string[] {
  return [...new Set([n + 1, n - 1, 0, 1, 2, n * 2])].filter((m) => m !== n && m >= 0 && m <= Math.max(MOST, n + 1)).map(String);
}

const lineAt = (text: string, at: number): string => text.slice(text.lastIndexOf('\n', at - 1) + 1, text.indexOf('\n', at));

function isRead(text: string, at: number): boolean {
  const line = lineAt(text, at);
  const column = at - (text.lastIndexOf('\n', at - 1) + 1);
  return !/^\s*def /.test(line) && column > line.search(/(?<![=!<>])=(?!=)/);
}

/** Made on a line above at the same depth, so that it is there. */
function isMadeBefore(text: string, name: string, at: number): boolean {
  const indent = /^\s*/.exec(lineAt(text, at))![0];
  const above = text.slice(0, text.lastIndexOf('\n', at - 1) + 1).split('\n');
  const made = new RegExp(`^${indent}(?:[xv]\\d+, )*${name}(?:, [xv]\\d+)* = `);
  const parameter = new RegExp(`^\\s*def \\w+\\(.*\\b${name}\\b`);
  return above.some((line) => made.test(line) || (indent !== '' && parameter.test(line)));
}

// Mutants inside of a text: none changes anything until it is asked for, each changes what it says.
import { expect, it } from 'vitest';
import { compiled, plant } from './plant.ts';

const TEXT = `
type Size = 1 | 2;
interface Point { readonly x: 1 }
function f(a: number, b: number): string {
  const said: string[] = [];
  if (a < b) said.push('below'); else said.push('not below');
  invariant(a !== 7, 'seven');
  const point = { 1: a - 1 as Size & number };
  let sum = point[1] ?? b;
  [a, b] = [b, a];
  sum += a;
  return [...said, sum * b, [a, b].some((n) => n > 3)].join();
}`;

const { text, mutants } = plant('f.ts', TEXT, 100);
const withMutant = (active: number | undefined): ((a: number, b: number) => string) => {
  const switches = globalThis as { isMutant?: (id: number) => boolean };
  switches.isMutant = (id) => id === active;
  return new Function('invariant', `${compiled(text)}; return f`)(() => undefined) as (a: number, b: number) => string;
};
const on = (active: number | undefined): string => { const f = withMutant(active); return [f(1, 2), f(2, 2), f(3, 2), f(4, 2)].join(' '); };

it('a text with all mutants means what it meant', () => expect(on(undefined)).toBe('below,2,false not below,6,false not below,12,false not below,20,true'));
it('numbers go on from the first', () => expect(mutants.map(({ id }) => id)).toEqual(mutants.map((_, i) => 100 + i)));
it('each mutant changes something', () => expect(mutants.filter(({ id }) => on(id) === on(undefined))).toEqual([]));

it('types, messages and names of members have none', () => {
  expect(mutants.map(({ line, before, after }) => `${line}: ${before} → ${after}`).sort()).toEqual([
    "6: a < b → a <= b", '6: a < b → false', '6: a < b → true', "6: said.push('below'); → (left out)", "6: said.push('not below'); → (left out)",
    '8: 1 → 0', '8: a - 1 → a + 1', '9: 1 → 0', '9: point[1] ?? b → (point[1]) && (b)', '10: [a, b] = [b, a]; → (left out)', '10: [b, a] → []', '11: sum += a → sum -= a', '11: sum += a; → (left out)',
    '12: 3 → 3 + 1', '12: [...said, sum * b, [a, b].some((n) => n > 3)] → []', '12: [a, b] → []', '12: [a, b].some((n) => n > 3) → [a, b].every((n) => n > 3)', '12: (n) => n > 3 → () => undefined', '12: n > 3 → n >= 3', '12: sum * b → sum / b',
  ].sort());
});

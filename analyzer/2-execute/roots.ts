// Values that come into a program from where we cannot look: files, calls that are not understood. Each is known by the
// place where it came in, so that what it is used as is known there when the program is executed once more. Only a use
// that every execution meets, and that nothing else would survive, says what such a value is.

import type { Span } from '../program.ts';
import type { Demand, Machine } from './machine.ts';
import { AFTER_MISTAKE } from './values.ts';

const ROOT = 'input root ';
const [REASON, END] = [' because ', '→'];

export const isRoot = (key: string): boolean => key.startsWith(ROOT);

/** The same in each execution; what is counted within one stands behind `#`. `of`: the key of what it is made of, which one place may do with several. */
export function rootKey(m: Machine, reason: string, at: Span | undefined, of = ''): string | undefined {
  if (m.language !== 'python' || reason === AFTER_MISTAKE) return undefined;
  const places = [...m.userStack, m.userSpan, at].map((span) => (span ? `${span.file}:${span.start}` : ''));
  const key = `${ROOT}${places.join(' ')}${placeOfKey(of).replaceAll(END, '')}${REASON}${reason}${END}`;
  m.traces++;
  m.roots.set(key, m.path.length);
  return key;
}

/** What of it is meant: attributes, items. */
export const afterRoot = (key: string): string => placeOfKey(key.slice(key.indexOf(END) + 1));

/** Why nothing is known of it. */
export const reasonOf = (key: string): string => key.slice(key.lastIndexOf(REASON) + REASON.length, key.indexOf(END));

/** A key without what is counted. */
export const placeOfKey = (key: string): string => (key.includes('#') ? key.replace(/#[\w.]*/g, '') : key);

/** The key of what has so many axes more. */
export function shifted(key: string, by: number): string {
  const [place, before] = unshifted(key);
  return before + by === 0 ? place : `${place}^${before + by}`;
}

export function unshifted(key: string): readonly [string, number] {
  const at = key.lastIndexOf('^');
  return at < 0 ? [key, 0] : [key.slice(0, at), Number(key.slice(at + 1))];
}

/** Whether every execution that meets the root goes on to where we are now, and would end here if the use failed. */
export function isSure(m: Machine, key: string): boolean {
  if (m.muted > 0) return false;
  const from = m.roots.get(key.slice(0, key.indexOf(END) + 1)) ?? 0;
  return !m.path.slice(from).some((decision) => decision.opaque);
}

/** Whether more is known of some root than before: then it pays to execute once more. */
export function teaches(now: ReadonlyMap<string, Demand>, before: ReadonlyMap<string, Demand>): boolean {
  return [...now].some(([key, { use, rank, length, clash }]) => {
    const known = before.get(key);
    return isRoot(key) && !clash && (rank !== known?.rank || length !== known?.length || use !== known?.use);
  });
}

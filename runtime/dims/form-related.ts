// Which statements have to do with each other: those that share symbols, directly or through what is assumed. What
// is known of some symbols says nothing about others.

import type { Statement } from './form-data.ts';
import { sumsOf, symbolsOfSum } from './form-data.ts';

const symbols = new WeakMap<Statement, ReadonlySet<string>>();

export function symbolsOfStatement(statement: Statement): ReadonlySet<string> {
  let names = symbols.get(statement);
  if (!names) symbols.set(statement, (names = new Set(sumsOf(statement).flatMap((sum) => [...symbolsOfSum(sum)]))));
  return names;
}

/** Of symbols that have to do with each other, one that stands for all of them. */
type Groups = ReadonlyMap<string, string>;

const grouped = new WeakMap<readonly Statement[], Groups>();

function groupsOf(assumed: readonly Statement[]): Groups {
  const known = grouped.get(assumed);
  if (known) return known;
  const next = new Map<string, string>();
  const first = (name: string): string => {
    let at = name;
    for (let up = next.get(at); up !== undefined && up !== at; up = next.get(at)) at = up;
    return at;
  };
  for (const statement of assumed) {
    let group: string | undefined;
    for (const name of symbolsOfStatement(statement)) {
      const own = first(name);
      group ??= own;
      next.set(own, group);
      next.set(name, group);
    }
  }
  const groups = new Map([...next.keys()].map((name) => [name, first(name)]));
  grouped.set(assumed, groups);
  return groups;
}

/** A test for what has to do with a statement, where these are assumed. */
export function relatedTo(statement: Statement, assumed: readonly Statement[]): (other: Statement) => boolean {
  const groups = groupsOf(assumed);
  const reached = new Set<string>();
  for (const name of symbolsOfStatement(statement)) reached.add(groups.get(name) ?? name);
  return (other) => {
    for (const name of symbolsOfStatement(other)) if (reached.has(groups.get(name) ?? name)) return true;
    return false;
  };
}

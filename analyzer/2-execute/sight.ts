// What is known of some symbols, and nothing else: the state of a program that has run and symbols in; out the facts and
// decisions that have to do with them, through other symbols too. The rest cannot matter to who has only these symbols.

import type { Machine, Sight } from './machine.ts';
import { assume, noFacts, symbolNames } from './sizes.ts';

export function sightOf({ facts, path }: Machine, from: ReadonlySet<string>): Sight {
  const symbols = new Set(from);
  const claims = facts.assumed;
  const statements = [...claims, ...path.map(({ claim }) => claim)].map((claim) => ({ claim, names: symbolNames(claim) }));
  const touched = new Set<object>();
  for (let before = -1; before !== touched.size;) {
    before = touched.size;
    for (const { claim, names } of statements) {
      if (touched.has(claim) || (names.length > 0 && !names.some((name) => symbols.has(name)))) continue;
      touched.add(claim);
      for (const name of names) symbols.add(name);
    }
  }
  const decisions = path.every(({ claim }) => touched.has(claim)) ? path : path.filter(({ claim }) => touched.has(claim));
  if (claims.every((claim) => touched.has(claim))) return { symbols, facts, path: decisions };
  let known = noFacts;
  for (const claim of claims) {
    const more = touched.has(claim) ? assume(known, claim) : known;
    if (more !== 'contradiction') known = more;
  }
  return { symbols, facts: known, path: decisions };
}

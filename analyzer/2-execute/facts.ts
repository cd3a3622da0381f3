// What is known on a path, in parts that share no symbols: claims that hold come in one by one, and what is asked is asked
// of the parts that speak of its symbols; the others have nothing to do with it. So a part stays what it is, with all that
// it has been asked, while more is learnt about other sizes. Most claims are assumed on paths on which nobody asks about
// them: what they say alone is worked out when somebody does.

import type { Claim, Dim, Verdict } from '../../runtime/dims/dim.ts';
import * as forms from '../../runtime/dims/forms.ts';
import { MAX_FACTS } from './limits.ts';
import type { Paid } from './paid.ts';
import { paid, resultOf } from './paid.ts';

export interface Facts {
  /** In the order in which it was assumed. */
  readonly assumed: readonly Claim[];
  readonly parts: readonly Part[];
}

export const noFacts: Facts = { assumed: [], parts: [] };

/** What is said of some symbols that have to do with each other, through each other. */
export class Part {
  readonly claims: readonly Claim[];
  readonly symbols: ReadonlySet<string>;
  readonly #answers = new Map<string, Paid<Verdict>>();
  readonly #more = new Map<string, Paid<Part | 'contradiction'>>();
  readonly #joined = new Map<Part, Part>();
  #known: Paid<forms.Facts> | undefined;

  constructor(claims: readonly Claim[], symbols: ReadonlySet<string>, known?: forms.Facts) {
    this.claims = claims;
    this.symbols = symbols;
    this.#known = known && paid(() => known);
  }

  /** A claim that contradicts itself is as good as none: whoever assumes it has found it open. */
  get known(): forms.Facts {
    return resultOf(this.#known ??= paid(() => {
      let known = forms.noFacts;
      for (const claim of this.claims) {
        const more = forms.assume(known, claim);
        if (more !== 'contradiction') known = more;
      }
      return known;
    }));
  }

  decide(claim: Claim): Verdict {
    const key = forms.canonicalText(claim);
    const { known } = this;
    let verdict = this.#answers.get(key);
    if (!verdict) this.#answers.set(key, (verdict = paid(() => forms.decide(claim, known))));
    return resultOf(verdict);
  }

  /** The same part where that is known already. */
  with(claim: Claim): Part | 'contradiction' {
    const key = forms.canonicalText(claim);
    const before = this.known;
    let more = this.#more.get(key);
    if (!more) {
      this.#more.set(key, (more = paid(() => {
        const known = forms.assume(before, claim);
        return known === 'contradiction' ? known : known === before ? this : new Part([...this.claims, claim], new Set([...this.symbols, ...forms.symbolsOf(claim).keys()]), known);
      })));
    }
    return resultOf(more);
  }

  and(other: Part): Part {
    const known = [this.known, other.known];
    let both = this.#joined.get(other);
    if (!both) {
      const claims = [...this.claims, ...other.claims];
      this.#joined.set(other, (both = new Part(claims, new Set([...this.symbols, ...other.symbols]), forms.together(known, claims))));
    }
    return both;
  }

  /** The same, of which it is forgotten what has been asked. */
  unasked(): Part {
    return new Part(this.claims, this.symbols, { ...this.known });
  }
}

const bySymbol = new WeakMap<Facts, ReadonlyMap<string, Part>>();

function partsFor(facts: Facts, value: Dim | Claim): readonly Part[] {
  if (facts.parts.length === 0) return facts.parts;
  let index = bySymbol.get(facts);
  if (!index) bySymbol.set(facts, (index = new Map(facts.parts.flatMap((part) => [...part.symbols].map((name) => [name, part] as const)))));
  return forms.heldFor(value, index);
}

/** Whether nothing more is kept of what holds: of a path that is left, nobody knows then whether it can be taken. */
export const isFull = ({ assumed }: Facts): boolean => assumed.length >= MAX_FACTS;

const joined = (parts: readonly Part[]): Part | undefined => (parts.length > 1 ? parts.reduce((all, part) => all.and(part)) : parts[0]);

/** What is known of the symbols in these; undefined where that is nothing. */
export function partFor(facts: Facts, ...values: readonly (Dim | Claim)[]): Part | undefined {
  const [value] = values;
  if (value === undefined) return undefined;
  return joined(values.length === 1 ? partsFor(facts, value) : [...new Set(values.flatMap((one) => partsFor(facts, one)))]);
}

/** `alone`: the parts that claims make of which nothing was known before, by what they say: of a run, the same for the same claim. */
export function assume(facts: Facts, claim: Claim, alone?: Map<string, Part>): Facts | 'contradiction' {
  const touched = partsFor(facts, claim);
  const part = joined(touched);
  const more = part ? part.with(claim) : aloneOf(claim, alone);
  if (more === 'contradiction') return more;
  if (more === part) return facts;
  const parts = touched.length === 0 ? [...facts.parts, more] : [...facts.parts.filter((one) => !touched.includes(one)), more];
  return { assumed: [...facts.assumed, claim], parts };
}

function aloneOf(claim: Claim, alone: Map<string, Part> | undefined): Part {
  const key = forms.canonicalText(claim);
  let part = alone?.get(key);
  if (!part) {
    part = new Part([claim], new Set(forms.symbolsOf(claim).keys()));
    alone?.set(key, part);
  }
  return part;
}

/** The same facts, of which it is forgotten what has been asked. */
export const unasked = (facts: Facts): Facts => (facts === noFacts ? facts : { assumed: facts.assumed, parts: facts.parts.map((part) => part.unasked()) });

const wholes = new WeakMap<Facts, forms.Facts>();

/** All parts in one, for who looks at all of them. */
export function wholeOf(facts: Facts): forms.Facts {
  let whole = wholes.get(facts);
  if (!whole) wholes.set(facts, (whole = facts.parts.length === 0 ? forms.noFacts : forms.together(facts.parts.map(({ known }) => known), facts.assumed)));
  return whole;
}

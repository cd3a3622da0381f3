// Index expressions as sums: constant + Σ factor · atom, where an atom is a loop variable, a local, or anything
// that is not a sum. Addresses are compared, split between loops and moved in this form. All modulo 2³².
import type { Expr } from '../../ir/loops.ts';

export interface Term {
  readonly key: string;
  readonly atom: Expr;
  readonly factor: number;
}

export interface Form {
  readonly constant: number;
  /** Factors are not 0, keys are distinct and in order. */
  readonly terms: readonly Term[];
}

export function formKey(form: Form): string {
  let key = String(form.constant);
  for (const term of form.terms) key += `+${term.factor}*${term.key}`;
  return key;
}

export function sameForm(a: Form, b: Form): boolean {
  if (a.constant !== b.constant || a.terms.length !== b.terms.length) return false;
  for (let i = 0; i < a.terms.length; i++) if (a.terms[i]!.factor !== b.terms[i]!.factor || a.terms[i]!.key !== b.terms[i]!.key) return false;
  return true;
}

export function factorOf(form: Form, name: string): number {
  for (const term of form.terms) if (term.key === name) return term.factor;
  return 0;
}

/** A form times a number. */
export function scaled(form: Form, scale: number): Form {
  if (scale === 1) return form;
  return { constant: form.constant * scale, terms: form.terms.map(({ key, atom, factor }) => ({ key, atom, factor: factor * scale })) };
}

interface Sum {
  constant: number;
  readonly terms: { key: string; atom: Expr; factor: number }[];
}

/** Sorts a few terms by their keys, in place: a library's sort copies them. */
function inOrder(terms: Sum['terms']): void {
  for (let i = 1; i < terms.length; i++) {
    const term = terms[i]!;
    let at = i;
    for (; at > 0 && terms[at - 1]!.key > term.key; at--) terms[at] = terms[at - 1]!;
    terms[at] = term;
  }
}

/** Makes forms and remembers them; atoms that have no name are told apart by identity. */
export class Forms {
  readonly #numbers = new Map<Expr, number>();
  readonly #known = new Map<Expr, Form>();

  of(at: Expr): Form {
    const known = this.#known.get(at);
    if (known) return known;
    const sum: Sum = { constant: 0, terms: [] };
    this.#collect(at, 1, sum);
    let terms = sum.terms;
    for (const term of terms) {
      if (term.factor !== 0) continue;
      terms = terms.filter(({ factor }) => factor !== 0);
      break;
    }
    inOrder(terms);
    const form: Form = { constant: sum.constant, terms };
    this.#known.set(at, form);
    return form;
  }

  #collect(e: Expr, factor: number, sum: Sum): void {
    if (e.kind === 'const') {
      sum.constant += factor * Number(e.value);
      return;
    }
    if (e.kind === 'binary') {
      if (e.op === 'add' || e.op === 'sub') {
        this.#collect(e.x, factor, sum);
        return this.#collect(e.y, e.op === 'add' ? factor : -factor, sum);
      }
      if (e.op === 'mul' && e.y.kind === 'const') return this.#collect(e.x, factor * Number(e.y.value), sum);
      if (e.op === 'mul' && e.x.kind === 'const') return this.#collect(e.y, factor * Number(e.x.value), sum);
    }
    const key = this.keyOf(e);
    for (const term of sum.terms) {
      if (term.key !== key) continue;
      term.factor += factor;
      return;
    }
    sum.terms.push({ key, atom: e, factor });
  }

  /** The name of an atom, or its number among the nameless. */
  keyOf(e: Expr): string {
    if (e.kind === 'var' || e.kind === 'local') return e.name;
    let number = this.#numbers.get(e);
    if (number === undefined) this.#numbers.set(e, number = this.#numbers.size);
    return `#${number}`;
  }
}

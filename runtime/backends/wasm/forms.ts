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

export function factorOf(form: Form, name: string): number {
  return form.terms.find((term) => term.key === name)?.factor ?? 0;
}

/** Makes forms; atoms that have no name are told apart by identity. */
export class Forms {
  readonly #numbers = new Map<Expr, number>();

  of(at: Expr, scale = 1): Form {
    const terms = new Map<string, { key: string; atom: Expr; factor: number }>();
    let constant = 0;
    const collect = (e: Expr, factor: number): void => {
      if (e.kind === 'const') {
        constant += factor * Number(e.value);
      } else if (e.kind === 'binary' && (e.op === 'add' || e.op === 'sub')) {
        collect(e.x, factor);
        collect(e.y, e.op === 'add' ? factor : -factor);
      } else if (e.kind === 'binary' && e.op === 'mul' && e.y.kind === 'const') {
        collect(e.x, factor * Number(e.y.value));
      } else if (e.kind === 'binary' && e.op === 'mul' && e.x.kind === 'const') {
        collect(e.y, factor * Number(e.x.value));
      } else {
        const key = this.keyOf(e);
        const term = terms.get(key);
        if (term) term.factor += factor;
        else terms.set(key, { key, atom: e, factor });
      }
    };
    collect(at, scale);
    const kept = [...terms.values()].filter((term) => term.factor !== 0);
    if (kept.length > 1) kept.sort((a, b) => (a.key < b.key ? -1 : 1));
    return { constant, terms: kept };
  }

  /** The name of an atom, or its number among the nameless. */
  keyOf(e: Expr): string {
    if (e.kind === 'var' || e.kind === 'local') return e.name;
    let number = this.#numbers.get(e);
    if (number === undefined) this.#numbers.set(e, number = this.#numbers.size);
    return `#${number}`;
  }
}

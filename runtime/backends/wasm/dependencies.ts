// What an expression reads and what a loop writes: the facts from which the emitter decides what may leave a loop.
import type { Expr, Stmt } from '../../ir/loops.ts';

export interface Reads {
  /** Loop variables and locals. */
  readonly names: readonly string[];
  readonly buffers: readonly string[];
}

export interface Writes {
  /** Its own variable, inner variables, and locals that are declared or set inside. */
  readonly names: ReadonlySet<string>;
  readonly buffers: ReadonlySet<string>;
}

const NOTHING: Reads = { names: [], buffers: [] };

/** The expressions that an expression is made of. */
export function operandsOf(e: Expr): readonly Expr[] {
  switch (e.kind) {
    case 'const':
    case 'var':
    case 'local': return [];
    case 'load': return [e.at];
    case 'unary':
    case 'cast':
    case 'bits': return [e.x];
    case 'binary':
    case 'compare': return [e.x, e.y];
    case 'select': return [e.when, e.yes, e.no];
  }
}

/** The expressions that a statement evaluates itself, without those of its inner statements. */
export function expressionsOf(stmt: Stmt): readonly Expr[] {
  switch (stmt.kind) {
    case 'for': return [];
    case 'store': return [stmt.at, stmt.value];
    case 'let':
    case 'set': return [stmt.value];
    case 'if': return [stmt.when];
  }
}

export function bodiesOf(stmt: Stmt): readonly (readonly Stmt[])[] {
  if (stmt.kind === 'for') return [stmt.body];
  return stmt.kind === 'if' ? [stmt.then, stmt.otherwise] : [];
}

/** Answers are remembered by identity, so that shared expressions are walked once. */
export class Dependencies {
  readonly #reads = new Map<Expr, Reads>();
  readonly #writes = new Map<Stmt, Writes>();
  readonly #invariant = new Map<Writes, Map<Expr, boolean>>();

  reads(e: Expr): Reads {
    if (e.kind === 'const') return NOTHING;
    if (e.kind === 'var' || e.kind === 'local') return { names: [e.name], buffers: [] };
    const known = this.#reads.get(e);
    if (known) return known;
    let all = NOTHING;
    for (const operand of operandsOf(e)) all = union(all, this.reads(operand));
    if (e.kind === 'load') all = union(all, { names: [], buffers: [e.buffer] });
    this.#reads.set(e, all);
    return all;
  }

  writes(loop: Stmt): Writes {
    const known = this.#writes.get(loop);
    if (known) return known;
    const names = new Set<string>();
    const buffers = new Set<string>();
    const visit = (stmt: Stmt): void => {
      if (stmt.kind === 'store') buffers.add(stmt.buffer);
      else if (stmt.kind === 'for' && stmt !== loop) {
        const inner = this.writes(stmt);
        for (const name of inner.names) names.add(name);
        for (const buffer of inner.buffers) buffers.add(buffer);
        return;
      } else if (stmt.kind !== 'if') names.add(stmt.name);
      for (const body of bodiesOf(stmt)) body.forEach(visit);
    };
    visit(loop);
    const all = { names, buffers };
    this.#writes.set(loop, all);
    return all;
  }

  /** Whether the expression has one value during all iterations. */
  isInvariant(e: Expr, writes: Writes): boolean {
    if (e.kind === 'const') return true;
    if (e.kind === 'var' || e.kind === 'local') return !writes.names.has(e.name);
    let answers = this.#invariant.get(writes);
    if (!answers) this.#invariant.set(writes, answers = new Map());
    let invariant = answers.get(e);
    if (invariant === undefined) {
      invariant = (e.kind !== 'load' || !writes.buffers.has(e.buffer)) && operandsOf(e).every((operand) => this.isInvariant(operand, writes));
      answers.set(e, invariant);
    }
    return invariant;
  }
}

function union(a: Reads, b: Reads): Reads {
  if (a === NOTHING) return b;
  if (b === NOTHING) return a;
  return { names: merge(a.names, b.names), buffers: merge(a.buffers, b.buffers) };
}

function merge(a: readonly string[], b: readonly string[]): readonly string[] {
  if (b.length === 0) return a;
  if (a.length === 0) return b;
  return [...new Set([...a, ...b])];
}

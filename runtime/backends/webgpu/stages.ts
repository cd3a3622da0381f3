// A kernel in, stages out: pieces that run one after the other, each with the loops whose iterations may run side by
// side. Loops run side by side where no two iterations touch the same element of a buffer that the stage writes.
import type { Expr, Stmt } from '../../ir/loops.ts';
import { bodiesOf, expressionsOf, operandsOf } from '../wasm/dependencies.ts';
import type { Form } from '../wasm/forms.ts';
import { Forms } from '../wasm/forms.ts';
import { mergeLoops } from './merge-loops.ts';

export interface Axis {
  readonly name: string;
  readonly extent: number;
}

export interface Stage {
  /** Loops that run side by side, outermost first. */
  readonly axes: readonly Axis[];
  /** What each iteration does. */
  readonly body: readonly Stmt[];
  readonly facts: StageFacts;
}

export interface Access {
  readonly buffer: string;
  readonly form: Form;
  readonly isStore: boolean;
}

export interface StageFacts {
  /** Locals that are set after they are declared. */
  readonly mutable: ReadonlySet<string>;
  /** Buffers that are stored to. */
  readonly written: ReadonlySet<string>;
  readonly accesses: readonly Access[];
  readonly addresses: Addresses;
}

/** Index expressions as sums over loop variables: locals that name an index once are looked through. */
export class Addresses {
  readonly #forms = new Forms();
  readonly #named = new Map<string, Expr>();
  readonly #seen = new Map<Expr, Expr>();

  name(local: string, value: Expr): void {
    this.#named.set(local, value);
  }

  of(at: Expr): Form {
    return this.#forms.of(this.#through(at));
  }

  #through(e: Expr): Expr {
    if (e.kind === 'local') {
      const value = this.#named.get(e.name);
      return value ? this.#through(value) : e;
    }
    if (e.kind !== 'binary' || !['add', 'sub', 'mul'].includes(e.op)) return e;
    let seen = this.#seen.get(e);
    if (!seen) {
      const [x, y] = [this.#through(e.x), this.#through(e.y)];
      this.#seen.set(e, seen = x === e.x && y === e.y ? e : { ...e, x, y });
    }
    return seen;
  }
}

export function stagesOf(body: readonly Stmt[]): readonly Stage[] {
  return piecesOf(mergeLoops(body)).map(stageOf).filter(({ facts }) => facts.written.size > 0);
}

/** The body cut wherever nothing that was named before is used after. */
function piecesOf(body: readonly Stmt[]): readonly (readonly Stmt[])[] {
  const pieces: Stmt[][] = [];
  const lastUse = new Map<string, number>();
  body.forEach((stmt, i) => { for (const name of localsIn(stmt)) lastUse.set(name, i); });
  let open: Stmt[] = [];
  let until = -1;
  body.forEach((stmt, i) => {
    open.push(stmt);
    for (const name of localsIn(stmt)) until = Math.max(until, lastUse.get(name)!);
    if (until > i || stmt.kind === 'let') return;
    pieces.push(open);
    open = [];
  });
  if (open.some((stmt) => stmt.kind !== 'let')) pieces.push(open);
  return pieces;
}

function localsIn(stmt: Stmt): ReadonlySet<string> {
  const names = new Set<string>();
  const seen = new Set<Expr>();
  const visitExpr = (e: Expr): void => {
    if (seen.has(e)) return;
    seen.add(e);
    if (e.kind === 'local') names.add(e.name);
    operandsOf(e).forEach(visitExpr);
  };
  const visit = (inner: Stmt): void => {
    if (inner.kind === 'let' || inner.kind === 'set') names.add(inner.name);
    expressionsOf(inner).forEach(visitExpr);
    for (const part of bodiesOf(inner)) part.forEach(visit);
  };
  visit(stmt);
  return names;
}

function stageOf(body: readonly Stmt[]): Stage {
  const facts = factsOf(body);
  const chain: Axis[] = [];
  const bodies = [body];
  for (;;) {
    const inner = bodies.at(-1)!;
    const loop = inner.at(-1);
    // What precedes the loop is computed again by each of its iterations: names only.
    if (loop?.kind !== 'for' || inner.slice(0, -1).some((stmt) => stmt.kind !== 'let' || facts.mutable.has(stmt.name))) break;
    chain.push({ name: loop.name, extent: loop.extent });
    bodies.push([...inner.slice(0, -1), ...loop.body]);
  }
  let count = chain.length;
  while (count > 0 && !isDisjoint(chain.slice(0, count), facts, extentsOf(body))) count--;
  return { axes: chain.slice(0, count), body: bodies[count]!, facts };
}

function factsOf(body: readonly Stmt[]): StageFacts {
  const mutable = new Set<string>();
  const written = new Set<string>();
  const addresses = new Addresses();
  const all: Stmt[] = [];
  const collect = (stmt: Stmt): void => {
    all.push(stmt);
    if (stmt.kind === 'set') mutable.add(stmt.name);
    if (stmt.kind === 'store') written.add(stmt.buffer);
    for (const part of bodiesOf(stmt)) part.forEach(collect);
  };
  body.forEach(collect);
  for (const stmt of all) if (stmt.kind === 'let' && stmt.type === 'index' && !mutable.has(stmt.name)) addresses.name(stmt.name, stmt.value);
  const accesses: Access[] = [];
  const seen = new Set<Expr>();
  const visit = (e: Expr): void => {
    if (seen.has(e)) return;
    seen.add(e);
    if (e.kind === 'load') accesses.push({ buffer: e.buffer, form: addresses.of(e.at), isStore: false });
    operandsOf(e).forEach(visit);
  };
  for (const stmt of all) {
    expressionsOf(stmt).forEach(visit);
    if (stmt.kind === 'store') accesses.push({ buffer: stmt.buffer, form: addresses.of(stmt.at), isStore: true });
  }
  return { mutable, written, accesses, addresses };
}

function extentsOf(body: readonly Stmt[]): ReadonlyMap<string, number> {
  const extents = new Map<string, number>();
  const visit = (stmt: Stmt): void => {
    if (stmt.kind === 'for') extents.set(stmt.name, stmt.extent);
    for (const part of bodiesOf(stmt)) part.forEach(visit);
  };
  body.forEach(visit);
  return extents;
}

/**
 * Addresses as numbers in mixed radix: where, digits sorted by their factor, each factor is larger than what all
 * lower digits can add up to, an address tells its digits. If all accesses to a buffer agree about the digits that
 * belong to the axes, iterations with other digits touch other elements.
 */
function isDisjoint(axes: readonly Axis[], facts: StageFacts, extents: ReadonlyMap<string, number>): boolean {
  const wide = axes.filter(({ extent }) => extent > 1);
  for (const buffer of facts.written) {
    const accesses = facts.accesses.filter((access) => access.buffer === buffer);
    const digits = new Map<number, number>();
    const owners = new Map<number, string>();
    for (const { form } of accesses) {
      if (form.constant !== accesses[0]!.form.constant) return false;
      for (const { key, atom, factor } of form.terms) {
        const extent = atom.kind === 'var' ? extents.get(key) : undefined;
        if (extent === undefined || factor < 0) return false;
        if (extent === 1) continue;
        const owner = wide.some(({ name }) => name === key) ? key : '';
        if ((owners.get(factor) ?? owner) !== owner) return false;
        owners.set(factor, owner);
        digits.set(factor, Math.max(digits.get(factor) ?? 1, extent));
      }
      if (wide.some(({ name }) => !form.terms.some(({ key }) => key === name))) return false;
    }
    let reach = 0;
    for (const [factor, extent] of [...digits].sort(([a], [b]) => a - b)) {
      if (factor <= reach) return false;
      reach += factor * (extent - 1);
    }
  }
  return true;
}

// Whether the iterations of a loop may run in any order and side by side: no two of them may meet in memory, unless
// both only read. Addresses are sums of loop variables times numbers; anything else where something is written means
// no.
import type { Kernel, Stmt } from '../ir/loops.ts';
import { elementCount } from '../ir/tensor.ts';
import { bodiesOf, expressionsOf, operandsOf } from './wasm/dependencies.ts';
import type { Expr } from '../ir/loops.ts';
import type { Form } from './wasm/forms.ts';
import { Forms } from './wasm/forms.ts';

type Loop = Extract<Stmt, { kind: 'for' }>;

interface Access {
  readonly buffer: string;
  readonly form: Form;
  readonly isStore: boolean;
}

interface Facts {
  readonly accesses: readonly Access[];
  readonly extents: ReadonlyMap<string, number>;
  readonly written: ReadonlySet<string>;
  /** Every local that is set is declared inside. */
  readonly closed: boolean;
}

export function isIndependent(loop: Loop, kernel: Kernel): boolean {
  const facts = factsOf(loop);
  if (!facts.closed) return false;
  const own = privateScratch(loop, kernel);
  return [...facts.written].every((buffer) => own.has(buffer) || keepsApart(loop, facts.accesses.filter((access) => access.buffer === buffer), facts.extents));
}

/**
 * With the factor f of the loop's variable in all addresses, the other terms are those below f, which together span
 * less than f, and those that are larger. Modulo the greatest common divisor of the larger ones an address then
 * tells the iteration.
 */
function keepsApart({ name, extent }: Loop, accesses: readonly Access[], extents: ReadonlyMap<string, number>): boolean {
  const factor = Math.abs(accesses[0]!.form.terms.find(({ key }) => key === name)?.factor ?? 0);
  if (factor === 0) return false;
  let common = 0;
  const spans: { low: number; high: number; constant: number }[] = [];
  for (const { form: { terms, constant } } of accesses) {
    let [low, high, own] = [0, 0, 0];
    for (const term of terms) {
      if (term.key === name) {
        own = term.factor;
        continue;
      }
      const inner = term.atom.kind === 'var' ? extents.get(term.key) : undefined;
      if (inner === undefined) return false;
      const reach = term.factor * (inner - 1);
      if (Math.abs(term.factor) >= factor) common = divisor(common, Math.abs(term.factor));
      else if (reach < 0) low += reach;
      else high += reach;
    }
    if (Math.abs(own) !== factor || Math.sign(own) !== Math.sign(accesses[0]!.form.terms.find(({ key }) => key === name)!.factor)) return false;
    spans.push({ low, high, constant });
  }
  const start = (constant: number): number => (common > 0 ? ((constant % common) + common) % common : constant);
  const low = Math.min(...spans.map((span) => span.low + start(span.constant)));
  const high = Math.max(...spans.map((span) => span.high + start(span.constant)));
  return high - low < factor && (common === 0 || factor * (extent - 1) + high - low < common);
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}

/** Scratch of which each iteration fills every element, in one plain nest, before anything reads it; used nowhere else. */
export function privateScratch(loop: Loop, kernel: Kernel): ReadonlySet<string> {
  const elsewhere = new Set(kernel.body.filter((stmt) => stmt !== loop).flatMap((stmt) => factsOf(stmt).accesses.map(({ buffer }) => buffer)));
  const { written, accesses } = factsOf(loop);
  return new Set(kernel.buffers
    .filter(({ name, role }) => role === 'scratch' && written.has(name) && !elsewhere.has(name))
    .filter(({ name, shape }) => accesses.find(({ buffer }) => buffer === name)?.isStore && fillsFirst(loop.body, name, elementCount(shape)))
    .map(({ name }) => name));
}

/** Whether the first statement that uses the buffer is a nest that stores to each of its elements. */
function fillsFirst(body: readonly Stmt[], buffer: string, count: number): boolean {
  const first = body.find((stmt) => factsOf(stmt).accesses.some((access) => access.buffer === buffer));
  if (first?.kind !== 'for') return false;
  const { accesses, extents } = factsOf(first);
  const store = accesses.find((access) => access.buffer === buffer);
  if (!store?.isStore || !isUnconditional(first, buffer) || store.form.constant !== 0) return false;
  let covered = 1;
  for (const { factor, atom, key } of store.form.terms.toSorted((a, b) => a.factor - b.factor)) {
    if (atom.kind !== 'var' || factor !== covered || !extents.has(key)) return false;
    covered *= extents.get(key)!;
  }
  return covered === count;
}

function isUnconditional(stmt: Stmt, buffer: string): boolean {
  if (stmt.kind === 'if') return !factsOf(stmt).written.has(buffer);
  return bodiesOf(stmt).every((body) => body.every((inner) => isUnconditional(inner, buffer)));
}

/** Accesses in the order of the program, the store of a statement after its loads. */
function factsOf(root: Stmt): Facts {
  const forms = new Forms();
  const accesses: Access[] = [];
  const extents = new Map<string, number>();
  const written = new Set<string>();
  const declared = new Set<string>();
  let closed = true;
  const seen = new Set<Expr>();
  const visit = (e: Expr): void => {
    if (seen.has(e)) return;
    seen.add(e);
    operandsOf(e).forEach(visit);
    if (e.kind === 'load') accesses.push({ buffer: e.buffer, form: forms.of(e.at), isStore: false });
  };
  const walk = (stmt: Stmt): void => {
    seen.clear();
    expressionsOf(stmt).forEach(visit);
    if (stmt.kind === 'for') extents.set(stmt.name, stmt.extent);
    if (stmt.kind === 'let') declared.add(stmt.name);
    if (stmt.kind === 'set' && !declared.has(stmt.name)) closed = false;
    if (stmt.kind === 'store') {
      accesses.push({ buffer: stmt.buffer, form: forms.of(stmt.at), isStore: true });
      written.add(stmt.buffer);
    }
    for (const body of bodiesOf(stmt)) body.forEach(walk);
  };
  walk(root);
  return { accesses, extents, written, closed };
}

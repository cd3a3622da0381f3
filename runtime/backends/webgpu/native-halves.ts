// For shaders that have float16: a kernel in, the same out in which inputs of float16 are loaded as numbers where they
// were loaded as bits and converted. Products of them are then found as those of float32 are.
import type { Expr, Kernel, Stmt } from '../../ir/loops.ts';
import { halfBitsIn } from '../../ir/narrow.ts';
import { mapStmt } from '../map-expressions.ts';
import { bodiesOf, expressionsOf, operandsOf } from '../wasm/dependencies.ts';

export function nativeHalves(kernel: Kernel): Kernel {
  const halves = new Set(kernel.buffers.flatMap(({ name, bitsOf, role }) => (bitsOf === 'float16' && role === 'input' ? [name] : [])));
  if (halves.size === 0) return kernel;
  const all = everyStmt(kernel.body);
  const mutable = new Set(all.flatMap((stmt) => (stmt.kind === 'set' ? [stmt.name] : [])));
  const numbers = new Map<string, Expr>();
  for (const stmt of all) {
    if (stmt.kind !== 'let' || stmt.value.kind !== 'load' || !halves.has(stmt.value.buffer) || [...localsIn([stmt.value])].some((name) => mutable.has(name))) continue;
    numbers.set(stmt.name, { ...stmt.value, type: 'float32' });
  }
  const numberOf = (e: Expr): Expr | undefined => {
    const bits = halfBitsIn(e);
    return bits?.kind === 'local' ? numbers.get(bits.name) : undefined;
  };
  const body = kernel.body.map((stmt) => mapStmt(stmt, (e) => e, (_, at) => at, numberOf));
  const used = localsIn(everyStmt(body).flatMap(expressionsOf));
  return { ...kernel, body: without(body, (name) => numbers.has(name) && !used.has(name)) };
}

const everyStmt = (body: readonly Stmt[]): readonly Stmt[] => body.flatMap((stmt) => [stmt, ...bodiesOf(stmt).flatMap(everyStmt)]);

function localsIn(expressions: readonly Expr[]): ReadonlySet<string> {
  const names = new Set<string>();
  const seen = new Set<Expr>();
  const visit = (e: Expr): void => {
    if (seen.has(e)) return;
    seen.add(e);
    if (e.kind === 'local') names.add(e.name);
    operandsOf(e).forEach(visit);
  };
  expressions.forEach(visit);
  return names;
}

/** The body without these names. */
function without(body: readonly Stmt[], isUnused: (name: string) => boolean): readonly Stmt[] {
  return body.filter((stmt) => stmt.kind !== 'let' || !isUnused(stmt.name)).map((stmt) => {
    if (stmt.kind === 'for') return { ...stmt, body: without(stmt.body, isUnused) };
    return stmt.kind === 'if' ? { ...stmt, then: without(stmt.then, isUnused), otherwise: without(stmt.otherwise, isUnused) } : stmt;
  });
}

// Register tiles (unroll and jam): an outer loop over rows and a planned loop over columns, with sums between them,
// come in; a body that computes several rows and several vectors of columns at once comes out. A value that two of
// them need is loaded once. Each element keeps its own sequence of operations, so results do not change by a bit.
import { add, index, mul } from '../../ir/loop-builder.ts';
import type { Expr, Stmt } from '../../ir/loops.ts';
import { variable } from '../../ir/make.ts';
import { mapStmt } from '../map-expressions.ts';
import { bodiesOf, operandsOf } from './dependencies.ts';
import { isTall, Jam } from './jam.ts';
import { formKey } from './forms.ts';
import { lanesOf, planVector } from './vector-plan.ts';
import type { Facts, Loop, VectorPlan } from './vector-plan.ts';

export interface Tile {
  /** A perfect nest from the loop over rows to the planned loop; without rows it is the planned loop alone. */
  readonly nest: readonly Loop[];
  readonly plan: VectorPlan;
  /** Iterations of the outermost loop that are done at once; 1 without rows. */
  readonly rows: number;
  readonly vectors: number;
}

/** Fewer multiplications than this are not worth the code. */
export const LEAST_TILED_WORK = 8192;

export interface TileShape {
  readonly rows: number;
  readonly vectors: number;
}

/** Twelve sums, two vectors and one number: all fit into 15 registers, and additions wait for nobody. */
const TILE: TileShape = { rows: 6, vectors: 2 };
/** Rows of tiles with two sums for each element. */
const ROWS_OF_TWO = 2;

/** The tile that begins with this loop. None where a loop further in is the better one to take rows from. */
export function planTile(loop: Loop, facts: Facts, leastWork: number, shape: TileShape = TILE): Tile | undefined {
  const chain = chainOf(loop);
  const columns = chain.at(-1)!;
  if (!columns.body.some((stmt) => stmt.kind === 'for') || iterationsOf(loop) < leastWork) return undefined;
  const plan = planVector(columns, facts);
  if (!plan) return undefined;
  const sums = sumsOf(columns, plan);
  if (sums === 0 || sums > 2) return undefined;
  const vectors = Math.floor(columns.extent / lanesOf(plan.lane));
  const from = chain.slice(0, -1).findLastIndex((row) => sharesVectors(row, columns, plan, facts));
  if (from > 0) return undefined;
  if (from === 0 && isIndependent(chain, facts)) return { nest: chain, plan, rows: sums === 1 ? shape.rows : Math.min(ROWS_OF_TWO, shape.rows), vectors: Math.min(shape.vectors, vectors) };
  return chain.length === 1 ? { nest: chain, plan, rows: 1, vectors: Math.min(sums === 1 ? 4 : 2, vectors) } : undefined;
}

/** The tile's nest with a body for `rows` × `vectors` copies, and the plan of its innermost loop. */
export function jam(tile: Tile, rows: number, vectors: number, facts: Facts): { nest: readonly Loop[]; plan: VectorPlan } {
  const [row, columns] = [tile.nest[0]!, tile.nest.at(-1)!];
  const lanes = lanesOf(tile.plan.lane);
  const jammed = new Jam({
    row: rows > 1 ? row.name : undefined, rows, vectors, plan: tile.plan, writes: facts.dependencies.writes(columns),
    move: (name, r, v) => {
      const here = variable(name);
      if (name === columns.name) return v === 0 ? here : add(here, index(v * lanes));
      return name === row.name && r > 0 ? add(here, index(r)) : here;
    },
  });
  let inner: Loop = { ...columns, body: jammed.body(isTall(rows) ? columns.body.flatMap(inPairs) : columns.body) };
  const nest = [inner];
  for (const loop of tile.nest.slice(0, -1).toReversed()) nest.unshift(inner = { ...loop, body: [inner] });
  return { nest, plan: jammed.planFor() };
}

/** With fewer turns a pair is not worth its code. */
const LEAST_PAIRED = 8;

/**
 * Innermost loops with two turns in one: tall tiles fill the processor's front end, and what counts turns and advances
 * pointers is a seventh of their instructions.
 */
function inPairs(stmt: Stmt): readonly Stmt[] {
  if (stmt.kind === 'if') return [{ ...stmt, then: stmt.then.flatMap(inPairs), otherwise: stmt.otherwise.flatMap(inPairs) }];
  if (stmt.kind !== 'for') return [stmt];
  if (stmt.body.some(hasLoop)) return [{ ...stmt, body: stmt.body.flatMap(inPairs) }];
  const { name, extent, body } = stmt;
  if (extent < LEAST_PAIRED || body.some((each) => each.kind === 'let')) return [stmt];
  const turn = (i: Expr): readonly Stmt[] => body.map((each) => mapStmt(each, (e) => (e.kind === 'var' && e.name === name ? i : e), (_, at) => at));
  const first = mul(variable(name), 2);
  const pairs: Stmt = { ...stmt, extent: Math.floor(extent / 2), body: [...turn(first), ...turn(add(first, 1))] };
  return extent % 2 === 0 ? [pairs] : [pairs, ...turn(index(extent - 1))];
}

function hasLoop(stmt: Stmt): boolean {
  return stmt.kind === 'for' || bodiesOf(stmt).some((body) => body.some(hasLoop));
}

function chainOf(loop: Loop): Loop[] {
  const [only, ...others] = loop.body;
  return only?.kind === 'for' && others.length === 0 && loop.extent > 0 ? [loop, ...chainOf(only)] : [loop];
}

/** Of the longest nest inside, with its own. */
export function iterationsOf(stmt: Stmt): number {
  if (stmt.kind === 'for') return stmt.extent * mostIterations(stmt.body);
  return stmt.kind === 'if' ? Math.max(mostIterations(stmt.then), mostIterations(stmt.otherwise)) : 1;
}

function mostIterations(body: readonly Stmt[]): number {
  let most = 1;
  for (const stmt of body) most = Math.max(most, iterationsOf(stmt));
  return most;
}

/** How many vectors a tile keeps for each row: locals that inner loops add to. */
function sumsOf(columns: Loop, plan: VectorPlan): number {
  const found = new Set<string>();
  const visit = (stmt: Stmt, inside: boolean): void => {
    if (inside && (stmt.kind === 'set' || stmt.kind === 'let') && plan.isVaryingLocal(stmt.name)) found.add(stmt.name);
    for (const body of bodiesOf(stmt)) for (const each of body) visit(each, inside || stmt.kind === 'for');
  };
  for (const stmt of columns.body) visit(stmt, false);
  return found.size;
}

/** Whether an inner loop loads vectors that are the same for all rows. */
function sharesVectors(row: Loop, columns: Loop, plan: VectorPlan, facts: Facts): boolean {
  const writes = facts.dependencies.writes(columns);
  const varies = (e: Expr): boolean => (
    e.kind === 'var' ? e.name === plan.variable : e.kind === 'local' ? plan.isVaryingLocal(e.name) : operandsOf(e).some(varies)
  );
  const isShared = (e: Expr): boolean => {
    if (e.kind === 'load' && varies(e.at) && !writes.buffers.has(e.buffer) && !facts.dependencies.reads(e).names.includes(row.name)) return true;
    return operandsOf(e).some(isShared);
  };
  const visit = (stmt: Stmt): boolean => (
    ((stmt.kind === 'set' || stmt.kind === 'let') && isShared(stmt.value)) || bodiesOf(stmt).some((body) => body.some(visit))
  );
  return columns.body.some((stmt) => stmt.kind === 'for' && stmt.body.some(visit));
}

/**
 * Whether iterations of the nest may run in any order and side by side: every buffer that is written is used at one
 * address alone, and no two iterations have the same one. Conditions must be the same for all.
 */
function isIndependent(chain: readonly Loop[], facts: Facts): boolean {
  const [outer, columns] = [chain[0]!, chain.at(-1)!];
  const writes = facts.dependencies.writes(outer);
  const addresses = new Map<string, string>();
  const isAlone = (buffer: string, at: Expr): boolean => {
    const form = facts.forms.of(at);
    const key = formKey(form);
    if (addresses.has(buffer)) return addresses.get(buffer) === key;
    addresses.set(buffer, key);
    const own = new Map(form.terms.map((term) => [term.key, term.factor]));
    if (form.terms.some(({ key: name, atom }) => atom.kind !== 'var' || (writes.names.has(name) && !chain.some((loop) => loop.name === name)))) return false;
    let reach = 0;
    for (const { factor, extent } of chain.map(({ name, extent }) => ({ factor: Math.abs(own.get(name) ?? 0), extent })).sort((a, b) => a.factor - b.factor)) {
      if (extent > 1 && factor <= reach) return false;
      reach += factor * (extent - 1);
    }
    return true;
  };
  const allows = (e: Expr): boolean => (e.kind !== 'load' || !writes.buffers.has(e.buffer) || isAlone(e.buffer, e.at)) && operandsOf(e).every(allows);
  const visit = (stmt: Stmt): boolean => {
    if (stmt.kind === 'if' && facts.dependencies.reads(stmt.when).names.some((name) => name === outer.name || isLocalOf(columns, name))) return false;
    if (stmt.kind === 'store' && !(isAlone(stmt.buffer, stmt.at) && allows(stmt.at))) return false;
    if (stmt.kind !== 'for' && stmt.kind !== 'if' && !allows(stmt.value)) return false;
    return bodiesOf(stmt).every((body) => body.every(visit));
  };
  return columns.body.every(visit);
}

function isLocalOf(loop: Loop, name: string): boolean {
  const declares = (stmt: Stmt): boolean => (stmt.kind === 'let' && stmt.name === name) || bodiesOf(stmt).some((body) => body.some(declares));
  return loop.body.some(declares);
}

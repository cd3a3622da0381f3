// The body of a loop written out for several rows and several vectors of columns: copies of each statement stand
// side by side, and what is the same in several copies is computed once.
import type { Expr, Stmt } from '../../ir/loops.ts';
import { letBe, local, overOperands } from '../../ir/make.ts';
import { bodiesOf, operandsOf } from './dependencies.ts';
import type { Writes } from './dependencies.ts';
import type { VectorPlan } from './vector-plan.ts';

export interface Jamming {
  /** The variable that tells rows apart. */
  readonly row: string | undefined;
  readonly rows: number;
  readonly vectors: number;
  /** The plan of the loop over columns as it stands. */
  readonly plan: VectorPlan;
  readonly writes: Writes;
  /** What a variable is in one copy. */
  move(name: string, row: number, vector: number): Expr;
}

/**
 * With more rows, their numbers are loaded one row after the other: V8 up to Node 22 moves all loads of a basic block
 * to its top, where they do not fit into registers.
 */
const MOST_AT_ONCE = 4;
export const isTall = (rows: number): boolean => rows > MOST_AT_ONCE;

/** What a value depends on. */
const ROW = 1;
const COLUMN = 2;

export class Jam {
  readonly #jamming: Jamming;
  readonly #dependsOn = new Map<Expr, number>();
  readonly #ofLocal = new Map<string, number>();
  readonly #copies = new Map<Expr, Map<string, Expr>>();
  /** Names of vectors among the locals that were made. */
  readonly #vectors = new Set<string>();
  readonly #apart = new Set<Stmt>();
  #shared = new Map<Expr, Map<string, Expr>>();
  #names = 0;
  /** How many inner loops enclose the statement. */
  #depth = 0;
  /** Whether nothing of the inner loop has been written yet. */
  #begins = false;

  constructor(jamming: Jamming) {
    this.#jamming = jamming;
  }

  body(stmts: readonly Stmt[]): readonly Stmt[] {
    this.#settleLocals(stmts);
    return stmts.flatMap((stmt) => this.#statement(stmt));
  }

  /** The plan of the loop over columns with the jammed body. */
  planFor(): VectorPlan {
    return { ...this.#jamming.plan, isVaryingLocal: (name) => this.#vectors.has(name), apart: this.#apart };
  }

  #settleLocals(stmts: readonly Stmt[]): void {
    const assignments: Extract<Stmt, { kind: 'let' | 'set' }>[] = [];
    const visit = (stmt: Stmt): void => {
      if (stmt.kind === 'let' || stmt.kind === 'set') assignments.push(stmt);
      for (const body of bodiesOf(stmt)) body.forEach(visit);
    };
    stmts.forEach(visit);
    for (const { name } of assignments) this.#ofLocal.set(name, this.#jamming.plan.isVaryingLocal(name) ? COLUMN : 0);
    for (let changed = true; changed;) {
      changed = false;
      this.#dependsOn.clear();
      for (const { name, value } of assignments) {
        const before = this.#ofLocal.get(name)!;
        const after = before | (this.#dependence(value) & ROW);
        if (after === before) continue;
        this.#ofLocal.set(name, after);
        changed = true;
      }
    }
    this.#dependsOn.clear();
  }

  #dependence(e: Expr): number {
    if (e.kind === 'const') return 0;
    if (e.kind === 'local') return this.#ofLocal.get(e.name) ?? 0;
    if (e.kind === 'var') return (e.name === this.#jamming.row ? ROW : 0) | (e.name === this.#jamming.plan.variable ? COLUMN : 0);
    let all = this.#dependsOn.get(e);
    if (all !== undefined) return all;
    all = e.kind === 'load' && this.#jamming.writes.buffers.has(e.buffer) ? ROW | COLUMN : 0;
    for (const operand of operandsOf(e)) all |= this.#dependence(operand);
    this.#dependsOn.set(e, all);
    return all;
  }

  #statement(stmt: Stmt): readonly Stmt[] {
    switch (stmt.kind) {
      case 'for': {
        this.#depth++;
        this.#begins = true;
        const body = stmt.body.flatMap((inner) => this.#statement(inner));
        this.#depth--;
        return [{ ...stmt, body }];
      }
      case 'if': return [{
        ...stmt, when: this.#copy(stmt.when, 0, 0),
        then: stmt.then.flatMap((inner) => this.#statement(inner)), otherwise: stmt.otherwise.flatMap((inner) => this.#statement(inner)),
      }];
      case 'store': return this.#eachCopy(ROW | COLUMN, (r, v, before) => (
        { ...stmt, at: this.#copy(stmt.at, r, v), value: this.#share(stmt.value, ROW | COLUMN, r, v, before) }
      ));
      case 'let':
      case 'set': {
        const depends = this.#ofLocal.get(stmt.name)!;
        return this.#eachCopy(depends, (r, v, before) => (
          { ...stmt, name: this.#nameOf(stmt.name, r, v), value: depends & COLUMN ? this.#share(stmt.value, depends, r, v, before) : this.#copy(stmt.value, r, v) }
        ));
      }
    }
  }

  /** One statement for each copy that differs, with the values that it needs before it. */
  #eachCopy(depends: number, make: (r: number, v: number, before: Stmt[]) => Stmt): readonly Stmt[] {
    const made: Stmt[] = [];
    this.#shared = new Map();
    const rows = depends & ROW ? this.#jamming.rows : 1;
    for (let r = 0; r < rows; r++) {
      const begin = made.length;
      for (let v = 0; v < (depends & COLUMN ? this.#jamming.vectors : 1); v++) {
        // The list is filled while the statement is made.
        const stmt = make(r, v, made);
        made.push(stmt);
      }
      if (!this.#begins && isTall(rows) && this.#depth > 0) this.#apart.add(made[begin]!);
      this.#begins = false;
    }
    return made;
  }

  #nameOf(name: string, r: number, v: number): string {
    const depends = this.#ofLocal.get(name);
    if (depends === undefined) return name;
    const own = `${name}_${depends & ROW ? r : 0}_${depends & COLUMN ? v : 0}`;
    if (depends & COLUMN) this.#vectors.add(own);
    return own;
  }

  /** The value in one copy, where parts that fewer copies tell apart are named and computed once as vectors. */
  #share(e: Expr, depends: number, r: number, v: number, before: Stmt[]): Expr {
    const own = this.#dependence(e);
    if (e.kind === 'const' || e.kind === 'local' || e.kind === 'var' || e.type === 'index') return this.#copy(e, r, v);
    if (own === depends) return this.#mapped(e, (part) => this.#share(part, depends, r, v, before), r, v);
    const key = keyOf(own, r, v);
    const known = this.#shared.get(e)?.get(key);
    if (known) return known;
    const name = `shared_${this.#names++}`;
    this.#vectors.add(name);
    before.push(letBe(name, e.type, this.#copy(e, r, v)));
    const named = local(e.type, name);
    remember(this.#shared, e, key, named);
    return named;
  }

  /** The expression as it is in one copy. */
  #copy(e: Expr, r: number, v: number): Expr {
    const own = this.#dependence(e);
    if (e.kind === 'local') return this.#ofLocal.has(e.name) ? local(e.type, this.#nameOf(e.name, r, v)) : e;
    if (e.kind === 'var') return this.#jamming.move(e.name, r, v);
    if (e.kind === 'const' || (own === 0 && !this.#readsLocals(e))) return e;
    const key = keyOf(own, r, v);
    const known = this.#copies.get(e)?.get(key);
    if (known) return known;
    const copy = this.#mapped(e, (part) => this.#copy(part, r, v), r, v);
    remember(this.#copies, e, key, copy);
    return copy;
  }

  #readsLocals(e: Expr): boolean {
    return (e.kind === 'local' && this.#ofLocal.has(e.name)) || operandsOf(e).some((part) => this.#readsLocals(part));
  }

  /** Shift counts and addresses are no vectors: they are copied as they are. */
  #mapped(e: Expr, map: (part: Expr) => Expr, r: number, v: number): Expr {
    if (e.kind === 'var' || e.kind === 'local') return this.#copy(e, r, v);
    const copy = (part: Expr): Expr => this.#copy(part, r, v);
    if (e.kind === 'load') return overOperands(e, copy);
    return overOperands(e, map, e.kind === 'binary' && (e.op === 'shl' || e.op === 'shr') ? copy : map);
  }
}

const keyOf = (depends: number, r: number, v: number): string => `${depends & ROW ? r : 0} ${depends & COLUMN ? v : 0}`;

function remember(map: Map<Expr, Map<string, Expr>>, e: Expr, key: string, value: Expr): void {
  const own = map.get(e);
  if (own) own.set(key, value);
  else map.set(e, new Map([[key, value]]));
}

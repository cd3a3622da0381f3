// Decides whether a loop may run several iterations at once: a `for` comes in, a plan or undefined comes out.
// Iterations become lanes, so every value either is the same in all lanes (uniform) or differs (varying). No
// floating-point operation changes its order: sums across iterations of the planned loop are refused, sums of inner
// loops run in each lane as written.
import { BYTES } from '../../ir/dtype.ts';
import type { Expr, ScalarType, Stmt } from '../../ir/loops.ts';
import { bodiesOf, expressionsOf, operandsOf } from './dependencies.ts';
import type { Dependencies, Writes } from './dependencies.ts';
import { factorOf, formKey } from './forms.ts';
import type { Forms } from './forms.ts';
import { hasVectorBinary, hasVectorCast, hasVectorUnary } from './vector-ops.ts';
import type { LaneBytes } from './vector-ops.ts';

export type Loop = Extract<Stmt, { kind: 'for' }>;

export interface VectorPlan {
  readonly lane: LaneBytes;
  /** Whether iterations may be run twice: then a remainder is done by one vector that overlaps the one before. */
  readonly repeatable: boolean;
  isVarying(e: Expr): boolean;
  /** Whether a local of the body differs between lanes. */
  isVaryingLocal(name: string): boolean;
}

/** Facts about the kernel that the planner needs. */
export interface Facts {
  readonly dependencies: Dependencies;
  readonly forms: Forms;
  /** Plans that have been made: outer loops ask for those of inner ones. */
  readonly plans: Map<Loop, VectorPlan | undefined>;
  dtypeOf(buffer: string): ScalarType;
}

export const lanesOf = (lane: LaneBytes): number => 16 / lane;

/** Prefers the innermost loop: an outer one is planned only if no loop inside it can be. */
export function planVector(loop: Loop, facts: Facts): VectorPlan | undefined {
  if (facts.plans.has(loop)) return facts.plans.get(loop);
  const inner = innerLoops(loop.body).some((each) => planVector(each, facts) !== undefined);
  const found = inner || loop.extent < FEWEST_LANES ? undefined : new Planner(loop, facts).plan();
  const plan = found && loop.extent >= lanesOf(found.lane) ? found : undefined;
  facts.plans.set(loop, plan);
  return plan;
}

const FEWEST_LANES = 2;

function innerLoops(body: readonly Stmt[]): Loop[] {
  return body.flatMap((stmt) => (stmt.kind === 'for' ? [stmt] : bodiesOf(stmt).flatMap(innerLoops)));
}

class Planner {
  readonly #loop: Loop;
  readonly #facts: Facts;
  readonly #writes: Writes;
  readonly #varyingLocals = new Set<string>();
  readonly #declared = new Set<string>();
  #varying = new Map<Expr, boolean>();
  readonly #checked = new Set<Expr>();
  readonly #widths = new Set<number>();
  /** Buffers stored to, with the one address that they are used at. */
  readonly #stored = new Map<string, string>();
  #repeatable = true;

  constructor(loop: Loop, facts: Facts) {
    this.#loop = loop;
    this.#facts = facts;
    this.#writes = facts.dependencies.writes(loop);
  }

  plan(): VectorPlan | undefined {
    if (!this.#loop.body.every((stmt) => this.#storesSideBySide(stmt)) || !this.#settleLocals() || !this.#loop.body.every((stmt) => this.#allows(stmt))) return undefined;
    if (this.#stored.size === 0 || this.#widths.size > 1) return undefined;
    const [lane = 1] = this.#widths;
    return {
      lane: lane as LaneBytes,
      repeatable: this.#repeatable,
      isVarying: (e) => this.#isVarying(e),
      isVaryingLocal: (name) => this.#varyingLocals.has(name),
    };
  }

  /** What most outer loops fail, asked first because it is cheap. */
  #storesSideBySide(stmt: Stmt): boolean {
    if (stmt.kind === 'store') return factorOf(this.#facts.forms.of(stmt.at), this.#loop.name) === 1;
    return bodiesOf(stmt).every((body) => body.every((inner) => this.#storesSideBySide(inner)));
  }

  /** A local varies as soon as one value that it may get varies. False where a local outlives an iteration. */
  #settleLocals(): boolean {
    const assignments: { name: string; value: Expr }[] = [];
    let closed = true;
    const visit = (stmt: Stmt): void => {
      if (stmt.kind === 'let') this.#declared.add(stmt.name);
      if (stmt.kind === 'set' && !this.#declared.has(stmt.name)) closed = false;
      if (stmt.kind === 'let' || stmt.kind === 'set') assignments.push(stmt);
      for (const body of bodiesOf(stmt)) body.forEach(visit);
    };
    this.#loop.body.forEach(visit);
    for (let size = -1; assignments.length > 0 && size !== this.#varyingLocals.size;) {
      size = this.#varyingLocals.size;
      this.#varying = new Map();
      for (const { name, value } of assignments) if (this.#isVarying(value)) this.#varyingLocals.add(name);
    }
    this.#varying = new Map();
    return closed;
  }

  #isVarying(e: Expr): boolean {
    if (e.kind === 'const') return false;
    if (e.kind === 'var') return e.name === this.#loop.name;
    if (e.kind === 'local') return this.#varyingLocals.has(e.name);
    const known = this.#varying.get(e);
    if (known !== undefined) return known;
    const varying = operandsOf(e).some((operand) => this.#isVarying(operand)) || (e.kind === 'load' && this.#writes.buffers.has(e.buffer));
    this.#varying.set(e, varying);
    return varying;
  }

  #allows(stmt: Stmt): boolean {
    switch (stmt.kind) {
      case 'for': return stmt.body.every((inner) => this.#allows(inner));
      case 'if':
        return !this.#isVarying(stmt.when) && [...stmt.then, ...stmt.otherwise].every((inner) => this.#allows(inner));
      case 'let':
      case 'set':
        if (!this.#varyingLocals.has(stmt.name)) return true;
        return stmt.value.type !== 'index' && this.#allowsValue(stmt.value);
      case 'store':
        return this.#allowsAddress(stmt.buffer, stmt.at) && this.#allowsValue(stmt.value);
    }
  }

  /** Uniform values are evaluated once and copied to all lanes. */
  #allowsValue(e: Expr): boolean {
    if (this.#checked.has(e)) return true;
    this.#checked.add(e);
    if (e.type === 'index') return false;
    if (e.type !== 'bool') this.#widths.add(BYTES[e.type]);
    if (!this.#isVarying(e)) return true;
    switch (e.kind) {
      case 'const':
      case 'local': return true;
      case 'load': return this.#allowsAddress(e.buffer, e.at);
      case 'unary': return hasVectorUnary(e.op, e.type) && this.#allowsValue(e.x);
      case 'binary':
        if (!hasVectorBinary(e.op, e.type) || !this.#allowsValue(e.x)) return false;
        return e.op === 'shl' || e.op === 'shr' ? !this.#isVarying(e.y) : this.#allowsValue(e.y);
      case 'compare': return this.#allowsValue(e.x) && this.#allowsValue(e.y);
      case 'select': return this.#allowsValue(e.when) && this.#allowsValue(e.yes) && this.#allowsValue(e.no);
      case 'cast': return hasVectorCast(e.x.type, e.type) && this.#allowsValue(e.x);
      case 'bits': return this.#allowsValue(e.x);
    }
  }

  /**
   * Lanes lie side by side: the loop variable counts elements and nothing else varies. A buffer that is written has
   * one address in the body, fixed but for the loop variable, so that no lane meets another's element.
   */
  #allowsAddress(buffer: string, at: Expr): boolean {
    const form = this.#facts.forms.of(at);
    if (factorOf(form, this.#loop.name) !== 1) return false;
    if (form.terms.some(({ key, atom }) => key !== this.#loop.name && this.#isVarying(atom))) return false;
    if (this.#writes.buffers.has(buffer)) {
      const { dependencies } = this.#facts;
      if (form.terms.some(({ key, atom }) => key !== this.#loop.name && !dependencies.isInvariant(atom, this.#writes))) return false;
      const known = this.#stored.get(buffer);
      if (known !== undefined && known !== formKey(form)) return false;
      this.#stored.set(buffer, formKey(form));
    }
    const type = this.#facts.dtypeOf(buffer);
    if (type !== 'bool' && type !== 'index') this.#widths.add(BYTES[type]);
    if (this.#loads.has(buffer)) this.#repeatable = false;
    return true;
  }

  /** Buffers that the body both stores and reads: running an iteration twice would read what the first run wrote. */
  get #loads(): ReadonlySet<string> {
    return this.#loadedAndStored ??= loadedBuffers(this.#loop.body, this.#writes.buffers);
  }

  #loadedAndStored: ReadonlySet<string> | undefined;
}

function loadedBuffers(body: readonly Stmt[], among: ReadonlySet<string>): Set<string> {
  const found = new Set<string>();
  const seen = new Set<Expr>();
  const visit = (e: Expr): void => {
    if (seen.has(e)) return;
    seen.add(e);
    if (e.kind === 'load' && among.has(e.buffer)) found.add(e.buffer);
    operandsOf(e).forEach(visit);
  };
  const walk = (stmt: Stmt): void => {
    expressionsOf(stmt).forEach(visit);
    for (const inner of bodiesOf(stmt)) inner.forEach(walk);
  };
  body.forEach(walk);
  return found;
}

// Decides whether a loop may run several iterations at once: a `for` comes in, a plan or undefined comes out.
// Iterations become lanes, so every value either is the same in all lanes (uniform) or differs (varying). No
// floating-point operation changes its order: sums across iterations of the planned loop are refused, sums of inner
// loops run in each lane as written.
import { BYTES, COMPUTED_IN } from '../../ir/dtype.ts';
import { isMath } from '../../ir/expand-math.ts';
import type { Expr, StoredDType, Stmt } from '../../ir/loops.ts';
import { bodiesOf } from './dependencies.ts';
import type { Dependencies, Writes } from './dependencies.ts';
import { factorOf, formKey } from './forms.ts';
import type { Form, Forms, Term } from './forms.ts';
import { hasVectorBinary, hasVectorCast, hasVectorUnary } from './vector-ops.ts';
import type { LaneBytes } from './vector-ops.ts';

export type Loop = Extract<Stmt, { kind: 'for' }>;

export interface VectorPlan {
  readonly lane: LaneBytes;
  /** Whether iterations may be run twice: then a remainder is done by one vector that overlaps the one before. */
  readonly repeatable: boolean;
  /** The loop's own. Values vary if they depend on it, on a varying local or on a buffer that the loop writes. */
  readonly variable: string;
  readonly written: ReadonlySet<string>;
  isVaryingLocal(name: string): boolean;
  /** Statements of inner loops before which a basic block ends: what is loaded behind is not loaded earlier. */
  readonly apart?: ReadonlySet<Stmt>;
}

/** Facts about the kernel that the planner needs. */
export interface Facts {
  readonly dependencies: Dependencies;
  readonly forms: Forms;
  /** Plans that have been made: outer loops ask for those of inner ones. */
  readonly plans: Map<Loop, VectorPlan | undefined>;
  dtypeOf(buffer: string): StoredDType;
  /** Inputs in whose place the result goes: each element is read before it is written, and never again. */
  readonly overwritten: ReadonlySet<string>;
}

export const lanesOf = (lane: LaneBytes): number => 16 / lane;

/** Prefers the innermost loop: an outer one is planned only if no loop inside it can be. */
export function planVector(loop: Loop, facts: Facts): VectorPlan | undefined {
  if (facts.plans.has(loop)) return facts.plans.get(loop);
  const found = plansInner(loop.body, facts) || loop.extent < FEWEST_LANES ? undefined : new Planner(loop, facts).plan();
  const plan = found && loop.extent >= lanesOf(found.lane) ? found : undefined;
  facts.plans.set(loop, plan);
  return plan;
}

const FEWEST_LANES = 2;
/** Elements between lanes that are read. */
const MOST_APART = 4;
/** Which may lie apart. */
const LEAVES_GAPS: ReadonlySet<StoredDType> = new Set(['float32', 'int32']);

function plansInner(body: readonly Stmt[], facts: Facts): boolean {
  for (const stmt of body) {
    if (stmt.kind === 'for' ? planVector(stmt, facts) !== undefined : stmt.kind === 'if' && (plansInner(stmt.then, facts) || plansInner(stmt.otherwise, facts))) return true;
  }
  return false;
}

/** What a value is to the planned loop. */
const UNIFORM = 0;
const VARIES = 1;
/** Varies, and has no vector. */
const SCALAR_ONLY = 2;

/** No set of lanes: vectors have no unsigned arithmetic of 64 bits. */
const NO_WIDTH = -1;

class Planner {
  readonly #loop: Loop;
  readonly #facts: Facts;
  readonly #writes: Writes;
  readonly #varyingLocals = new Set<string>();
  readonly #kinds = new Map<Expr, number>();
  /** Bytes of numbers, or-ed: powers of two. */
  #widths = 0;
  /** Buffers stored to, with the one address that they are used at. */
  readonly #stored = new Map<string, string>();
  #repeatable = true;

  constructor(loop: Loop, facts: Facts) {
    this.#loop = loop;
    this.#facts = facts;
    this.#writes = facts.dependencies.writes(loop);
  }

  plan(): VectorPlan | undefined {
    const { body, name } = this.#loop;
    if (!body.every((stmt) => this.#storesSideBySide(stmt)) || !this.#settleLocals() || !body.every((stmt) => this.#allows(stmt))) return undefined;
    if (this.#stored.size === 0 || (this.#widths & (this.#widths - 1)) !== 0) return undefined;
    return {
      lane: (this.#widths || 1) as LaneBytes,
      repeatable: this.#repeatable,
      variable: name,
      written: this.#writes.buffers,
      isVaryingLocal: (local) => this.#varyingLocals.has(local),
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
    const declared = new Set<string>();
    let [closed, mutable] = [true, false];
    const visit = (stmt: Stmt): void => {
      if (stmt.kind === 'let') declared.add(stmt.name);
      if (stmt.kind === 'set') {
        mutable = true;
        if (!declared.has(stmt.name)) closed = false;
      }
      if (stmt.kind === 'let' || stmt.kind === 'set') assignments.push(stmt);
      for (const body of bodiesOf(stmt)) body.forEach(visit);
    };
    this.#loop.body.forEach(visit);
    for (let size = -1; closed && size !== this.#varyingLocals.size;) {
      size = this.#varyingLocals.size;
      for (const { name, value } of assignments) if (this.#kindOf(value) !== UNIFORM) this.#varyingLocals.add(name);
      // Declared before use and never set again: one round settles all.
      if (!mutable) break;
      this.#kinds.clear();
    }
    return closed;
  }

  /** Whether a value varies, and whether vectors can compute it. Uniform values are evaluated once and copied to all lanes. */
  #kindOf(e: Expr): number {
    if (e.kind === 'const') return UNIFORM;
    if (e.kind === 'var') return e.name === this.#loop.name ? SCALAR_ONLY : UNIFORM;
    if (e.kind === 'local') return !this.#varyingLocals.has(e.name) ? UNIFORM : e.type === 'index' ? SCALAR_ONLY : VARIES;
    let kind = this.#kinds.get(e);
    if (kind === undefined) this.#kinds.set(e, kind = this.#findKind(e));
    return kind;
  }

  #findKind(e: Expr): number {
    switch (e.kind) {
      case 'load': {
        if (this.#writes.buffers.has(e.buffer) || this.#facts.overwritten.has(e.buffer)) this.#repeatable = false;
        if (!this.#writes.buffers.has(e.buffer) && this.#kindOf(e.at) === UNIFORM) return UNIFORM;
        return this.#allowsAddress(e.buffer, e.at) ? VARIES : SCALAR_ONLY;
      }
      case 'unary': return this.#result(e, hasVectorUnary(e.op, e.type) || isMath(e.op), e.x);
      case 'cast': return this.#result(e, hasVectorCast(e.x.type, e.type), e.x);
      case 'bits': return this.#result(e, true, e.x);
      case 'compare': return this.#result(e, true, e.x, e.y);
      case 'binary': {
        if (e.op !== 'shl' && e.op !== 'shr') return this.#result(e, hasVectorBinary(e.op, e.type), e.x, e.y);
        return this.#kindOf(e.y) === UNIFORM ? this.#result(e, hasVectorBinary(e.op, e.type), e.x) : SCALAR_ONLY;
      }
      case 'select': return this.#result(e, true, e.yes, e.no, e.when);
      default: return UNIFORM;
    }
  }

  #result(e: Expr, possible: boolean, x: Expr, y?: Expr, z?: Expr): number {
    const kind = Math.max(this.#kindOf(x), y ? this.#kindOf(y) : UNIFORM, z ? this.#kindOf(z) : UNIFORM);
    if (kind !== VARIES) return kind;
    if (!possible || e.type === 'index' || x.type === 'index' || y?.type === 'index') return SCALAR_ONLY;
    this.#note(e);
    this.#note(x);
    if (y) this.#note(y);
    return VARIES;
  }

  #allows(stmt: Stmt): boolean {
    switch (stmt.kind) {
      case 'for': return stmt.body.every((inner) => this.#allows(inner));
      case 'if': return this.#kindOf(stmt.when) === UNIFORM && [...stmt.then, ...stmt.otherwise].every((inner) => this.#allows(inner));
      case 'let':
      case 'set': return !this.#varyingLocals.has(stmt.name) || this.#allowsValue(stmt.value);
      case 'store': return this.#allowsAddress(stmt.buffer, stmt.at) && this.#allowsValue(stmt.value);
    }
  }

  /** Of a value that is needed as a vector. */
  #allowsValue(e: Expr): boolean {
    this.#note(e);
    return e.type !== 'index' && this.#kindOf(e) !== SCALAR_ONLY;
  }

  /** Lanes have one width: what is varying or meets something varying lies in vectors. */
  #note(e: Expr): void {
    if (e.type === 'uint64') this.#widths = NO_WIDTH;
    else if (e.type !== 'bool' && e.type !== 'index') this.#widths |= BYTES[e.type];
  }

  /** The largest step of inner loops that all others divide into, if it is beyond the last lane; else more than any. */
  #reach({ terms }: Form): number {
    const steps = terms.filter(({ key, atom }) => key !== this.#loop.name && atom.kind === 'var' && this.#writes.names.has(key)).map(({ factor }) => Math.abs(factor));
    const least = Math.min(...steps);
    return least >= this.#loop.extent ? least : Infinity;
  }

  /**
   * Lanes lie side by side: the loop variable counts elements and nothing else varies. A buffer that is written has
   * one address in the body, fixed but for the loop variable, so that no lane meets another's element. What is only
   * read may lie a few elements apart.
   */
  #allowsAddress(buffer: string, at: Expr): boolean {
    const form = this.#facts.forms.of(at);
    const step = factorOf(form, this.#loop.name);
    const apart = step > 1 && step <= MOST_APART && LEAVES_GAPS.has(this.#facts.dtypeOf(buffer)) && !this.#writes.buffers.has(buffer);
    if (step !== 1 && !apart) return false;
    if (form.terms.some(({ key, atom }) => key !== this.#loop.name && this.#kindOf(atom) !== UNIFORM)) return false;
    if (this.#writes.buffers.has(buffer)) {
      const { dependencies } = this.#facts;
      // Inner loops may move on, if only by steps that no two lanes are apart.
      const moves = ({ key, atom, factor }: Term): boolean => key !== this.#loop.name && !dependencies.isInvariant(atom, this.#writes) && !(atom.kind === 'var' && factor % this.#reach(form) === 0);
      if (form.terms.some(moves)) return false;
      const known = this.#stored.get(buffer);
      const key = formKey(form);
      if (known !== undefined && known !== key) return false;
      this.#stored.set(buffer, key);
    }
    const type = this.#facts.dtypeOf(buffer);
    if (type !== 'bool') this.#widths |= BYTES[COMPUTED_IN[type]];
    return true;
  }
}

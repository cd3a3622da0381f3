// What the emitter needs to know of each value of the statement at hand: the innermost loop that changes it, whether
// it reads memory, whether it differs between lanes, and whether it is needed more than once. Found in one walk over
// the statement, because most graphs are compiled once and run once.
//
// What an inner loop writes its outer loops write too, so a value is fixed in all loops deeper than one depth.
import type { Expr, Stmt } from '../../ir/loops.ts';
import type { Writes } from './dependencies.ts';
import { operandsOf } from './dependencies.ts';
import type { VectorPlan } from './vector-plan.ts';

/** Flags, and above them the depth. */
export type Traits = number;
const VARYING = 1;
const MEMORY = 2;
const SHARED = 4;
const FLAGS = 3;

export const depthOf = (traits: Traits): number => traits >> FLAGS;
export const readsMemory = (traits: Traits): boolean => (traits & MEMORY) !== 0;
export const isVarying = (traits: Traits): boolean => (traits & VARYING) !== 0;
export const isShared = (traits: Traits): boolean => (traits & SHARED) !== 0;

/** Statements have few expressions: a look at each of them is quicker than a table, up to some number. */
const FEW = 16;

class FewKnown {
  readonly #keys: Expr[] = [];
  readonly #traits: Traits[] = [];
  #more: Map<Expr, Traits> | undefined;

  get(e: Expr): Traits | undefined {
    const keys = this.#keys;
    for (let i = keys.length - 1; i >= 0; i--) if (keys[i] === e) return this.#traits[i];
    return this.#more?.get(e);
  }

  /** Of an expression that is new, or known with other traits. */
  set(e: Expr, traits: Traits): void {
    const at = this.#keys.indexOf(e);
    if (at >= 0) this.#traits[at] = traits;
    else if (this.#keys.length < FEW) this.#traits[this.#keys.push(e) - 1] = traits;
    else (this.#more ??= new Map()).set(e, traits);
  }

  clear(): void {
    this.#keys.length = 0;
    this.#more = undefined;
  }
}

export class Values {
  /** The plan of the loop that runs in lanes, inside of it. */
  plan: VectorPlan | undefined;
  readonly #names = new Map<string, number>();
  readonly #buffers = new Map<string, number>();
  readonly #known = new FewKnown();

  /** Into a loop that lies this deep. */
  enter({ names, buffers }: Writes, depth: number): void {
    for (const name of names) this.#names.set(name, depth);
    for (const buffer of buffers) this.#buffers.set(buffer, depth);
  }

  leave(writes: Writes, depth: number): void {
    this.enter(writes, depth - 1);
  }

  begin(stmt: Stmt): void {
    this.#known.clear();
    switch (stmt.kind) {
      case 'for': return;
      case 'store':
        this.of(stmt.at);
        this.#visit(stmt.value);
        return;
      case 'let':
      case 'set':
        this.#visit(stmt.value);
        return;
      case 'if': this.#visit(stmt.when);
    }
  }

  of(e: Expr): Traits {
    return e.kind === 'const' || e.kind === 'var' || e.kind === 'local' ? this.#visit(e) : (this.#known.get(e) ?? this.#visit(e));
  }

  #visit(e: Expr): Traits {
    if (e.kind === 'const') return 0;
    if (e.kind === 'var') return ((this.#names.get(e.name) ?? 0) << FLAGS) | (this.plan?.variable === e.name ? VARYING : 0);
    if (e.kind === 'local') return ((this.#names.get(e.name) ?? 0) << FLAGS) | (this.plan?.isVaryingLocal(e.name) ? VARYING : 0);
    const known = this.#known.get(e);
    if (known !== undefined) {
      if (!isShared(known)) this.#known.set(e, known | SHARED);
      return known;
    }
    const traits = this.#compute(e);
    this.#known.set(e, traits);
    return traits;
  }

  #compute(e: Expr): Traits {
    switch (e.kind) {
      case 'load': {
        const at = this.#visit(e.at);
        const own = MEMORY | (this.plan?.written.has(e.buffer) ? VARYING : 0) | ((this.#buffers.get(e.buffer) ?? 0) << FLAGS);
        return union(at, own);
      }
      case 'unary':
      case 'cast':
      case 'bits': return this.#visit(e.x) & ~SHARED;
      case 'binary':
      case 'compare': return union(this.#visit(e.x), this.#visit(e.y));
      case 'select': return union(union(this.#visit(e.when), this.#visit(e.yes)), this.#visit(e.no));
      default: return operandsOf(e).reduce((all, part) => union(all, this.#visit(part)), 0);
    }
  }
}

function union(a: Traits, b: Traits): Traits {
  return (Math.max(a >> FLAGS, b >> FLAGS) << FLAGS) | ((a | b) & (VARYING | MEMORY));
}

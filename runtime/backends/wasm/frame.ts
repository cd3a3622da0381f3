// Where code goes while a kernel is emitted. Each loop is a scope: its body is collected first, and whatever the
// body turns out to need once per loop (pointers that advance, values that stay the same, constants in all lanes)
// goes into the scope's preamble, which runs just before the loop. V8 rebuilds vector constants at every use inside
// a loop, hence they too live in locals.
import { invariant, violated } from '../../invariant.ts';
import type { Expr, Kernel, StoredDType } from '../../ir/loops.ts';
import { Code } from './binary.ts';
import type { FunctionCode } from './binary.ts';
import { Dependencies } from './dependencies.ts';
import { Forms, sameForm } from './forms.ts';
import type { Form, Term } from './forms.ts';
import { op } from './opcodes.ts';
import type { ValueType } from './opcodes.ts';
import type { Sink } from './scalar-ops.ts';
import { depthOf, readsMemory, Values } from './values.ts';
import type { Facts, Loop, VectorPlan } from './vector-plan.ts';

/** Values that change by the same number of bytes in each iteration. */
export interface Pointer {
  readonly local: number;
  readonly factor: number;
  /** What is added to it, the same in all iterations. */
  readonly fixed: Form;
}

export interface Scope {
  readonly parent: Scope | undefined;
  /** The loop's variable, its local, and the number that it starts from. */
  readonly name: string;
  readonly counter: number;
  readonly start: number;
  /** How many loops enclose the point of emission, this one included. */
  readonly depth: number;
  /** Made when something goes there: most loops are small. */
  preamble: Code | undefined;
  pointers: Pointer[] | undefined;
  hoisted: Map<Expr | string, number> | undefined;
  /** How often the body may leave the loop elsewhere than at its end. */
  exits: number;
  /** How many `if`s lie between the loop's body and the point of emission. */
  conditional: number;
}

export const NO_POINTERS: readonly Pointer[] = [];

/** A kernel with the byte address of each of its buffers, in their order. */
export interface PlacedKernel {
  readonly kernel: Kernel;
  readonly addresses: readonly number[];
  /** The variable that counts chunks, where the kernel runs in some. */
  readonly chunk?: string | undefined;
}

/** What is remembered of the expressions of all kernels of a module. */
export class Known {
  readonly dependencies = new Dependencies();
  readonly forms = new Forms();
  readonly values = new Values();
  readonly plans = new Map<Loop, VectorPlan | undefined>();
}

const NO_BUFFERS: ReadonlySet<string> = new Set();

export interface BufferPlace {
  readonly dtype: StoredDType;
  readonly address: number;
}

export function newScope(parent: Scope | undefined, name: string, counter: number, start: number): Scope {
  return { parent, name, counter, start, depth: parent ? parent.depth + 1 : 0, preamble: undefined, pointers: undefined, hoisted: undefined, exits: 0, conditional: 0 };
}

/** Number of the function that computes the value, in all lanes or one. */
export type MathCalls = (e: Extract<Expr, { kind: 'unary' }>, vector: boolean) => number;

export class Frame implements Sink, Facts {
  readonly function: FunctionCode;
  readonly dependencies: Dependencies;
  readonly forms: Forms;
  readonly plans: Map<Loop, VectorPlan | undefined>;
  readonly locals = new Map<string, number>();
  /** Locals of values of the current statement that are needed more than once. */
  kept: Map<Expr, number> | undefined;
  readonly values: Values;
  code: Code;
  scope: Scope = newScope(undefined, '', -1, 0);
  readonly overwritten: ReadonlySet<string>;
  readonly #buffers = new Map<string, BufferPlace>();

  /** Whether an addition that may be fused with a product is. */
  readonly relaxed: boolean;
  /** Undefined where math functions are written out. */
  readonly math: MathCalls | undefined;

  /** The code goes to the end of the function, which has a parameter where the kernel runs in chunks: the variable that counts them. */
  constructor({ kernel, addresses, chunk }: PlacedKernel, into: FunctionCode, { dependencies, forms, values, plans }: Known, relaxed = false, math?: MathCalls) {
    this.relaxed = relaxed;
    this.math = math;
    this.function = into;
    this.code = into.body;
    this.dependencies = dependencies;
    this.forms = forms;
    this.values = values;
    this.plans = plans;
    if (chunk !== undefined) this.locals.set(chunk, 0);
    const { buffers } = kernel;
    let overwritten: Set<string> | undefined;
    for (let i = 0; i < buffers.length; i++) {
      const { name, dtype, role } = buffers[i]!;
      const address = addresses[i];
      if (address === undefined) violated(`${kernel.name}: no address for buffer ${name}`);
      this.#buffers.set(name, { dtype, address });
      if (role !== 'output') continue;
      for (let other = 0; other < buffers.length; other++) if (buffers[other]!.role === 'input' && addresses[other] === address) (overwritten ??= new Set()).add(buffers[other]!.name);
    }
    this.overwritten = overwritten ?? NO_BUFFERS;
  }

  temporary(type: ValueType): number {
    return this.function.local(type);
  }

  place(buffer: string): BufferPlace {
    const place = this.#buffers.get(buffer);
    if (!place) violated(`no buffer ${buffer}`);
    return place;
  }

  dtypeOf(buffer: string): StoredDType {
    return this.place(buffer).dtype;
  }

  get plan(): VectorPlan | undefined {
    return this.values.plan;
  }

  /** In a tall tile, around its inner loops: a vector that lives through those has no register, so it is made where it is needed. */
  get isFull(): boolean {
    const { plan } = this;
    return plan?.apart !== undefined && plan.apart.size > 0 && this.scope.name === plan.variable;
  }

  /** Emits elsewhere for a while. What was kept for the current statement is not computed there. */
  within(code: Code, scope: Scope, write: () => void): void {
    const saved = { code: this.code, scope: this.scope, kept: this.kept };
    this.code = code;
    this.scope = scope;
    this.kept = undefined;
    write();
    this.code = saved.code;
    this.scope = saved.scope;
    this.kept = saved.kept;
  }

  /**
   * The outermost scope before whose loop the value can be computed. A load stays behind the `if` that may guard
   * its address; nothing else can trap.
   */
  homeOf(e: Expr): Scope | undefined {
    const traits = this.values.of(e);
    const depth = depthOf(traits);
    const guarded = readsMemory(traits);
    let home: Scope | undefined;
    for (let { scope } = this; scope.depth > depth && !(guarded && scope.conditional > 0); scope = scope.parent!) home = scope;
    return home;
  }

  /** The local that holds a value which `write` pushes, computed in the preamble of `home`. */
  hoist(home: Scope, key: Expr | string, type: ValueType, write: () => void): number {
    const known = home.hoisted?.get(key);
    if (known !== undefined) return known;
    const local = this.temporary(type);
    (home.hoisted ??= new Map()).set(key, local);
    invariant(home.parent, 'nothing can be hoisted out of the function');
    this.within(home.preamble ??= new Code(), home.parent, () => {
      write();
      this.code.set(local);
    });
    return local;
  }

  /**
   * Pushes the value of a form. What advances evenly with the current loop is a pointer; what is fixed inside it
   * belongs to the pointer's start; the rest is added on the spot by `push`.
   */
  pushForm(form: Form, push: (e: Expr) => void): void {
    const { scope } = this;
    const moving: Term[] = [];
    const fixed: Term[] = [];
    let factor = 0;
    for (const term of form.terms) {
      if (term.key === scope.name && term.atom.kind === 'var') factor = term.factor;
      else if (scope.parent && this.#isFixed(term.atom)) fixed.push(term);
      else moving.push(term);
    }
    let pushed = false;
    let constant = form.constant;
    if (factor !== 0 || fixed.length > 0) {
      this.code.get(this.#pointer(factor, { constant, terms: fixed }, push));
      pushed = true;
      constant = 0;
    }
    for (const term of moving) {
      push(term.atom);
      if (term.factor !== 1) this.code.i32(term.factor).op(op.i32Mul);
      if (pushed) this.code.op(op.i32Add);
      pushed = true;
    }
    if (!pushed) this.code.i32(constant);
    else if (constant !== 0) this.code.i32(constant).op(op.i32Add);
  }

  #isFixed(atom: Expr): boolean {
    const traits = this.values.of(atom);
    return depthOf(traits) < this.scope.depth && (this.scope.conditional === 0 || !readsMemory(traits));
  }

  #pointer(factor: number, fixed: Form, push: (e: Expr) => void): number {
    const { scope } = this;
    if (factor === 1 && fixed.terms.length === 0 && fixed.constant === 0) return scope.counter;
    for (const known of scope.pointers ?? NO_POINTERS) if (known.factor === factor && sameForm(known.fixed, fixed)) return known.local;
    const local = this.temporary('i32');
    (scope.pointers ??= []).push({ local, factor, fixed });
    this.within(scope.preamble ??= new Code(), scope.parent!, () => {
      this.pushForm({ ...fixed, constant: fixed.constant + factor * scope.start }, push);
      this.code.set(local);
    });
    return local;
  }
}

// The state of one execution and the operations that the parts of the executor call on each other. The parts
// (statements, expressions, calls, …) import this file only; execute.ts plugs them in. One machine, one program.

import type { Claim, Dim, Verdict } from '../../runtime/dims/dim.ts';
import type { Block, Expression, FunctionExpression, Handler, Language, Program, Span } from '../program.ts';
import type { Demand } from './demands.ts';
import { ENDED, LEARNT, OUT_OF_STEPS } from './ends.ts';
import type { Facts } from './sizes.ts';
import { LEARNING_STEPS, MAX_EFFORT, MAX_ENTRY_EFFORT, MAX_GUARD_WEIGHT, MAX_OVERDRAFT, MAX_STEPS } from './limits.ts';
import type { BranchSymbol, Decision, Entered, Notes, Obligation, TensorNote, UnknownNote } from './notes.ts';
import { noNotes, unknownKey } from './notes.ts';
import type { Remembered } from './remembered-calls.ts';
import { bindName, nextOf, nothingRemembered, verdictAlone } from './remembered-calls.ts';
import { newPayer } from './paid.ts';
import { assume, isFull, boundsOf, effort, noFacts, partFor, symbol, symbolNames, unasked, weightOfClaim } from './sizes.ts';
import { Signatures } from './signatures.ts';
import { FOR_LIBRARIES, SizeNames, keepFirst, roomAfter } from './size-names.ts';
import { Store } from './store.ts';
import type { Trial } from './trials.ts';
import type { Args, Condition, Env, ModuleValue, Past, Turns, UnknownValue, Value } from './values.ts';
export type { Turns } from './values.ts'; export type { Demand, Use } from './demands.ts';
export { ENDED, LEARNT, OUT_OF_STEPS, REFUSED } from './ends.ts';

export type { BranchSymbol, Contract, Decision, Entered, Notes, Obligation, Operand, TensorNote, TensorStatus, UnknownNote } from './notes.ts';
export { placeKey, unknownKey, worse } from './notes.ts';

/** Where paths may end early and meet again. */
export interface Frame {
  readonly outer: Frame | undefined;
  readonly kind: 'function' | 'loop' | 'turn' | 'try' | 'after-try';
  readonly depth: number; readonly pathLength: number; readonly exits: Exit[]; readonly handlers?: readonly Handler[] | undefined;
}
/** A function under execution, and what called it. */
export interface Active { readonly code: FunctionExpression; readonly caller: Active | undefined }
export interface Exit {
  readonly value: Value;
  /** Undefined: the state is as it stands. */
  readonly delta: ReturnType<Store['capture']> | undefined;
  readonly facts: Facts;
  readonly path: readonly Decision[];
}

/** What something that runs by itself can find: the symbols in it, what is known of them and was decided about them. */
export interface Sight { readonly symbols: ReadonlySet<string>; readonly facts: Facts; readonly path: readonly Decision[] }

/** The parts of the executor, plugged in by execute.ts. */
export interface Parts {
  evaluate(expression: Expression, env: Env): Value;
  run(block: Block, env: Env): void;
  /** A function's body: the value that it surely returns, undefined where it runs to its end. */
  runBody(block: Block, env: Env): Value | undefined;
  call(callee: Value, args: Args, at: Span): Value;
  getAttribute(object: Value, name: string, at: Span): Value;
  /** Undefined where there is none. */
  findAttribute(object: Value, name: string, at: Span): Value | undefined;
  setAttribute(object: Value, name: string, value: Value, at: Span): void;
  getItem(object: Value, index: Value, at: Span): Value;
  setItem(object: Value, index: Value, value: Value, at: Span): void;
  binary(operator: string, left: Value, right: Value, at: Span): Value;
  unary(operator: string, operand: Value, at: Span): Value;
  compare(operator: string, left: Value, right: Value, at: Span): Value;
  truth(value: Value, at: Span): Value;
  iterate(value: Value, at: Span): Turns | UnknownValue;
  importModule(name: string, level: number, from: ModuleValue, at: Span): Value;
  /** One name out of a module; it may be a module itself. */
  importName(module: Value, moduleName: string, name: string, level: number, from: ModuleValue, at: Span): Value;
  makeClass(name: string, bases: readonly Value[], named: ReadonlyMap<string, Value>, body: Block, env: Env, at: Span): Value;
  /** Runs both sides where the claim is open, and merges. */
  fork(claim: Claim, at: Span, yes: () => Value, no: () => Value): Value;
  builtin(name: string): Value | undefined;
}

const SPENT = 'questions about sizes cost more than is spent on them';

export class Machine {
  readonly store = new Store();
  readonly language: Language;
  readonly programs = new Map<string, Program>();
  readonly branches = new Map<string, BranchSymbol>();
  readonly modules = new Map<string, Value>();
  /** Libraries that have been loaded, with those that they need; `needs`: of the one that is being loaded. */
  readonly shelf = new Map<string, { readonly module: Value; readonly needs: ReadonlySet<string> }>();
  needs: Set<string> | undefined;
  notes = noNotes();
  /** The functions of the user's files that were run, here or from another program under check, by their places. */
  entered: Entered = new Map();
  bodies = new Set<FunctionExpression>(); // The functions of the user's files whose bodies were run or looked into.
  facts: Facts = noFacts;
  path: readonly Decision[] = [];
  frame: Frame | undefined;
  steps = 0;
  depth = 0;
  /** The functions under execution, the innermost first. */
  active: Active | undefined;
  /** The innermost place in the user's files, and the calls that led to it. */
  userSpan: Span | undefined;
  userStack: readonly Span[] = [];
  closed: Decision | undefined; // The last way that turned out not to be open.
  /** Above 0: mistakes here would be caught by the program, or the inputs are not real. */
  muted = 0;
  /** Whether what is computed can be learnt through: paused inside no_grad(), off where we lost track of that. */
  gradients: 'on' | 'paused' | 'off' = 'on';
  walks = { begun: new Map<number, Past>(), made: this.store.cells(), next: 0 }; // Walks back (gradients.ts).
  claimsProved = 0;
  /** The expression under execution whose value nobody looks at. */
  discarded: Expression | undefined;
  /** What inputs that nobody gives have been used as, and what they are for it while their function is entered. */
  readonly demands = new Map<string, Demand>();
  readonly inputs = new Map<string, Value>();
  /** What was known of each input when it was first asked for. */
  readonly given = new Map<string, Demand | undefined>();
  /** Where values came in that nothing is known of (roots.ts), and how many decisions had been made then. */
  readonly roots = new Map<string, number>();
  /** Numbers of axes that no use tells. */
  tried: Trial | undefined;
  /** Parameters whose comments are not believed, and the symbols of sizes to which what states inputs gives names. */
  disbelieved: ReadonlySet<string> = new Set();
  readonly stated = new Set<string>();
  readonly signatures = new Signatures();
  /** Above 0: what is noted here may be undone, or has to come to its end. */
  provisional = 0;
  /** Whether what runs is given such inputs. */
  isContract = false;
  /** How often an item was taken from a sequence at a place that is not known. */
  vague = 0;
  parts!: Parts;
  /** Grows with all that a call does besides giving its result, and with what it learns from elsewhere than its arguments and facts. */
  traces = 0;
  /** Questions that facts had a part in. */
  hung = 0;
  /** What calls of libraries gave: of sizes that are numbers, in any program, else in this run. */
  readonly calls: Remembered['apart'] = new Map();
  remembered = nothingRemembered();
  /** Logs of the store below this number keep what modules do when they are loaded. */
  floor = 0;
  #sizes = new SizeNames();
  #library = FOR_LIBRARIES;
  #unknowns = 0;
  #maxEffort = effort() + MAX_EFFORT;
  #overdraft = MAX_EFFORT * MAX_OVERDRAFT;
  /** Effort that is added when that is spent, unless something was learnt for which what runs is run again anyway. */
  #reserve = 0;
  /** Whether it was. */
  isRaised = false;
  #maxSteps = MAX_STEPS;
  /** At most that: where what runs begins anew. */
  #nextStop = MAX_STEPS;
  /** The steps before what runs, where it may begin anew. */
  #begun: number | undefined;
  /** The symbols of truth values, by what was asked. */
  readonly #questions = new Map<string, string>();
  #nextQuestion = 0;
  #asked = new Set<string>();

  constructor(language: Language) {
    this.language = language;
  }

  get obligations(): Obligation[] { return this.notes.obligations; }
  get unknowns(): Map<string, UnknownNote> { return this.notes.unknowns; }
  get tensors(): Map<string, TensorNote> { return this.notes.tensors; }
  /** For the next program: of the last one nothing stays but the libraries that it loaded. */
  renew(entered: Entered): void {
    this.store.rollback(0);
    this.store.open();
    this.modules.clear();
    for (const file of this.programs.keys()) if (!file.startsWith('library:')) this.programs.delete(file);
    for (const own of [this.branches, this.demands, this.inputs, this.given, this.roots, this.stated, this.signatures, this.#questions]) own.clear();
    Object.assign(this, {
      notes: noNotes(), entered, facts: noFacts, path: [], frame: undefined, steps: 0, depth: 0, active: undefined, userSpan: undefined, userStack: [],
      muted: 0, gradients: 'on', claimsProved: 0, walks: { begun: new Map<number, Past>(), made: this.store.cells(), next: 0 }, discarded: undefined, tried: undefined, disbelieved: new Set(), isContract: false, vague: 0, floor: 1,
    });
    this.remembered = nothingRemembered();
    newPayer();
    this.#sizes = new SizeNames();
    this.#nextQuestion = 0;
    this.#setMaxEffort(MAX_EFFORT);
    this.#setMaxSteps(MAX_STEPS);
    this.#begun = undefined;
  }

  /** What is noted while something runs; nothing of it is noted here. */
  collect(run: () => void): Notes {
    const outer = this.notes;
    this.notes = noNotes();
    try {
      run();
      return this.notes;
    } finally {
      this.notes = outer;
    }
  }

  /**
   * Runs what nothing that runs later may depend on: the names that it makes do not count for others, nor do theirs for it
   * but those in sight, where it is known what is. `before`: what it remembers of when it ran before with the same in sight.
   */
  byItself(sight: Sight | undefined, before: Remembered | undefined, run: () => void): void {
    const { floor, facts, path, remembered, store: { depth } } = this;
    const [sizes, question] = [this.#sizes, this.#nextQuestion];
    const known = { branches: this.branches.size, questions: this.#questions.size, modules: this.modules.size };
    newPayer();
    this.remembered = before ? nextOf(before) : nothingRemembered(unasked(sight?.facts ?? this.facts));
    this.facts = this.remembered.given;
    this.#sizes = sizes.inner(sight?.symbols);
    this.#nextQuestion = roomAfter(question);
    this.#asked = new Set();
    if (sight) this.path = sight.path;
    this.store.open();
    this.floor = this.store.depth;
    try {
      for (const name of sight?.symbols ?? []) bindName(this.remembered, name, remembered.bounds.get(name) ?? '');
      run();
    } finally {
      this.store.rollback(depth);
      Object.assign(this, { floor, facts, path, remembered });
      this.#sizes = sizes;
      this.#nextQuestion = question;
      keepFirst(this.branches, known.branches);
      keepFirst(this.#questions, known.questions);
      keepFirst(this.modules, known.modules);
    }
  }

  /** The number from which questions are counted by what runs by itself now. */
  get numbering(): number {
    return roomAfter(this.#nextQuestion);
  }

  /** The symbols of truth values that whoever asks the same gets. */
  get answers(): readonly string[] {
    return [...this.#questions].flatMap(([asked, name]) => (asked.includes('#') ? [] : [name]));
  }

  /** The symbols of the truth values that hang on what has this key, with what was asked. */
  questionsAbout(key: string): readonly (readonly [string, string])[] {
    return [...this.#questions].filter(([asked]) => asked.includes(key));
  }

  /** What was asked here so far in words that mean the same elsewhere. */
  get asked(): readonly string[] { return [...this.#asked]; }

  /** What has been answered to questions before. */
  answersTo(questions: readonly string[]): string {
    return questions.map((asked) => this.#questions.get(asked) ?? '').join('\n');
  }

  /** Loads a library, which no program is charged for: it may have been loaded for the one before. */
  forLibrary<T>(run: () => T): T {
    this.traces++;
    if (this.store.isLibrary) return this.store.aside(0, run);
    const { steps, notes, claimsProved, facts } = this;
    const [question, spent, maxSteps, nextStop] = [this.#nextQuestion, effort(), this.#maxSteps, this.#nextStop];
    this.#nextQuestion = this.#library;
    this.#setMaxSteps(Infinity);
    // It may have changed what was loaded before.
    this.calls.clear();
    this.remembered = { ...nothingRemembered(this.remembered.given), bounds: this.remembered.bounds };
    Object.assign(this, { notes: noNotes(), facts: noFacts });
    try {
      return this.store.aside(0, run);
    } finally {
      Object.assign(this, { steps, notes, claimsProved, facts });
      this.#library = Math.max(this.#library, this.#nextQuestion);
      this.#nextQuestion = question;
      [this.#maxSteps, this.#nextStop] = [maxSteps, nextStop];
      this.#maxEffort += effort() - spent;
    }
  }

  decide(claim: Claim): Verdict {
    const part = partFor(this.facts, claim);
    const isSpent = this.isSpent && !this.#raise();
    if (isSpent) this.traces++;
    if (!part) return verdictAlone(this.remembered, claim, isSpent);
    this.hung++;
    if (isSpent) {
      // What needs little work is still answered; the rest is not known from here on, until that is too much as well.
      if (effort() > this.#maxEffort + this.#overdraft) throw OUT_OF_STEPS;
      if (!this.unknowns.has(SPENT)) this.unknowns.set(SPENT, { reason: SPENT, span: undefined });
      return verdictAlone(this.remembered, claim, true);
    }
    return part.decide(claim);
  }

  /** Each function that is entered by itself has bounds of its own. */
  renewBounds(ofEffort: number, steps: number, mayBeginAnew: boolean): void {
    this.#setMaxEffort(ofEffort, mayBeginAnew ? MAX_ENTRY_EFFORT - ofEffort : 0);
    this.isRaised = false;
    this.#setMaxSteps(this.steps + steps);
    this.#begun = mayBeginAnew ? this.steps : undefined;
  }

  #setMaxEffort(ofEffort: number, reserve = 0): void {
    this.#maxEffort = effort() + ofEffort;
    this.#overdraft = ofEffort * MAX_OVERDRAFT;
    this.#reserve = reserve;
  }

  #setMaxSteps(steps: number): void {
    this.#maxSteps = steps;
    this.#nextStop = steps;
  }

  /** A run after which nothing else would be given may cost as much as the one that counts: it is that one. */
  #raise(): boolean {
    if (this.#reserve <= 0) return false;
    this.#maxEffort += this.#reserve;
    this.#overdraft = MAX_ENTRY_EFFORT * MAX_OVERDRAFT;
    this.#reserve = 0;
    this.isRaised = true;
    return !this.isSpent;
  }

  get isSpent(): boolean { return effort() > this.#maxEffort; }

  /** Whether so much more stays within bounds. */
  canPay(steps: number, ofEffort: number): boolean {
    return this.steps + steps <= this.#nextStop && effort() + ofEffort <= this.#maxEffort;
  }

  /** For what need not be done again. */
  pay(steps: number, proved: number): void {
    this.steps += steps;
    this.claimsProved += proved;
  }

  step(): void {
    if (++this.steps > this.#nextStop) throw this.steps > this.#maxSteps ? OUT_OF_STEPS : LEARNT;
  }

  /** What runs was given less than has been learnt by now: where it may begin anew, it goes on only to learn what is close by. */
  hasLearnt(): void {
    this.#reserve = 0;
    if (this.#begun === undefined || this.#nextStop < this.#maxSteps) return;
    this.#nextStop = Math.min(this.#maxSteps, this.steps + LEARNING_STEPS + Math.floor((this.steps - this.#begun) / 4));
  }

  /** What holds from here on; a path on which it cannot hold ends. */
  assume(claim: Claim): void {
    if (isFull(this.facts) || weightOfClaim(claim) > MAX_GUARD_WEIGHT) return;
    const facts = assume(this.facts, claim, this.remembered.alone);
    if (facts === 'contradiction') throw ENDED;
    this.facts = facts;
  }

  /** A size that nothing is known of but its bounds. */
  fresh(name: string, atLeast = 0, most?: number): Dim {
    this.traces++;
    const atMost = most === undefined || most < atLeast /* chosen out of nothing */ ? undefined : most;
    const base = name.replace(/\.\d+$/, '');
    const unique = this.store.isLibrary ? `${base}.${++this.#library}` : this.#sizes.next(base, atLeast, atMost);
    bindName(this.remembered, unique, `${atLeast} ${atMost}`);
    return symbol(unique, atMost === undefined ? { atLeast } : { atLeast, atMost });
  }

  /** What ran by itself runs again, with nothing left of what it computed. */
  startAgain(): void {
    this.#sizes.startAgain();
  }

  /** A name of its own for a size, or one of several, that is not followed further: of what it is, only its bounds stay known. */
  bounded(name: string, ...dims: readonly Dim[]): Dim {
    const ranges = dims.map((dim) => boundsOf(this.facts, dim));
    const atMost = Math.max(...ranges.map((range) => range.atMost));
    return this.fresh(name, Math.min(...ranges.map((range) => range.atLeast)), Number.isFinite(atMost) ? atMost : undefined);
  }

  unknown(reason: string, at: Span | undefined): UnknownValue {
    this.traces++;
    const span = this.userSpan ?? at;
    const place = unknownKey({ reason, span });
    if (!this.unknowns.has(place)) this.unknowns.set(place, { reason, span });
    return { kind: 'unknown', reason, span, key: `${place}#${this.#unknowns++}` };
  }

  /** Not known, and of no weight for shapes: no note is taken of it, and nobody sees that it was made who does not get it. */
  anonymous(reason: string): UnknownValue {
    return { kind: 'unknown', reason, span: undefined, key: `${reason}#${this.#unknowns++}`, noTensor: true };
  }

  /** A truth value that we cannot tell: the same key, the same answer. */
  undecided(key: string, opaque: boolean, text: string): Condition {
    this.traces++;
    const name = this.#questions.get(key) ?? `branch ${++this.#nextQuestion}`;
    this.#questions.set(key, name);
    if (!key.includes('#')) this.#asked.add(key);
    if (!this.branches.has(name)) this.branches.set(name, { name, opaque, span: this.userSpan, text });
    return { kind: 'condition', claim: symbol(name, { atLeast: 0, atMost: 1 }).atLeast(1) };
  }

  /** A truth value that data decide, a new one each time. */
  data(text: string): Condition {
    return this.undecided(`${text} #${this.#unknowns++}`, false, text);
  }

  isOpaque(claim: Claim): boolean {
    return symbolNames(claim).some((name) => this.branches.get(name)?.opaque);
  }
}

// Kernels to one WebAssembly module. Math functions are expanded; `run` holds small kernels and calls large ones, which
// are functions of their own, in order; where some run in chunks, `run0`, `run1` … are kernels in chunks and what lies
// between them. Buffers have fixed addresses in the memory that the module imports.
import { invariant, violated } from '../../invariant.ts';
import type { Stmt } from '../../ir/loops.ts';
import { expandMath, mathIn } from '../../ir/expand-math.ts';
import { Code, encodeModule, FunctionCode, SIGNATURES } from './binary.ts';
import type { MemoryImport } from './binary.ts';
import { push, pushAddress, pushVector, valueTypeOf } from './expressions.ts';
import { Frame, Known, newScope, NO_POINTERS } from './frame.ts';
import type { PlacedKernel, Scope } from './frame.ts';
import { MathCalls } from './math-calls.ts';
import { op } from './opcodes.ts';
import { scalarType, storeOps } from './scalar-ops.ts';
import { storeMask } from './vector-ops.ts';
import { iterationsOf, jam, LEAST_TILED_WORK, planTile } from './tile.ts';
import type { Tile, TileShape } from './tile.ts';
import { BLOCK, planTurn, writeTurn } from './transpose.ts';
import type { Turn } from './transpose.ts';
import { lanesOf, planVector } from './vector-plan.ts';
import type { Loop, VectorPlan } from './vector-plan.ts';
import { BYTES, COMPUTED_IN } from '../../ir/dtype.ts';

export interface KernelOptions {
  /** Off: every loop runs one iteration at a time. For tests and for finding the guilty part. */
  readonly simd?: boolean;
  /** Multiplies and adds in one instruction, rounded once, where the loop language allows it: needs relaxed SIMD. */
  readonly relaxed?: boolean;
  /** Small kernels call math functions, which the module then imports from `math-functions.ts`. */
  readonly callsMath?: boolean;
  /** How many innermost iterations a nest needs to be worth code in vectors, which takes longer to write; tests ask for it always. */
  readonly leastVectorWork?: number;
  /** And to be worth tiles of registers. */
  readonly leastTiledWork?: number;
  /** Rows and vectors of a tile. */
  readonly tile?: TileShape;
}

/** A kernel with more innermost iterations is a function of its own, and so is one behind more code than this. */
const MOST_INLINE_WORK = 1024;
const MOST_INLINE_BYTES = 1 << 13;

/** The first `prepare` kernels are for before the first run, each a function of its own. */
export function compileKernels(kernels: readonly PlacedKernel[], memory: MemoryImport, options: KernelOptions = {}, prepare = 0): Uint8Array<ArrayBuffer> {
  const known = new Known();
  const functions: FunctionCode[] = [];
  const exports: Record<string, number> = {};
  const { simd = true, leastVectorWork = LEAST_VECTOR_WORK } = options;
  const works = kernels.map(({ kernel }) => workOf(kernel.body));
  const isSmall = (i: number): boolean => i >= prepare && kernels[i]!.chunk === undefined && works[i]! <= MOST_INLINE_WORK;
  const found = kernels.map(({ kernel }) => mathIn(kernel));
  const math = new MathCalls();
  if (options.callsMath) found.forEach((bits, i) => { if (isSmall(i)) math.add(bits, simd && works[i]! >= leastVectorWork); });
  const emit = (i: number, into: FunctionCode): void => emitKernel(kernels[i]!, into, known, options, found[i]!, options.callsMath && isSmall(i) ? math : undefined);
  const alone = (i: number): number => {
    const code = new FunctionCode(kernels[i]!.chunk === undefined ? SIGNATURES.none : SIGNATURES.chunk);
    emit(i, code);
    return functions.push(code) - 1;
  };
  for (let step = 0; step < prepare; step++) exports[`prepare${step}`] = alone(step);
  const inChunks = kernels.some(({ chunk }) => chunk !== undefined);
  segmentsOf(kernels.slice(prepare)).forEach(({ first, end, chunk }, n) => {
    const name = inChunks ? `run${n}` : 'run';
    if (chunk !== undefined) {
      exports[name] = alone(prepare + first);
      return;
    }
    // One function is made faster than many, and called once.
    const run = new FunctionCode();
    for (let i = prepare + first; i < prepare + end; i++) {
      if (run.body.length < MOST_INLINE_BYTES && isSmall(i)) emit(i, run);
      else run.body.with(op.call, math.imports.length + alone(i));
      run.release();
    }
    exports[name] = functions.push(run) - 1;
  });
  return encodeModule({ memory, imports: math.imports, functions, exports });
}

const workOf = (body: readonly Stmt[]): number => body.reduce((sum, stmt) => sum + iterationsOf(stmt), 0);

/** Kernels that run one after the other without anybody else; a kernel in chunks is alone. */
export interface Segment {
  readonly first: number;
  readonly end: number;
  readonly chunk?: string | undefined;
}

export function segmentsOf(kernels: readonly Pick<PlacedKernel, 'chunk'>[]): readonly Segment[] {
  const segments: Segment[] = [];
  kernels.forEach(({ chunk }, i) => {
    const last = segments.at(-1);
    if (chunk === undefined && last && last.chunk === undefined) segments[segments.length - 1] = { ...last, end: i + 1 };
    else segments.push({ first: i, end: i + 1, chunk });
  });
  return segments.length > 0 ? segments : [{ first: 0, end: 0 }];
}

function emitKernel(placed: PlacedKernel, into: FunctionCode, known: Known, options: KernelOptions, found: number, math: MathCalls | undefined): void {
  const kernel = expandMath(placed.kernel, { calls: math !== undefined }, found);
  // The chunk that is left over may be small, and gets the bits that it would have in a whole.
  new Emitter(new Frame({ ...placed, kernel }, into, known, options.relaxed, math), placed.chunk === undefined ? options : { ...options, leastVectorWork: 0 }).body(kernel.body);
}

/** The iterations of one emitted loop: `count` times, `step` elements each, never beyond `last`. */
interface Range {
  readonly start: number;
  readonly count: number;
  readonly step: number;
  /** Where the last iteration has to start, if not simply `step` after the one before. */
  readonly last?: number;
}

const LEAST_VECTOR_WORK = 64;

export const wholeRange = (loop: Loop): Range => ({ start: 0, count: loop.extent, step: 1 });

export class Emitter {
  readonly frame: Frame;
  readonly #simd: boolean;
  readonly #leastVectorWork: number;
  readonly #leastTiledWork: number;
  readonly #shape: TileShape | undefined;
  /** How often the code that is being written runs. */
  #repeats = 1;

  constructor(frame: Frame, { simd = true, leastVectorWork = LEAST_VECTOR_WORK, leastTiledWork = LEAST_TILED_WORK, tile }: KernelOptions) {
    this.#shape = tile;
    this.frame = frame;
    this.#simd = simd;
    this.#leastVectorWork = leastVectorWork;
    this.#leastTiledWork = leastTiledWork;
  }

  body(stmts: readonly Stmt[]): void {
    for (const stmt of stmts) this.#statement(stmt);
  }

  #statement(stmt: Stmt): void {
    const { frame } = this;
    frame.kept = undefined;
    frame.values.begin(stmt);
    switch (stmt.kind) {
      case 'for': return this.#for(stmt);
      case 'store': return this.#store(stmt);
      case 'let': return this.#let(stmt);
      case 'set': {
        const local = frame.locals.get(stmt.name);
        if (local === undefined) violated(`${stmt.name} is set before it is declared`);
        if (frame.plan?.isVaryingLocal(stmt.name)) pushVector(frame, stmt.value);
        else push(frame, stmt.value);
        frame.code.set(local);
        return;
      }
      case 'if': return this.#if(stmt);
    }
  }

  #store({ buffer, at, value }: Extract<Stmt, { kind: 'store' }>): void {
    const { frame } = this;
    const { dtype } = frame.place(buffer);
    if (value.type !== COMPUTED_IN[dtype]) violated(`storing ${value.type} into ${dtype}`);
    const offset = pushAddress(frame, buffer, at);
    if (!frame.plan) {
      push(frame, value);
      frame.code.memory(storeOps[dtype], Math.log2(BYTES[dtype]), offset);
      return;
    }
    pushVector(frame, value);
    if (dtype === 'bool') storeMask(frame, frame.plan.lane, offset);
    else frame.code.memory(op.v128Store, Math.log2(BYTES[dtype]), offset);
  }

  #let({ name, type, value }: Extract<Stmt, { kind: 'let' }>): void {
    const { frame } = this;
    const varying = frame.plan?.isVaryingLocal(name) ?? false;
    if (varying) pushVector(frame, value);
    else push(frame, value);
    const local = frame.temporary(varying ? 'v128' : scalarType(type));
    frame.locals.set(name, local);
    frame.code.set(local);
  }

  #if({ when, then, otherwise }: Extract<Stmt, { kind: 'if' }>): void {
    const { frame } = this;
    invariant(valueTypeOf(frame, when) === 'i32', 'a condition that differs between lanes');
    push(frame, when);
    frame.code.open(op.if);
    frame.scope.conditional++;
    this.body(then);
    if (otherwise.length > 0) {
      frame.code.op(op.else);
      this.body(otherwise);
    }
    frame.scope.conditional--;
    frame.code.op(op.end);
  }

  #for(loop: Loop): void {
    if (loop.extent <= 0) return;
    const vectors = this.#simd && !this.frame.plan && this.#repeats * iterationsOf(loop) >= this.#leastVectorWork;
    const tile = vectors ? planTile(loop, this.frame, this.#leastTiledWork / this.#repeats, this.#shape) : undefined;
    if (tile) return this.#tile(tile);
    const turn = vectors ? planTurn(loop, this.frame) : undefined;
    if (turn) return this.#turn(turn);
    const plan = vectors ? planVector(loop, this.frame) : undefined;
    if (!plan) return this.loop(loop, { start: 0, count: loop.extent, step: 1 }, undefined);
    const step = lanesOf(plan.lane);
    const whole = Math.floor(loop.extent / step);
    const rest = loop.extent % step;
    if (rest > 0 && plan.repeatable) {
      this.loop(loop, { start: 0, count: whole + 1, step, last: loop.extent - step }, plan);
      return;
    }
    this.loop(loop, { start: 0, count: whole, step }, plan);
    if (rest > 0) this.loop(loop, { start: whole * step, count: rest, step: 1 }, undefined);
  }

  /** Whole blocks, then the iterations of the inner loop that are left over, then those of the outer one. */
  #turn(turn: Turn): void {
    const { outer, inner, wide, store } = turn;
    const columns = Math.floor(inner.extent / BLOCK) * BLOCK;
    let done = 0;
    for (const blocks of new Set([wide, 1])) {
      const step = blocks * BLOCK;
      const count = Math.floor((outer.extent - done) / step);
      if (count === 0) continue;
      this.loop(outer, { start: done, count, step }, undefined, () => this.loop(inner, { start: 0, count: columns / BLOCK, step: BLOCK }, undefined, () => {
        this.frame.kept = undefined;
        this.frame.values.begin(store);
        writeTurn(this.frame, turn, blocks);
      }));
      done += count * step;
    }
    const nest = [outer, inner];
    if (columns < inner.extent) this.#nest(nest, { start: 0, count: done, step: 1 }, { start: columns, count: inner.extent - columns, step: 1 }, undefined);
    if (done < outer.extent) this.#nest(nest, { start: done, count: outer.extent - done, step: 1 }, wholeRange(inner), undefined);
  }

  /** Whole tiles, then the rows that are left over, then the columns: in vectors, then one by one. */
  #tile(tile: Tile): void {
    const columns = tile.nest.at(-1)!;
    const lanes = lanesOf(tile.plan.lane);
    const step = tile.vectors * lanes;
    const whole = Math.floor(columns.extent / step);
    const rest = columns.extent % step;
    if (rest > 0 && tile.plan.repeatable) return this.#rowsOfTile(tile, tile.vectors, { start: 0, count: whole + 1, step, last: columns.extent - step });
    this.#rowsOfTile(tile, tile.vectors, { start: 0, count: whole, step });
    const more = Math.floor(rest / lanes);
    if (more > 0) this.#rowsOfTile(tile, 1, { start: whole * step, count: more, step: lanes });
    const single = rest % lanes;
    if (single > 0) this.#nest(tile.nest, wholeRange(tile.nest[0]!), { start: columns.extent - single, count: single, step: 1 }, undefined);
  }

  #rowsOfTile(tile: Tile, vectors: number, columns: Range): void {
    const { extent } = tile.nest[0]!;
    const rows = (start: number, count: number, step: number): void => {
      const { nest, plan } = jam(tile, step, vectors, this.frame);
      this.#nest(nest, tile.nest.length === 1 ? columns : { start, count, step }, columns, plan);
    };
    if (tile.rows === 1) return rows(0, extent, 1);
    const whole = Math.floor(extent / tile.rows);
    if (whole > 0) rows(0, whole, tile.rows);
    if (extent % tile.rows > 0) rows(whole * tile.rows, 1, extent % tile.rows);
  }

  /** A perfect nest; only its first and last loops have ranges of their own. */
  #nest([loop, ...inner]: readonly Loop[], range: Range, columns: Range, plan: VectorPlan | undefined): void {
    if (!loop) return;
    if (inner.length === 0) return this.loop(loop, columns, plan);
    this.loop(loop, range, undefined, () => this.#nest(inner, wholeRange(inner[0]!), columns, plan));
  }

  loop(loop: Loop, range: Range, plan: VectorPlan | undefined, write = (): void => this.body(loop.body)): void {
    const { frame } = this;
    const outer = { scope: frame.scope, code: frame.code };
    const counter = frame.temporary('i32');
    const scope = newScope(outer.scope, loop.name, counter, range.start);
    const writes = frame.dependencies.writes(loop);
    frame.locals.set(loop.name, counter);
    frame.scope = scope;
    const body = frame.code = new Code();
    frame.values.enter(writes, scope.depth);
    if (plan) frame.values.plan = plan;
    this.#repeats *= range.count;
    write();
    this.#repeats /= range.count;
    if (plan) frame.values.plan = undefined;
    frame.values.leave(writes, scope.depth);
    frame.scope = outer.scope;
    frame.code = outer.code;
    if (scope.preamble) frame.code.append(scope.preamble);
    frame.code.i32(range.start).set(counter);
    if (range.count === 1) frame.code.append(body);
    else if (range.last === undefined) this.#even(scope, body, range);
    else this.#overlapping(scope, body, range, range.last);
  }

  #even(scope: Scope, body: Code, { start, count, step }: Range): void {
    const { code } = this.frame;
    code.open(op.loop).append(body);
    for (const { local, factor } of scope.pointers ?? NO_POINTERS) {
      if (factor !== 0) code.get(local).i32(factor * step).op(op.i32Add).set(local);
    }
    code.get(scope.counter).i32(step).op(op.i32Add).tee(scope.counter);
    code.i32(start + count * step).op(op.i32LtS).with(op.brIf, 0).op(op.end);
  }

  /** The last step is shorter, so that the last vector ends where the loop ends. */
  #overlapping(scope: Scope, body: Code, { step }: Range, last: number): void {
    const { frame, frame: { code } } = this;
    const [next, advance] = [frame.temporary('i32'), frame.temporary('i32')];
    code.open(op.block).open(op.loop).append(body);
    code.get(scope.counter).i32(last).op(op.i32GeS).with(op.brIf, 1);
    code.get(scope.counter).i32(step).op(op.i32Add).tee(next).i32(last).get(next).i32(last).op(op.i32LtS).op(op.select).tee(next);
    code.get(scope.counter).op(op.i32Sub).set(advance).get(next).set(scope.counter);
    for (const { local, factor } of scope.pointers ?? NO_POINTERS) {
      if (factor !== 0) code.get(local).get(advance).i32(factor).op(op.i32Mul).op(op.i32Add).set(local);
    }
    code.with(op.br, 0).op(op.end).op(op.end);
  }
}

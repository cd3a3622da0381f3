// The statements of a kernel as instructions: which loops run in vectors or tiles, and what is left over at their ends.
import { invariant, violated } from '../../invariant.ts';
import { BYTES, COMPUTED_IN } from '../../ir/dtype.ts';
import type { Stmt } from '../../ir/loops.ts';
import { Code } from './binary.ts';
import { push, pushAddress, pushVector, valueTypeOf } from './expressions.ts';
import type { Frame, Scope } from './frame.ts';
import { newScope, NO_POINTERS } from './frame.ts';
import { op } from './opcodes.ts';
import { scalarType, storeOps } from './scalar-ops.ts';
import { storeLanes, storeMask } from './vector-ops.ts';
import { iterationsOf, jam, LEAST_TILED_WORK, planTile } from './tile.ts';
import type { Tile, TileShape } from './tile.ts';
import { BLOCK, planTurn, writeTurn } from './transpose.ts';
import type { Turn } from './transpose.ts';
import { lanesOf, planVector } from './vector-plan.ts';
import type { Loop, VectorPlan } from './vector-plan.ts';

export interface KernelOptions {
  /** Off: every loop runs one iteration at a time. For tests and for finding the guilty part. */
  readonly simd?: boolean;
  /** Multiplies and adds in one instruction, rounded once, where the loop language allows it: needs relaxed SIMD. */
  readonly relaxed?: boolean;
  /** How many innermost iterations a nest needs to be worth code in vectors, which takes longer to write; tests ask for it always. */
  readonly leastVectorWork?: number;
  /** And to be worth tiles of registers. */
  readonly leastTiledWork?: number;
  /** Rows and vectors of a tile. */
  readonly tile?: TileShape;
}

/** The iterations of one emitted loop: `count` times, `step` elements each, never beyond `last`. */
interface Range {
  readonly start: number;
  readonly count: number;
  readonly step: number;
  /** Where the last iteration has to start, if not simply `step` after the one before. */
  readonly last?: number;
}

const LEAST_VECTOR_WORK = 128;
/** V8 makes at most 5 of a loop. */
const MOST_COPIES = 8;

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
    if (frame.plan?.apart?.has(stmt) && frame.scope.conditional === 0) this.#endBlock();
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

  /**
   * Leaves the loop where its variable is some negative number, which it never is, but the engine does not know. It
   * would drop a question that was asked before, also in the copies that it makes of short loops.
   */
  #endBlock(): void {
    const { code, scope } = this.frame;
    code.get(scope.counter).i32(-MOST_COPIES * ++scope.exits).op(op.i32Eq).with(op.brIf, 1);
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
    else storeLanes(frame, dtype, offset);
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
    const each = Math.ceil(extent / Math.ceil(extent / tile.rows));
    const whole = Math.floor(extent / each);
    rows(0, whole, each);
    if (extent % each > 0) rows(whole * each, 1, extent % each);
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
    if (range.count === 1 && scope.exits > 0) frame.code.open(op.block).open(op.block).append(body).op(op.end).op(op.end);
    else if (range.count === 1) frame.code.append(body);
    else if (range.last === undefined) this.#even(scope, body, range);
    else this.#overlapping(scope, body, range, range.last);
  }

  #even(scope: Scope, body: Code, { start, count, step }: Range): void {
    const { code } = this.frame;
    if (scope.exits > 0) code.open(op.block);
    code.open(op.loop).append(body);
    for (const { local, factor } of scope.pointers ?? NO_POINTERS) {
      if (factor !== 0) code.get(local).i32(factor * step).op(op.i32Add).set(local);
    }
    code.get(scope.counter).i32(step).op(op.i32Add).tee(scope.counter);
    code.i32(start + count * step).op(op.i32LtS).with(op.brIf, 0).op(op.end);
    if (scope.exits > 0) code.op(op.end);
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

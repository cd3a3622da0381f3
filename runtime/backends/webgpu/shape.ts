// How the iterations of a stage are given to invocations: which axis goes into the lanes of vectors, along which
// several rows are computed at once because they share what they load, and how buffers are bound for that.
import type { Expr, Stmt } from '../../ir/loops.ts';
import { bodiesOf, expressionsOf, operandsOf } from '../wasm/dependencies.ts';
import type { Form } from '../wasm/forms.ts';
import { factorOf } from '../wasm/forms.ts';
import { isWide } from './operations.ts';
import type { Schedule } from './schedule.ts';
import type { Access, Axis, Stage } from './stages.ts';

export interface Shape {
  /** Invocations along each axis of the stage. */
  readonly counts: readonly number[];
  /** `last`: where the last vector has to begin, so that it ends with the axis; it repeats work of its neighbour. */
  readonly lanes?: { readonly axis: string; readonly last?: number };
  readonly rows?: { readonly axis: string; readonly count: number; readonly last?: number };
  /** Locals that differ between lanes. */
  readonly varying: ReadonlySet<string>;
  isVarying(e: Expr): boolean;
  /** Buffers whose elements are read and written four at a time. */
  readonly vectorViews: ReadonlySet<string>;
  /** Buffers that inner loops read four at a time, and along which loop; what is loaded serves four turns. */
  readonly quads: ReadonlyMap<string, string>;
  /** So little work that compiling costs more than running: one shader for all sizes. */
  readonly isSmall: boolean;
}

const LANES = 4;
/** `plain`: buffers of which four elements are a vector as they lie. */
export function shapeOf(stage: Stage, { leastWork, rows: mostRows }: Schedule, plain: ReadonlySet<string>): Shape {
  const isSmall = workOf(stage) < leastWork;
  const scalar: Shape = { isSmall, counts: stage.axes.map(({ extent }) => extent), varying: new Set(), isVarying: () => false, vectorViews: new Set(), quads: new Map() };
  const axis = isSmall ? undefined : stage.axes.findLast((candidate) => isContiguous(candidate, stage));
  if (!axis) return scalar;
  const variance = new Variance(stage, axis.name);
  if (variance.hasWide) return scalar;
  const isRepeatable = !stage.facts.accesses.some(({ buffer, isStore }) => !isStore && stage.facts.written.has(buffer));
  const whole = axis.extent % LANES === 0;
  const vectorViews = variance.hasConditions ? new Set<string>() : viewsOf(stage, axis, variance);
  // A vector that begins inside may end behind the last element: there every buffer has room up to its next multiple.
  const padded = !whole && stage.axes.every(({ name, extent }) => name === axis.name || extent === 1)
    && stage.facts.accesses.every(({ buffer, form }) => vectorViews.has(buffer) || factorOf(form, axis.name) === 0);
  if (!whole && !padded && !isRepeatable) return scalar;
  const rowAxis = mostRows > 1 ? stage.axes.findLast((candidate) => candidate.name !== axis.name && candidate.extent > 1 && sharesLoads(stage, candidate, variance)) : undefined;
  const count = rowAxis && rowsAtOnce(rowAxis.extent, mostRows, isRepeatable);
  const rows = rowAxis && count && count > 1 ? { axis: rowAxis.name, count, ...(rowAxis.extent % count > 0 && { last: rowAxis.extent - count }) } : undefined;
  const final = rows ? new Variance(stage, axis.name, new Variance(stage, rows.axis)) : variance;
  return {
    isSmall,
    counts: stage.axes.map(({ name, extent }) => Math.ceil(extent / (name === axis.name ? LANES : name === rows?.axis ? rows.count : 1))),
    lanes: { axis: axis.name, ...(!whole && !padded && { last: axis.extent - LANES }) },
    ...(rows && { rows }),
    varying: final.locals,
    isVarying: (e) => final.of(e),
    vectorViews: (whole || padded) && !final.hasConditions ? vectorViews : new Set(),
    quads: final.hasConditions ? new Map() : quadsOf(stage, final, plain),
  };
}

function workOf({ axes, body }: Stage): number {
  const work = (stmt: Stmt): number => {
    const inner = bodiesOf(stmt).reduce((sum, part) => sum + part.reduce((n, each) => n + work(each), 0), 0);
    return stmt.kind === 'for' ? stmt.extent * inner : 1 + inner;
  };
  return axes.reduce((n, { extent }) => n * extent, body.reduce((n, stmt) => n + work(stmt), 0));
}

function rowsAtOnce(extent: number, most: number, isRepeatable: boolean): number {
  if (isRepeatable) return Math.min(extent, most);
  for (let count = most; count > 1; count--) if (extent % count === 0) return count;
  return 1;
}

/** Neighbouring iterations store neighbouring elements. */
function isContiguous({ name, extent }: Axis, { facts }: Stage): boolean {
  return extent >= LANES && facts.accesses.every(({ isStore, form }) => !isStore || factorOf(form, name) === 1);
}

/** Buffers of which every access along the axis begins at a multiple of four. */
function viewsOf(stage: Stage, axis: Axis, variance: Variance): ReadonlySet<string> {
  const views = new Set(stage.facts.accesses.map(({ buffer }) => buffer));
  const isAligned = (form: Form): boolean => form.constant % LANES === 0 && form.terms.every(({ key, atom, factor }) => (
    key === axis.name ? factor === 1 : factor % LANES === 0 && !variance.of(atom)
  ));
  for (const { buffer, form } of stage.facts.accesses) if (factorOf(form, axis.name) !== 1 || !isAligned(form)) views.delete(buffer);
  return views;
}

/** Every access is a load in one inner loop, whose turns read neighbours from a multiple of four on. */
function quadsOf({ body, facts }: Stage, variance: Variance, plain: ReadonlySet<string>): ReadonlyMap<string, string> {
  const loops = new Set<string>();
  const visit = (stmt: Stmt): void => {
    if (stmt.kind === 'for' && unrolled(stmt) === LANES) loops.add(stmt.name);
    for (const part of bodiesOf(stmt)) part.forEach(visit);
  };
  body.forEach(visit);
  const quads = new Map<string, string>();
  for (const buffer of plain) {
    const accesses = facts.accesses.filter((access) => access.buffer === buffer);
    const loop = accesses[0]!.form.terms.find(({ key, factor }) => factor === 1 && loops.has(key))?.key;
    const isQuad = ({ isStore, form }: Access): boolean => !isStore && form.constant % LANES === 0
      && form.terms.every(({ key, atom, factor }) => (key === loop ? factor === 1 : factor % LANES === 0 && !variance.of(atom)));
    if (loop !== undefined && accesses.every((access) => factorOf(access.form, loop) === 1 && isQuad(access))) quads.set(buffer, loop);
  }
  return quads;
}

/** An inner loop loads vectors that are the same for all positions along the axis, and others that are not. */
function sharesLoads({ body, facts }: Stage, { name }: Axis, variance: Variance): boolean {
  let shared = false;
  let own = false;
  const seen = new Set<Expr>();
  const look = (e: Expr): void => {
    if (seen.has(e)) return;
    seen.add(e);
    if (e.kind === 'load') {
      const depends = factorOf(facts.addresses.of(e.at), name) !== 0;
      if (depends) own = true;
      else if (variance.of(e.at)) shared = true;
    }
    operandsOf(e).forEach(look);
  };
  const visit = (stmt: Stmt, inside: boolean): void => {
    if (inside) expressionsOf(stmt).forEach(look);
    for (const part of bodiesOf(stmt)) for (const each of part) visit(each, inside || stmt.kind === 'for');
  };
  for (const stmt of body) visit(stmt, false);
  return shared && own;
}

/** What differs between lanes. */
class Variance {
  readonly locals = new Set<string>();
  /** A 64-bit integer differs between lanes: of these there are no vectors. */
  hasWide = false;
  hasConditions = false;
  readonly #stage: Stage;
  readonly #axis: string;
  readonly #rows: Variance | undefined;
  #known = new Map<Expr, boolean>();

  /** Conditions that differ between `rows` become masks too. */
  constructor(stage: Stage, axis: string, rows?: Variance) {
    this.#stage = stage;
    this.#axis = axis;
    this.#rows = rows;
    this.#settle();
  }

  of(e: Expr): boolean {
    if (e.kind === 'const') return false;
    if (e.kind === 'var') return e.name === this.#axis;
    if (e.kind === 'local') return this.locals.has(e.name);
    let known = this.#known.get(e);
    if (known === undefined) this.#known.set(e, known = operandsOf(e).some((operand) => this.of(operand)));
    return known;
  }

  #settle(): void {
    for (let before = -1; before < this.locals.size;) {
      before = this.locals.size;
      this.#known = new Map();
      this.hasConditions = false;
      for (const stmt of this.#stage.body) this.#visit(stmt, false);
    }
    this.hasWide = this.#stage.body.some((stmt) => this.#isWide(stmt, new Set()));
  }

  #visit(stmt: Stmt, masked: boolean): void {
    if ((stmt.kind === 'let' || stmt.kind === 'set') && (this.of(stmt.value) || (masked && stmt.kind === 'set'))) this.locals.add(stmt.name);
    const narrows = stmt.kind === 'if' && (this.of(stmt.when) || this.#rows?.of(stmt.when) === true);
    if (narrows) this.hasConditions = true;
    for (const part of bodiesOf(stmt)) for (const each of part) this.#visit(each, masked || narrows);
  }

  #isWide(stmt: Stmt, seen: Set<Expr>): boolean {
    const wide = (e: Expr): boolean => {
      if (seen.has(e)) return false;
      seen.add(e);
      return (isWide(e.type) && this.of(e)) || operandsOf(e).some(wide);
    };
    if (stmt.kind === 'store' && isWide(stmt.value.type)) return true;
    if ((stmt.kind === 'let' || stmt.kind === 'set') && isWide(stmt.value.type) && this.locals.has(stmt.name)) return true;
    return expressionsOf(stmt).some(wide) || bodiesOf(stmt).some((part) => part.some((each) => this.#isWide(each, seen)));
  }
}

/**
 * How many turns of an inner loop are written one after the other: each turn costs drivers for CPUs as much as a load.
 * More only make compiling slow.
 */
export function unrolled({ extent, body }: Extract<Stmt, { kind: 'for' }>): number {
  if (!body.every(({ kind }) => kind === 'let' || kind === 'set')) return 1;
  return [4, 3, 2].find((times) => extent % times === 0) ?? 1;
}

// Kernels that are wrong on purpose, one for each class of code generator's bug: a program in, a wrong one out. They
// measure the fuzzer, and run only where they are asked for by name.
import type { BinaryOp, Expr, Stmt } from '../ir/loops.ts';
import type { KernelProgram, Step } from './kernel-program.ts';

export interface PlantedKernel {
  readonly name: string;
  change(program: KernelProgram): KernelProgram;
}

/** What to put in the place of an expression or statement whose parts have been changed already; itself where nothing. */
interface Changes {
  readonly expr?: (e: Expr) => Expr;
  readonly stmt?: (s: Stmt) => readonly Stmt[];
}

function changing(name: string, changes: Changes): PlantedKernel {
  return { name, change: (program) => withSteps(program, (step) => ({ ...step, kernel: { ...step.kernel, body: statements(step.kernel.body, changes) } })) };
}

function withSteps(program: KernelProgram, change: (step: Step) => Step): KernelProgram {
  return { ...program, steps: program.steps.map(change) };
}

function statements(body: readonly Stmt[], changes: Changes): readonly Stmt[] {
  return body.flatMap((s) => {
    const inner = inside(s, changes);
    return changes.stmt?.(inner) ?? [inner];
  });
}

function inside(s: Stmt, changes: Changes): Stmt {
  const seen = new Map<Expr, Expr>();
  const on = (e: Expr): Expr => expression(e, changes, seen);
  switch (s.kind) {
    case 'for': return { ...s, body: statements(s.body, changes) };
    case 'store': return { ...s, value: on(s.value) };
    case 'let': case 'set': return { ...s, value: on(s.value) };
    case 'if': return { ...s, when: on(s.when), then: statements(s.then, changes), otherwise: statements(s.otherwise, changes) };
  }
}

/**
 * Offsets stay as they are: wrong addresses are a class of their own. Parts that are shared are changed once and stay
 * shared: written out, the squares of an integer power would double 64 times.
 */
function expression(e: Expr, changes: Changes, seen: Map<Expr, Expr>): Expr {
  const known = seen.get(e);
  if (known) return known;
  const on = (x: Expr): Expr => expression(x, changes, seen);
  const same = (): Expr => {
    switch (e.kind) {
      case 'unary': case 'cast': case 'bits': return { ...e, x: on(e.x) };
      case 'binary': case 'compare': return { ...e, x: on(e.x), y: on(e.y) };
      case 'select': return { ...e, when: on(e.when), yes: on(e.yes), no: on(e.no) };
      default: return e;
    }
  };
  const inner = same();
  // Changes repeat their operands, so that nested ones would grow without bound.
  const changed = isSmall(inner) ? (changes.expr?.(inner) ?? inner) : inner;
  seen.set(e, changed);
  return changed;
}

const MOST_PARTS = 40;

function isSmall(e: Expr): boolean {
  const pending: Expr[] = [e];
  for (let seen = 0; pending.length > 0; seen++) {
    if (seen > MOST_PARTS) return false;
    const next = pending.pop()!;
    if (next.kind === 'unary' || next.kind === 'cast' || next.kind === 'bits') pending.push(next.x);
    else if (next.kind === 'binary' || next.kind === 'compare') pending.push(next.x, next.y);
    else if (next.kind === 'select') pending.push(next.when, next.yes, next.no);
  }
  return true;
}

const isFloatType = (type: string): boolean => type === 'float32' || type === 'float64';
const binary = (op: BinaryOp, test: (e: Extract<Expr, { kind: 'binary' }>) => boolean, to: (e: Extract<Expr, { kind: 'binary' }>) => Expr) => (e: Expr): Expr => (e.kind === 'binary' && e.op === op && e.type !== 'index' && test(e) ? to(e) : e);
const constant = (type: Expr['type'], value: number): Expr => ({ kind: 'const', type, value: type === 'int64' ? BigInt(value) : value });
const compare = (op: 'lt' | 'le' | 'ne', x: Expr, y: Expr): Expr => ({ kind: 'compare', type: 'bool', op, x, y });

const resized = (extent: (n: number) => number): Changes => ({ stmt: (s) => [s.kind === 'for' ? { ...s, extent: extent(s.extent) } : s] });

/** Loops that do not split into vectors of four lose what is left over (TVM 12001; tails of vectors). */
const loopsLoseRemainder = changing('kernel-loops-lose-remainder', resized((n) => (n > 4 ? n - (n % 4) : n)));

/** Loops run one time too few. */
const loopsStopEarly = changing('kernel-loops-stop-early', resized((n) => (n > 1 ? n - 1 : n)));

/** A kernel that is given a tensor without elements is not launched, although its results have some (grids of 0, PyTorch 113037). */
const nothingIsNotRun: PlantedKernel = {
  name: 'kernel-of-nothing-is-not-run',
  change: (program) => withSteps(program, (step) => {
    const isEmpty = step.kernel.buffers.some(({ role }, i) => role === 'input' && (program.buffers[step.binding[i] ?? -1]?.shape.includes(0) ?? false));
    return isEmpty ? { ...step, kernel: { ...step.kernel, body: [] } } : step;
  }),
};

/** The table of opcodes has two rows swapped. */
const minIsMax = changing('kernel-min-is-max', { expr: binary('min', ({ type }) => type !== 'bool', (e) => ({ ...e, op: 'max' })) });

/** The larger of two by a comparison, which forgets NaN (TVM 12702). */
const maxForgetsNan = changing('kernel-max-forgets-nan', {
  expr: binary('max', ({ type }) => isFloatType(type), (e) => ({ kind: 'select', type: e.type, when: compare('lt', e.x, e.y), yes: e.y, no: e.x })),
});

const lessIsLessOrEqual = changing('kernel-less-is-less-or-equal', { expr: (e) => (e.kind === 'compare' && e.op === 'lt' && e.x.type !== 'index' ? { ...e, op: 'le' } : e) });

/** Integer division rounds down instead of towards zero (TVM 13348). */
const divisionFloors = changing('kernel-division-floors', {
  expr: binary('div', ({ type }) => type === 'int32' || type === 'int64', (e) => {
    const negative = compare('lt', { kind: 'binary', type: e.type, op: 'xor', x: e.x, y: e.y }, constant(e.type, 0));
    const rest = compare('ne', { kind: 'binary', type: e.type, op: 'rem', x: e.x, y: e.y }, constant(e.type, 0));
    const both: Expr = { kind: 'binary', type: 'bool', op: 'and', x: negative, y: rest };
    return { kind: 'select', type: e.type, when: both, yes: { kind: 'binary', type: e.type, op: 'sub', x: e, y: constant(e.type, 1) }, no: e };
  }),
});

const through = (type: 'int32' | 'float32', e: Expr): Expr => ({ kind: 'cast', type: e.type, x: { kind: 'cast', type, x: e } });

/** 64-bit arithmetic is done in 32 bits (TVM 10519). */
const int64IsNarrowed = changing('kernel-int64-is-narrowed', { expr: (e) => (e.kind === 'binary' && e.type === 'int64' ? through('int32', e) : e) });

/** float64 is computed in float32 (PyTorch 85316). */
const float64IsNarrowed = changing('kernel-float64-is-narrowed', { expr: (e) => (e.kind === 'binary' && e.type === 'float64' && ['add', 'mul', 'div'].includes(e.op) ? through('float32', e) : e) });

/** Floats round to the nearest integer where they should be cut. */
const castRounds = changing('kernel-cast-rounds', {
  expr: (e) => (e.kind === 'cast' && (e.type === 'int32' || e.type === 'int64') && isFloatType(e.x.type) ? { ...e, x: { kind: 'unary', type: e.x.type, op: 'round', x: e.x } } : e),
});

/** The exponential as three terms of its series, good near 0 only (range reduction left out). */
const expWithoutRange = changing('kernel-exp-without-range-reduction', {
  expr: (e) => {
    if (e.kind !== 'unary' || e.op !== 'exp') return e;
    const half: Expr = { kind: 'binary', type: e.type, op: 'mul', x: e.x, y: constant(e.type, 0.5) };
    const one: Expr = { kind: 'binary', type: e.type, op: 'add', x: half, y: constant(e.type, 1) };
    return { kind: 'binary', type: e.type, op: 'add', x: { kind: 'binary', type: e.type, op: 'mul', x: e.x, y: one }, y: constant(e.type, 1) };
  },
});

/** The hyperbolic tangent is cut off too early. */
const tanhSaturates = changing('kernel-tanh-saturates', {
  expr: (e) => (e.kind === 'unary' && e.op === 'tanh' ? { kind: 'select', type: e.type, when: compare('lt', { kind: 'unary', type: e.type, op: 'abs', x: e.x }, constant(e.type, 2)), yes: e, no: constant(e.type, 1) } : e),
});

/** Sums are kept with twelve bits (half precision accumulators). */
const sumsInHalf = changing('kernel-sums-in-half', {
  expr: binary('add', ({ type }) => isFloatType(type), (e) => ({ kind: 'binary', type: e.type, op: 'mul', x: e, y: constant(e.type, 1 + 2 ** -12) })),
});

const branchesSwapped = changing('kernel-branches-swapped', { expr: (e) => (e.kind === 'select' && e.type !== 'index' ? { ...e, yes: e.no, no: e.yes } : e) });

/** Of a guard against reading outside only the first half is kept (ORT 18311). */
const guardsAreHalved = changing('kernel-guards-are-halved', { stmt: (s) => [s.kind === 'if' && s.when.kind === 'binary' && s.when.op === 'and' ? { ...s, when: s.when.x } : s] });

/** Accumulators in memory start from what lay there (random tails, ORT 11828). */
const accumulatorsAreNotCleared = changing('kernel-accumulators-are-not-cleared', {
  stmt: (s) => (s.kind === 'for' && s.body.length === 1 && s.body[0]!.kind === 'store' && s.body[0]!.value.kind === 'const' ? [] : [s]),
});

/** The outermost of three loops reads its first round every time (ORT 18804: only the first batch was right). */
const firstBatchOnly: PlantedKernel = {
  name: 'kernel-first-batch-only',
  change: (program) => withSteps(program, (step) => {
    const [outer] = step.kernel.body;
    if (outer?.kind !== 'for' || outer.body[0]?.kind !== 'for' || outer.body[0].body[0]?.kind !== 'for') return step;
    const first: Changes = { expr: (e) => (e.kind === 'load' ? { ...e, at: pinned(e.at, outer.name) } : e) };
    return { ...step, kernel: { ...step.kernel, body: statements(step.kernel.body, first) } };
  }),
};

function pinned(e: Expr, name: string): Expr {
  if (e.kind === 'var') return e.name === name ? constant('index', 0) : e;
  return e.kind === 'binary' ? { ...e, x: pinned(e.x, name), y: pinned(e.y, name) } : e;
}

/** Results take the place of operands that the kernel still reads (Hidet 96, PyTorch 93283). */
const everythingInPlace: PlantedKernel = {
  name: 'kernel-everything-in-place',
  change: (program) => withSteps(program, (step) => {
    const bound = (role: string): readonly number[] => step.kernel.buffers.flatMap((buffer, i) => { const at = step.binding[i]; return buffer.role === role && at !== undefined ? [at] : []; });
    const [result] = bound('output');
    return result === undefined ? step : { ...step, inPlace: { result, operands: bound('input') } };
  }),
};

export const PLANTED_KERNELS: readonly PlantedKernel[] = [
  loopsLoseRemainder, loopsStopEarly, nothingIsNotRun, minIsMax, maxForgetsNan, lessIsLessOrEqual, divisionFloors, int64IsNarrowed,
  float64IsNarrowed, castRounds, expWithoutRange, tanhSaturates, sumsInHalf, branchesSwapped, guardsAreHalved, accumulatorsAreNotCleared,
  firstBatchOnly, everythingInPlace,
];

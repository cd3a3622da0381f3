// Chains that compilers look for: each idiom inserts a few operators on purpose where chance alone would take
// thousands of graphs. An idiom that finds no room or no operand simply ends early.
import type { DType } from '../runtime/ir/dtype.ts';
import { FLOATS, INTEGERS, INTEGER_FORMAT, NUMBERS, allows, isFloat, isInteger } from '../runtime/ir/dtype.ts';
import { operatorNamed } from '../runtime/operators/index.ts';
import type { Loose } from '../runtime/spec/settle.ts';
import type { Inserter } from './insert.ts';
import type { Cell } from './sketch.ts';

/** Appends one operator; undefined where it does not fit. */
function put(i: Inserter, name: string, operands: readonly (Cell | undefined)[], attributes?: Loose): Cell | undefined {
  return puts(i, name, operands, attributes)?.[0];
}

function puts(i: Inserter, name: string, operands: readonly (Cell | undefined)[], attributes?: Loose): readonly Cell[] | undefined {
  return i.insert(operatorNamed(name)!, { operands, ...(attributes ? { attributes } : {}) })?.results;
}

function some(i: Inserter, dtypes: readonly DType[], least = 0, most = 6): Cell | undefined {
  const fitting = i.sketch.cells.filter((cell) => allows(dtypes, cell.dtype) && cell.shape.length >= least && cell.shape.length <= most);
  return fitting.length > 0 ? i.choices.pick(fitting) : undefined;
}

const ALL: readonly DType[] = [...NUMBERS, 'bool'];
const UNARY = ['Relu', 'LeakyRelu', 'Abs', 'Sqrt', 'Clip', 'Neg', 'Tanh', 'Sigmoid', 'Exp'] as const;
const BINARY = ['Add', 'Sub', 'Mul', 'Min', 'Max'] as const;

type Idiom = (i: Inserter) => void;

/** x·1, x/1, x−0, x+0 and what only looks like it; also the other way round, where half of them are not neutral. */
const neutral: Idiom = (i) => {
  const x = some(i, NUMBERS);
  if (!x || i.left < 2) return;
  const [op, value] = i.choices.pick([['Mul', 1], ['Div', 1], ['Sub', 0], ['Add', 0], ['Add', isFloat(x.dtype) ? -0 : 0], ['Mul', 0], ['Sub', isFloat(x.dtype) ? -0 : 1], ['Pow', 1], ['Pow', 2]] as const);
  const c = i.constant(x.dtype, [], value);
  if (c) put(i, op, i.choices.chance(0.3) ? [c, x] : [x, c]);
};

/** (a·b)/b, where integers wrap. */
const cancel: Idiom = (i) => {
  const x = some(i, i.choices.chance(0.7) ? INTEGERS : NUMBERS);
  if (!x || i.left < 3) return;
  const large = isInteger(x.dtype) ? 2 ** (INTEGER_FORMAT[x.dtype].bits - 2) : 2 ** 30;
  const c = i.constant(x.dtype, [], i.choices.pick([large, 3, -1, 2, 1_000_003]));
  const product = c && put(i, 'Mul', i.choices.chance(0.5) ? [x, c] : [c, x]);
  if (product) put(i, 'Div', [product, c]);
};

/** Functions that undo each other on a part of their domain only, and are rewritten as if on all of it. */
const inverses: Idiom = (i) => {
  const x = some(i, FLOATS);
  if (!x || i.left < 2) return;
  const [first, second] = i.choices.pick([['Mul', 'Sqrt'], ['Sqrt', 'Mul'], ['Exp', 'Log'], ['Log', 'Exp'], ['Reciprocal', 'Reciprocal'], ['Neg', 'Neg'], ['Neg', 'Abs'], ['Abs', 'Sqrt']] as const);
  const operands = (op: string, of: Cell): readonly Cell[] => (op === 'Mul' ? [of, of] : [of]);
  const once = put(i, first, operands(first, x));
  if (once) put(i, second, operands(second, once));
};

const convolution: Idiom = (i) => {
  const y = put(i, 'Conv', [some(i, FLOATS, 3, 5)]);
  const normal = y && put(i, 'BatchNormalization', [y]);
  if (normal) put(i, i.choices.pick(['Relu', 'Sigmoid', 'LeakyRelu']), [normal]);
};

/** softmax(q·kᵀ·scale)·v */
const attention: Idiom = (i) => {
  const q = some(i, FLOATS, 2, 4);
  if (!q) return;
  const swapped = q.shape.map((_, axis) => axis);
  [swapped[swapped.length - 1], swapped[swapped.length - 2]] = [swapped.at(-2)!, swapped.at(-1)!];
  const k = i.choices.chance(0.5) ? q : (some(i, [q.dtype], q.shape.length, q.shape.length) ?? q);
  const kt = put(i, 'Transpose', [k], { perm: swapped });
  const scores = kt && put(i, 'MatMul', [q, kt]);
  const weights = scores && put(i, 'Softmax', [scores], { axis: -1 });
  if (weights) put(i, 'MatMul', [weights, q]);
};

/** Shapes as integers: Shape → Gather → arithmetic → Concat. */
const shapes: Idiom = (i) => {
  const x = some(i, ALL, 1);
  const held = x && put(i, 'Shape', [x], {});
  if (!held || i.left < 2) return;
  const at = i.constant('int64', [1], i.choices.integer(-held.shape[0]!, held.shape[0]! - 1));
  const one = at && put(i, 'Gather', [held, at], { axis: 0 });
  const doubled = one && (put(i, i.choices.pick(['Mul', 'Add', 'Max']), [one, at]) ?? one);
  if (doubled) put(i, 'Concat', i.choices.chance(0.5) ? [doubled, held] : [held, doubled], { axis: 0 });
};

/** A transpose in front of an operator that names an axis. */
const moved: Idiom = (i) => {
  const t = put(i, 'Transpose', [some(i, FLOATS, 2)]);
  if (t) put(i, i.choices.pick(['ReduceSum', 'ReduceMean', 'ReduceMax', 'Softmax', 'LogSoftmax', 'ArgMax', 'Concat', 'Gather']), [t]);
};

/** 0, 1, 2, … as a cube: every mix-up of its axes shows, and none changes the shape. */
function cube(i: Inserter): Cell | undefined {
  const n = i.choices.integer(2, 3);
  const count = i.left < 4 ? undefined : put(i, 'Range', [], { start: 0, delta: 1, count: n ** 3, dtype: i.types.alike(operatorNamed('Range')!, i.choices.pick(NUMBERS)) });
  return count && put(i, 'Reshape', [count], { shape: [n, n, n] });
}

/** Permutations that compose. */
const permutations: Idiom = (i) => {
  const t = put(i, 'Transpose', [i.choices.chance(0.5) ? cube(i) : some(i, ALL, 3)]);
  if (t) put(i, 'Transpose', [t]);
};

/** A permutation and its inverse, next to each other or with something elementwise between them. */
const undone: Idiom = (i) => {
  const x = some(i, NUMBERS, 2);
  if (!x || i.left < 2) return;
  const perm = i.choices.shuffled(x.shape.map((_, axis) => axis));
  const t = put(i, 'Transpose', [x], { perm });
  const between = t && i.choices.chance(0.5) ? (put(i, i.choices.pick(UNARY), [t]) ?? t) : t;
  if (between) put(i, 'Transpose', [between], { perm: perm.map((_, axis) => perm.indexOf(axis)) });
};

/** One shape after another, and perhaps the first again. */
const reshapes: Idiom = (i) => {
  const x = some(i, ALL, 1);
  const once = x && put(i, i.choices.pick(['Reshape', 'Flatten', 'Unsqueeze']), [x]);
  if (!once) return;
  if (i.choices.chance(0.5)) put(i, 'Reshape', [once], { shape: x.shape });
  else put(i, 'Reshape', [once]);
};

/** To integers on a grid and back: x → ⌊x/s⌉·s, clamped between. */
const quantised: Idiom = (i) => {
  const x = some(i, FLOATS);
  if (!x || i.left < 4) return;
  const scale = i.constant(x.dtype, [], i.choices.pick([0.5, 0.25, 0.1]));
  const scaled = scale && put(i, 'Div', [x, scale]);
  const whole = scaled && put(i, 'Cast', [scaled], { to: i.types.pick(i.types.among(INTEGERS)) });
  const clamped = whole && i.left > 2 && i.choices.chance(0.5) ? (put(i, 'Clip', [whole]) ?? whole) : whole;
  const back = clamped && put(i, 'Cast', [clamped], { to: x.dtype });
  if (back) put(i, 'Mul', [back, scale]);
};

/** Through another dtype, and perhaps back. */
const casts: Idiom = (i) => {
  const x = some(i, ALL);
  const through = x && put(i, 'Cast', [x], { to: i.types.pick(i.types.among(ALL)) });
  if (through) put(i, 'Cast', [through], { to: i.choices.chance(0.5) ? x.dtype : i.types.pick(i.types.among(ALL)) });
};

const splits: Idiom = (i) => {
  const x = some(i, ALL, 1);
  const pieces = x && puts(i, 'Split', [x]);
  const [first, ...others] = pieces ?? [];
  if (!first || others.length === 0) return;
  const axis = first.shape.findIndex((extent, a) => extent !== x!.shape[a]);
  put(i, 'Concat', i.choices.shuffled([first, ...others]), { axis: Math.max(0, axis) });
};

/** Two readers of one value that meet again. */
const diamond: Idiom = (i) => {
  const x = some(i, NUMBERS);
  const a = x && put(i, i.choices.pick(UNARY), [x]);
  const b = a && put(i, i.choices.pick(UNARY), [x]);
  if (b) put(i, i.choices.pick(BINARY), i.choices.chance(0.5) ? [a, b] : [b, x]);
};

/** Constants of one type with unlike values. */
const constants: Idiom = (i) => {
  const x = some(i, NUMBERS);
  if (!x || i.left < 4) return;
  const a = i.constant(x.dtype, [], i.choices.integer(0, 3));
  const sum = a && put(i, i.choices.pick(BINARY), [x, a]);
  const b = sum && i.constant(x.dtype, [], i.choices.integer(-3, 3));
  if (b) put(i, i.choices.pick(BINARY), [sum, b]);
};

/** Products of square matrices. */
const squares: Idiom = (i) => {
  const x = some(i, NUMBERS, 2, 2);
  const t = x && put(i, 'Transpose', [x], { perm: [1, 0] });
  const square = t && put(i, 'MatMul', i.choices.chance(0.5) ? [x, t] : [t, x]);
  // With a fresh operand: a symmetric matrix would commute with its functions.
  const other = square && put(i, i.choices.pick(BINARY), [square]);
  if (other && other.shape.join() === square.shape.join()) put(i, 'MatMul', i.choices.chance(0.5) ? [square, other] : [other, square]);
};

export const IDIOMS: readonly Idiom[] = [neutral, casts, moved, permutations, diamond, constants, convolution, attention, shapes, splits, cancel, squares, undone, reshapes, quantised, inverses];

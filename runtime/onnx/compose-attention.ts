// Attention as products around a softmax. Source: ONNX, Attention-23 to -25. Which keys a query meets is one table of
// truth values, which masks, causality, windows and lengths narrow; what it excludes is chosen away, not multiplied by
// 0, and a query that meets no key gives zeros.
import type { DType } from '../ir/dtype.ts';
import { tensor } from '../ir/tensor.ts';
import { runtimeDTypeNumbered } from './values.ts';
import type { CallWriter } from './write-calls.ts';
import { refuse } from './write-calls.ts';

/** Positions of the operator's inputs. */
const MASK = 3, PAST_KEY = 4, PAST_VALUE = 5, LENGTHS = 6;
const HEADS = [0, 2, 1, 3];
type Four = readonly [batch: number, heads: number, length: number, size: number];

export function attention(w: CallWriter): void {
  const dtype = w.floatType();
  const isFlat = w.shape().length === 3;
  const [q, k, v] = [heads(w, 0, 'q_num_heads'), heads(w, 1, 'kv_num_heads'), heads(w, 2, 'kv_num_heads')];
  const past = w.optional(PAST_KEY) === undefined ? 0 : w.shape(w.input(PAST_KEY))[2]!;
  const [keys, values] = [present(w, k, PAST_KEY, 1), present(w, v, PAST_VALUE, 2)];
  const [batch, many, queries, size] = q.shape, length = keys.shape[2];
  const root = w.number(dtype, Math.sqrt(w.attribute('scale', 1 / Math.sqrt(size))));
  const scaledKeys = w.op('Mul', [w.op('Transpose', [repeated(w, keys, many)], { perm: [0, 1, 3, 2] }), root]);
  const raw = w.op('MatMul', [w.op('Mul', [q.name, root]), scaledKeys]);
  const cap = w.attribute('softcap', 0);
  const capped = cap > 0 ? w.op('Mul', [w.op('Tanh', [w.op('Div', [raw, w.number(dtype, cap)])]), w.number(dtype, cap)]) : raw;
  const { allowed, added, mayBeNone } = masks(w, dtype, queries, length, past);
  const never = w.number(dtype, -Infinity);
  const moved = added === undefined ? capped : w.op('Add', [capped, added]);
  const biased = allowed === undefined ? moved : w.op('Where', [allowed, moved, never]);
  const chances = softmax(w, biased, dtype);
  let kept = chances;
  if (mayBeNone) {
    const bias = w.op('Where', [allowed ?? w.constant(tensor('bool', [], [true])), added ?? w.number(dtype, 0), w.op('Expand', [never], { shape: [queries, length] })]);
    const none = w.op('Equal', [w.op('ReduceMax', [bias], { axes: [-1], keepdims: 1 }), never]);
    kept = w.op('Where', [none, w.number(dtype, 0), chances]);
  }
  const asked = [raw, capped, biased, kept][w.attribute('qk_matmul_output_mode', 0)] ?? refuse('qk_matmul_output_mode of Attention is not known');
  if (w.node.outputs[3]) w.result(3, w.op('Reshape', [asked], { shape: [batch, many, queries, length] }));
  const mixed = w.op('MatMul', [kept, repeated(w, values, many)]);
  if (isFlat) w.op('Reshape', [w.op('Transpose', [mixed], { perm: HEADS })], { shape: [batch, queries, -1] });
}

interface Heads {
  readonly name: string;
  readonly shape: Four;
}

/** [batch, heads, length, size]; given so, or as [batch, length, heads · size]. */
function heads(w: CallWriter, position: number, count: string): Heads {
  const name = w.input(position), shape = w.shape(name);
  if (shape.length === 4) return { name, shape: shape as unknown as Four };
  const many = w.attribute(count, 0), [batch = 0, length = 0, wide = 0] = shape;
  if (shape.length !== 3 || many === 0 || wide % many !== 0) refuse(`Attention with ${count}=${many} of [${shape.join(', ')}] is not specified`);
  const size = wide / many;
  return { name: w.op('Transpose', [w.op('Reshape', [name], { shape: [batch, length, many, size] })], { perm: HEADS }), shape: [batch, many, length, size] };
}

/** With what is kept from before in front of it. */
function present(w: CallWriter, { name, shape }: Heads, position: number, result: number): Heads {
  const before = w.optional(position);
  const [batch, many, length, size] = shape;
  const all: Four = [batch, many, length + (before === undefined ? 0 : w.shape(before)[2]!), size];
  const joined = before !== undefined ? w.op('Concat', [before, name], { axis: 2 }) : w.node.outputs[result] ? w.op('Reshape', [name], { shape: all }) : name;
  w.result(result, joined);
  return { name: joined, shape: all };
}

/** Heads of keys and values that several heads of queries share, one after the other. */
function repeated(w: CallWriter, { name, shape: [batch, few, length, size] }: Heads, many: number): string {
  if (few === many) return name;
  if (few === 0 || many % few !== 0) refuse(`Attention of ${many} heads of queries and ${few} of keys is not specified`);
  const apart = w.op('Reshape', [name], { shape: [batch, few, 1, length, size] });
  return w.op('Reshape', [w.op('Expand', [apart], { shape: [batch, few, many / few, length, size] })], { shape: [batch, many, length, size] });
}

function softmax(w: CallWriter, x: string, dtype: DType): string {
  const asked = w.attribute('softmax_precision', 0);
  const precision = asked === 0 ? dtype : runtimeDTypeNumbered(asked) ?? refuse(`softmax_precision=${asked} of Attention is not specified`);
  if (precision === dtype) return w.op('Softmax', [x], { axis: -1 });
  return w.op('Cast', [w.op('Softmax', [w.op('Cast', [x], { to: precision })], { axis: -1 })], { to: dtype });
}

interface Masks {
  /** Which keys a query meets, and what is added to their scores. */
  readonly allowed: string | undefined;
  readonly added: string | undefined;
  /** A query may meet no key. */
  readonly mayBeNone: boolean;
}

/** `before` keys come before the first query, unless lengths say how many there are. */
function masks(w: CallWriter, dtype: DType, queries: number, length: number, before: number): Masks {
  const lengths = w.optional(LENGTHS);
  const counts = lengths === undefined ? undefined : w.op('Reshape', [lengths], { shape: [-1, 1, 1, 1] });
  const allowed: string[] = [];
  const table = (entry: (i: number, j: number) => number): readonly number[] => Array.from({ length: queries * length }, (_, at) => entry(Math.floor(at / length), at % length));
  let mayBeNone = false;
  /** The query's place, less the key's, is not above or not below a number. */
  const within = (limit: number, isAbove: boolean): void => {
    if (counts === undefined) {
      const met = table((i, j) => ((isAbove ? before + i - j <= limit : j - before - i <= limit) ? 1 : 0));
      mayBeNone ||= Array.from({ length: queries }, (_, i) => met.slice(i * length, (i + 1) * length)).some((row) => !row.includes(1));
      allowed.push(w.constant(tensor('bool', [queries, length], met)));
      return;
    }
    // The place of query i is the count, less the queries, and i.
    const bound = w.constant(tensor('int64', [queries, length], table((i, j) => (isAbove ? limit + queries - i + j : j - i + queries - limit))));
    allowed.push(isAbove ? w.op('LessOrEqual', [counts, bound]) : w.op('LessOrEqual', [bound, counts]));
  };
  if (w.attribute('is_causal', 0) !== 0) within(0, false);
  const [left, right] = [w.attribute('left_window_size', -1), w.attribute('right_window_size', -1)];
  if (left >= 0) within(left, true);
  if (right >= 0) within(right, false);
  if (counts !== undefined) allowed.push(w.op('Less', [w.constant(tensor('int64', [length], Array.from({ length }, (_, j) => j))), counts]));
  let added: string | undefined;
  if (w.optional(MASK) !== undefined) {
    const isTruth = w.dtype(w.input(MASK)) === 'bool';
    const mask = prolonged(w, w.input(MASK), isTruth ? w.constant(tensor('bool', [], [false])) : w.number(dtype, -Infinity), length);
    if (isTruth) allowed.push(mask);
    else added = mask;
    mayBeNone = true;
  }
  return { allowed: allowed.length === 0 ? undefined : allowed.reduce((all, one) => w.op('And', [all, one])), added, mayBeNone: mayBeNone || counts !== undefined || allowed.length > 1 };
}

/** Keys that the mask does not reach are not met. */
function prolonged(w: CallWriter, mask: string, fill: string, length: number): string {
  const shape = w.shape(mask), missing = length - (shape.at(-1) ?? length);
  return missing > 0 ? w.op('Concat', [mask, w.op('Expand', [fill], { shape: [...shape.slice(0, -1), missing] })], { axis: -1 }) : mask;
}

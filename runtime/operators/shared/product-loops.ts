// The loop nest of a matrix product. Large products copy the right matrices into panels as wide as a register tile,
// so that the innermost loop reads memory in order, and go over the inner axis in blocks whose panels stay in the
// cache; sums pause in the result between blocks, hence each keeps the order of its terms. A few rows times a matrix
// whose columns lie in memory as rows are sums in lanes instead.
import { BYTES } from '../../ir/dtype.ts';
import { add, index, mul, mulAdd } from '../../ir/loop-builder.ts';
import type { LoopBuilder } from '../../ir/loop-builder.ts';
import type { Buffer, Expr } from '../../ir/loops.ts';
import { FEWEST_SPLIT, LANES } from './fold-loops.ts';

type At = readonly Expr[];

export interface Product {
  readonly result: Buffer;
  /** Products of the same kind, one for each index. */
  readonly batch: readonly number[];
  /** Whether the right matrix differs along an axis of the batch. */
  readonly rightVaries: readonly boolean[];
  readonly rows: number;
  readonly columns: number;
  readonly inner: number;
  /** Columns of the right matrix lie in memory one after the other. */
  readonly columnsAreRows?: boolean;
  /** Where the element at a row and a column lies in the result. */
  at(batch: At, row: Expr, column: Expr): Expr;
  left(batch: At, row: Expr, i: Expr): Expr;
  right(batch: At, i: Expr, column: Expr): Expr;
  /** From the sum to what is stored. */
  finish?(sum: Expr, batch: At, row: Expr, column: Expr): Expr;
}

/** Terms of a sum between two visits to the result. */
const BLOCK = 256;
/** Rows that are multiplied with one panel after the other; fewer where they are long, so that they stay in the cache. */
const ROWS = 64;
const LONG = 2048;
/** With fewer rows copying costs more than it saves. */
const FEWEST_ROWS = 8;
/** Smaller right matrices stay in the innermost cache as they lie. */
const LEAST_COPIED = 4096;

export function productLoops(k: LoopBuilder, product: Product): void {
  const { result, rows, columns, inner, batch, columnsAreRows = false } = product;
  const width = (2 * 16) / BYTES[result.dtype];
  const panels = Math.floor(columns / width);
  if (!k.plain && columnsAreRows && rows < FEWEST_ROWS && inner >= FEWEST_SPLIT) {
    productInLanes(k, product);
    return;
  }
  if (k.plain || rows < FEWEST_ROWS || panels === 0 || columns * inner < LEAST_COPIED) {
    plainProduct(k, product, 0);
    return;
  }
  const packed = packRight(k, product, panels, width);
  const step = k.options.blockRows ?? (inner >= LONG ? ROWS / 2 : ROWS);
  k.nest(batch, (b) => {
    const some = (first: Expr, count: number): void => k.loop(panels, (panel) => panelProduct(k, product, packed, b, panel, first, count));
    const whole = Math.floor(rows / step);
    k.loop(whole, (n) => some(mul(n, step), step));
    if (rows % step > 0) some(index(whole * step), rows % step);
  });
  if (panels * width < columns) plainProduct(k, product, panels * width);
}

interface Packed {
  readonly buffer: Buffer;
  readonly width: number;
  at(batch: At, panel: Expr, i: Expr, j: Expr): readonly Expr[];
}

/** The right matrices as [panel, row, column within the panel]; one of those that are the same. */
function packRight(k: LoopBuilder, { result, batch, rightVaries, inner, right }: Product, panels: number, width: number): Packed {
  const own = (b: At): At => b.filter((_, axis) => rightVaries[axis]);
  const extents = batch.filter((_, axis) => rightVaries[axis]);
  const buffer = k.scratch(result.dtype, [...extents, panels, inner, width]);
  k.nest(buffer.shape, (at) => {
    const [panel, i, j] = at.slice(extents.length) as [Expr, Expr, Expr];
    let next = 0;
    const b = batch.map((_, axis) => (rightVaries[axis] ? at[next++]! : index(0)));
    k.store(buffer, at, right(b, i, add(mul(panel, width), j)));
  });
  return { buffer, width, at: (b, panel, i, j) => [...own(b), panel, i, j] };
}

/** Columns from `first` on. */
function plainProduct(k: LoopBuilder, { result, batch, rows, columns, inner, at, left, right, finish = (sum) => sum }: Product, first: number): void {
  k.nest([...batch, rows, columns - first], (indices) => {
    const b = indices.slice(0, -2);
    const [row, j] = indices.slice(-2) as [Expr, Expr];
    const column = add(j, first);
    const sum = k.local(result.dtype, 0);
    k.loop(inner, (i) => sum.set(mulAdd(left(b, row, i), right(b, i, column), sum.get)));
    k.storeFlat(result, at(b, row, column), finish(sum.get, b, row, column));
  });
}

/** Some rows times one panel, block after block of the inner axis. */
function panelProduct(k: LoopBuilder, { result, inner, at, left, finish }: Product, packed: Packed, b: At, panel: Expr, first: Expr, count: number): void {
  const block = (from: Expr, terms: number, isFirst: boolean, isLast: boolean): void => k.nest([count, packed.width], ([r, j]) => {
    const [row, column] = [add(first, r!), add(mul(panel, packed.width), j!)];
    const sum = k.local(result.dtype, isFirst ? 0 : k.loadFlat(result, at(b, row, column)));
    k.loop(terms, (p) => {
      const i = add(from, p);
      sum.set(mulAdd(left(b, row, i), k.load(packed.buffer, packed.at(b, panel, i, j!)), sum.get));
    });
    k.storeFlat(result, at(b, row, column), isLast && finish ? finish(sum.get, b, row, column) : sum.get);
  });
  const some = k.options.blockTerms ?? BLOCK;
  const whole = Math.max(1, Math.floor(inner / some));
  const rest = Math.max(0, inner - whole * some);
  block(index(0), Math.min(inner, some), true, whole === 1 && rest === 0);
  k.loop(Math.max(0, whole - (rest === 0 ? 2 : 1)), (n) => block(mul(add(n, 1), some), some, false, false));
  if (rest > 0) block(index(whole * some), rest, false, true);
  else if (whole > 1) block(index((whole - 1) * some), some, false, true);
}

/** Every sum in interleaved parts, one a lane, that are added at the end. */
function productInLanes(k: LoopBuilder, { result, batch, rows, columns, inner, at, left, right, finish = (sum) => sum }: Product): void {
  const parts = k.scratch(result.dtype, [...batch, rows, columns, LANES]);
  const each = Math.floor(inner / LANES);
  k.nest(parts.shape, (indices) => {
    const b = indices.slice(0, -3);
    const [row, column, lane] = indices.slice(-3) as [Expr, Expr, Expr];
    const part = k.local(result.dtype, 0);
    k.loop(each, (n) => {
      const i = add(mul(n, LANES), lane);
      part.set(mulAdd(left(b, row, i), right(b, i, column), part.get));
    });
    k.store(parts, indices, part.get);
  });
  k.nest([...batch, rows, columns], (indices) => {
    const b = indices.slice(0, -2);
    const [row, column] = indices.slice(-2) as [Expr, Expr];
    const sum = k.local(result.dtype, 0);
    k.loop(LANES, (lane) => sum.set(add(sum.get, k.load(parts, [...indices, lane]))));
    k.loop(inner - each * LANES, (n) => {
      const i = add(n, each * LANES);
      sum.set(mulAdd(left(b, row, i), right(b, i, column), sum.get));
    });
    k.storeFlat(result, at(b, row, column), finish(sum.get, b, row, column));
  });
}

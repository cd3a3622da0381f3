// The loop nest of a matrix product. Large products copy the right matrices into panels as wide as a register tile and
// the left ones into groups of as many rows as one has, so that the innermost loop reads memory in order. The inner axis
// is gone over in blocks: a block of a panel stays in the innermost cache while all groups that are near meet it, and
// sums pause in the result between blocks, hence each keeps the order of its terms. A few rows times a
// large matrix read it once, in the order of memory, and times one whose columns lie as rows are sums in lanes.
import { BYTES } from '../../ir/dtype.ts';
import { add, index, mul, mulAdd } from '../../ir/loop-builder.ts';
import type { LoopBuilder } from '../../ir/loop-builder.ts';
import type { Buffer, Expr } from '../../ir/loops.ts';
import { LANES, splits } from './fold-loops.ts';

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
  /** The right matrix is the same in every run, so that copying it costs nothing. */
  readonly rightIsConstant?: boolean;
  /** Columns of the right matrix lie in memory one after the other. */
  readonly columnsAreRows?: boolean;
  /** Where the element at a row and a column lies in the result. */
  at(batch: At, row: Expr, column: Expr): Expr;
  left(batch: At, row: Expr, i: Expr): Expr;
  right(batch: At, i: Expr, column: Expr): Expr;
  /** x·y + sum, or what stands for it. */
  multiplyAdd?(x: Expr, y: Expr, sum: Expr): Expr;
  /** From the sum to what is stored. */
  finish?(sum: Expr, batch: At, row: Expr, column: Expr): Expr;
}

/** Bytes of the terms of a sum between two visits to the result, whose rows lie in as many pages: a visit costs more than a panel that comes from the second cache. */
const BLOCK = 4096;
/** Rows that are multiplied with one panel after the other; fewer where they are long, so that they stay in the second cache beside panels. */
const ROWS = 192;
const FEWEST_NEAR = 48;
const NEAR_ROWS = 600 << 10;
/** So many rows in blocks meet all panels, however many, often enough for panels from behind the second cache. */
const MANY_ROWS = 256;
const PARTS_PER_THREAD = 8;
/** Bytes of panels that stay near: in the second cache mostly, and half as many where several threads share what is behind it. */
const NEAR = 1 << 20;
const BLOCKS_PER_THREAD = 4;
/** Rows of a register tile. */
const GROUP = 6;
const FEWEST_IN_TILE = 4;
/** With fewer columns copying the left matrix costs more than it saves. */
const LEAST_COLUMNS = 256;
/** With fewer rows copying costs more than it saves. */
const FEWEST_ROWS = 8;
/** Smaller right matrices stay in the innermost cache as they lie. */
const LEAST_COPIED = 4096;
/** Larger right matrices come from memory, which is fastest in order. */
const LEAST_STREAMED = 1 << 14;
/** Columns of the result that stay in the innermost cache. */
const STRIP = 2048;
/** Rows of the right matrix that are read at once: one where they follow each other in memory. */
const TERMS = 4;

export function productLoops(k: LoopBuilder, product: Product): void {
  k.keepUnitLoops();
  const { result, rows, columns, inner, batch, columnsAreRows = false, rightIsConstant = false } = product;
  const few = rows === 1 || !k.pays(rows, FEWEST_ROWS);
  // One row alone needs more sums than a tile of several has.
  const width = (k.options.eager ? 1 : rows === 1 ? 4 : 2) * 16 / BYTES[result.dtype];
  const panels = Math.floor(columns / width);
  if (!k.pays(columns * inner, LEAST_COPIED) || panels === 0 || (few && !rightIsConstant)) {
    if (few && columnsAreRows && splits(k, inner)) productInLanes(k, product);
    else if (few && panels > 0 && inner > 0 && !columnsAreRows && k.pays(columns * inner, LEAST_STREAMED)) streamedProduct(k, product);
    else plainProduct(k, product, 0);
    return;
  }
  const packed = packRight(k, product, panels, width);
  const most = mostPanels(k, width, inner * width * BYTES[result.dtype]);
  const step = k.options.blockRows ?? rowsAtOnce(k.options.threads ?? 1, rows, inner * BYTES[result.dtype]);
  k.nest(batch, (b) => {
    const some = (parts: readonly Groups[], first: Expr, count: number): void => {
      for (const { groups, of } of parts) k.loop(count, (n) => inTerms(k, product, (terms) => k.loop(groups, (group) => panelProduct(k, product, packed, b, add(first, n), of(group), terms))));
    };
    if (panels <= most || rows >= MANY_ROWS) return inBlocks(k, rows, step, (first, count) => some(rowsOf(k, product, b, first, count), index(0), panels));
    const parts = rowsOf(k, product, b, index(0), rows);
    inBlocks(k, panels, panelsAtOnce(k.options.threads ?? 1, panels, most), (first, count) => some(parts, first, count));
  });
  if (panels * width < columns) plainProduct(k, product, panels * width);
}

/** Some rows of the right matrix after the other, each added to all results that it belongs to. */
function streamedProduct(k: LoopBuilder, { result, batch, rows, columns, inner, at, left, right, multiplyAdd = mulAdd, finish }: Product): void {
  const threads = k.options.threads ?? 1;
  const parts = Math.max(threads, Math.ceil(columns / STRIP));
  const strip = Math.ceil(columns / parts / LANES) * LANES;
  const whole = Math.floor(columns / strip);
  const step = whole === 1 && strip === columns ? 1 : TERMS;
  const terms = (b: At, first: Expr, width: number, from: Expr, count: number, isLast: boolean, isFirst: boolean): void => k.nest([rows, width], ([row, j]) => {
    const column = add(first, j!);
    const sum = k.local(result.dtype, isFirst ? 0 : k.loadFlat(result, at(b, row!, column)));
    for (let t = 0; t < count; t++) sum.set(multiplyAdd(left(b, row!, add(from, t)), right(b, add(from, t), column), sum.get));
    k.storeFlat(result, at(b, row!, column), isLast && finish ? finish(sum.get, b, row!, column) : sum.get);
  });
  const some = (b: At, first: Expr, width: number): void => {
    const last = inner - 1 - ((inner - 1) % step);
    terms(b, first, width, index(0), Math.min(step, inner), last === 0, true);
    k.loop(last / step - 1, (n) => terms(b, first, width, mul(add(n, 1), step), step, false, false));
    if (last > 0) terms(b, first, width, index(last), inner - last, true, false);
  };
  k.nest(batch, (b) => {
    k.loop(whole, (n) => some(b, mul(n, strip), strip));
    if (whole * strip < columns) some(b, index(whole * strip), columns - whole * strip);
  });
}

/** About as many rows every time: whole tiles for one thread, for several as many parts for each, since a rest would meet all panels alone. */
function rowsAtOnce(threads: number, rows: number, bytes: number): number {
  const near = wholeTiles(Math.min(ROWS, Math.max(FEWEST_NEAR, NEAR_ROWS / bytes - GROUP)));
  if (threads === 1) return wholeTiles(rows / Math.ceil(rows / near));
  const least = Math.min(near / 2, Math.max(FEWEST_ROWS, rows / threads / PARTS_PER_THREAD));
  const each = rows / threads;
  for (let parts = Math.ceil(each / Math.min(near, 2 * least)); parts <= each / least; parts++) if (rows % (parts * threads) === 0) return each / parts;
  return wholeTiles(least);
}

const wholeTiles = (rows: number): number => GROUP * Math.ceil(rows / GROUP);

/** Panels that stay in the second cache while all rows meet them. */
function mostPanels(k: LoopBuilder, width: number, bytes: number): number {
  return Math.max(1, k.options.blockColumns === undefined ? Math.floor(((k.options.threads ?? 1) > 1 ? NEAR / 2 : NEAR) / bytes) : Math.ceil(k.options.blockColumns / width));
}

/** As many as stay near; for several threads fewer, so that they finish together, and without a rest where that is possible. */
function panelsAtOnce(threads: number, panels: number, most: number): number {
  const wanted = threads === 1 ? most : Math.max(1, Math.min(most, Math.floor(panels / threads / BLOCKS_PER_THREAD)));
  for (let some = wanted; some > wanted / 2; some--) if (panels % some === 0) return some;
  return wanted;
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

/** Rows of the left matrices that meet a panel together. */
interface Rows {
  readonly count: number;
  row(r: Expr): Expr;
  left(r: Expr, i: Expr): Expr;
}

interface Groups {
  readonly groups: number;
  of(group: Expr): Rows;
}

/** Where there are many columns, rows are copied as [group, i, row within the group]: one stream of addresses reads a group, from few pages of memory. */
function rowsOf(k: LoopBuilder, { result, columns, inner, left }: Product, b: At, first: Expr, count: number): readonly Groups[] {
  if (!k.pays(columns, LEAST_COLUMNS)) return [{ groups: 1, of: () => ({ count, row: (r) => add(first, r), left: (r, i) => left(b, add(first, r), i) }) }];
  const copied = (from: number, groups: number, size: number): Groups => {
    const row = (group: Expr, r: Expr): Expr => add(first, add(add(mul(group, size), r), from));
    const buffer = k.scratch(result.dtype, [groups, inner, size]);
    k.nest([groups, size, inner], ([group, r, i]) => k.store(buffer, [group!, i!, r!], left(b, row(group!, r!), i!)));
    return { groups, of: (group) => ({ count: size, row: (r) => row(group, r), left: (r, i) => k.load(buffer, [group, i, r]) }) };
  };
  // Two or three rows are too few sums at a time: they share some with a group.
  const rest = count % GROUP;
  const last = rest > 0 && rest < FEWEST_IN_TILE && count > GROUP ? rest + GROUP : rest;
  const groups = (count - last) / GROUP;
  return [...(groups > 0 ? [copied(0, groups, GROUP)] : []), ...(last > 0 ? [copied(groups * GROUP, 1, last)] : [])];
}

/** All of them, some at a time. */
function inBlocks(k: LoopBuilder, extent: number, step: number, some: (first: Expr, count: number) => void): void {
  const whole = Math.floor(extent / step);
  k.loop(whole, (n) => some(mul(n, step), step));
  if (extent % step > 0) some(index(whole * step), extent % step);
}

/** Columns from `first` on. */
function plainProduct(k: LoopBuilder, { result, batch, rows, columns, inner, at, left, right, multiplyAdd = mulAdd, finish = (sum) => sum }: Product, first: number): void {
  k.nest([...batch, rows, columns - first], (indices) => {
    const b = indices.slice(0, -2);
    const [row, j] = indices.slice(-2) as [Expr, Expr];
    const column = add(j, first);
    const sum = k.local(result.dtype, 0);
    k.loop(inner, (i) => sum.set(multiplyAdd(left(b, row, i), right(b, i, column), sum.get)));
    k.storeFlat(result, at(b, row, column), finish(sum.get, b, row, column));
  });
}

/** Part of the inner axis: where sums begin, go on, or end. */
interface Terms {
  readonly from: Expr;
  readonly count: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/** The inner axis block after block, so that a block of a panel stays in the innermost cache while rows meet it. */
function inTerms(k: LoopBuilder, { result, rows, inner }: Product, some: (terms: Terms) => void): void {
  // A row alone meets each panel once: nothing is gained by keeping part of it near.
  const most = rows === 1 ? inner : (k.options.blockTerms ?? evenly(inner, BLOCK / BYTES[result.dtype]));
  const whole = Math.max(1, Math.floor(inner / most));
  const rest = Math.max(0, inner - whole * most);
  some({ from: index(0), count: Math.min(inner, most), isFirst: true, isLast: whole === 1 && rest === 0 });
  k.loop(Math.max(0, whole - (rest === 0 ? 2 : 1)), (n) => some({ from: mul(add(n, 1), most), count: most, isFirst: false, isLast: false }));
  if (rest > 0) some({ from: index(whole * most), count: rest, isFirst: false, isLast: true });
  else if (whole > 1) some({ from: index((whole - 1) * most), count: most, isFirst: false, isLast: true });
}

/** Parts of about the same size, and of whole pairs. */
function evenly(extent: number, most: number): number {
  return extent === 0 ? most : 2 * Math.ceil(extent / Math.ceil(extent / most) / 2);
}

/** Some rows times part of one panel. */
function panelProduct(k: LoopBuilder, { result, at, multiplyAdd = mulAdd, finish }: Product, packed: Packed, b: At, panel: Expr, some: Rows, { from, count, isFirst, isLast }: Terms): void {
  k.nest([some.count, packed.width], ([r, j]) => {
    const [row, column] = [some.row(r!), add(mul(panel, packed.width), j!)];
    const sum = k.local(result.dtype, isFirst ? 0 : k.loadFlat(result, at(b, row, column)));
    k.loop(count, (p) => {
      const i = add(from, p);
      sum.set(multiplyAdd(some.left(r!, i), k.load(packed.buffer, packed.at(b, panel, i, j!)), sum.get));
    });
    k.storeFlat(result, at(b, row, column), isLast && finish ? finish(sum.get, b, row, column) : sum.get);
  });
}

/** Every sum in interleaved parts, one a lane, that are added at the end. */
function productInLanes(k: LoopBuilder, { result, batch, rows, columns, inner, at, left, right, multiplyAdd = mulAdd, finish = (sum) => sum }: Product): void {
  const parts = k.scratch(result.dtype, [...batch, rows, columns, LANES]);
  const each = Math.floor(inner / LANES);
  k.nest(parts.shape, (indices) => {
    const b = indices.slice(0, -3);
    const [row, column, lane] = indices.slice(-3) as [Expr, Expr, Expr];
    const part = k.local(result.dtype, 0);
    k.loop(each, (n) => {
      const i = add(mul(n, LANES), lane);
      part.set(multiplyAdd(left(b, row, i), right(b, i, column), part.get));
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
      sum.set(multiplyAdd(left(b, row, i), right(b, i, column), sum.get));
    });
    k.storeFlat(result, at(b, row, column), finish(sum.get, b, row, column));
  });
}

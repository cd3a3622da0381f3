// The loop nest of a matrix product. Large products copy the right matrix into panels as wide as a register tile,
// so that the innermost loop reads memory in order, and go over the inner axis in blocks whose panels stay in the
// cache; sums pause in the result between blocks, hence each keeps the order of its terms.
import { BYTES } from '../../ir/dtype.ts';
import { add, index, mul, mulAdd } from '../../ir/loop-builder.ts';
import type { LoopBuilder } from '../../ir/loop-builder.ts';
import type { Buffer, Expr } from '../../ir/loops.ts';

export interface Product {
  readonly result: Buffer;
  readonly rows: number;
  readonly columns: number;
  readonly inner: number;
  /** Where the element at a row and a column lies in the result. */
  at(row: Expr, column: Expr): Expr;
  left(row: Expr, i: Expr): Expr;
  right(i: Expr, column: Expr): Expr;
  /** From the sum to what is stored. */
  finish?(sum: Expr, row: Expr, column: Expr): Expr;
}

/** Terms of a sum between two visits to the result. */
const BLOCK = 256;
/** Rows that are multiplied with one panel after the other. */
const ROWS = 64;
/** With fewer rows copying costs more than it saves. */
const FEWEST_ROWS = 8;
/** Smaller right matrices stay in the innermost cache as they lie. */
const LEAST_COPIED = 4096;

export function productLoops(k: LoopBuilder, product: Product): void {
  const width = (2 * 16) / BYTES[product.result.dtype];
  const panels = Math.floor(product.columns / width);
  if (k.plain || product.rows < FEWEST_ROWS || panels === 0 || product.columns * product.inner < LEAST_COPIED) {
    plainProduct(k, product, 0);
    return;
  }
  const { inner, right } = product;
  const packed = k.scratch(product.result.dtype, [panels, inner, width]);
  k.nest(packed.shape, ([panel, i, j]) => k.store(packed, [panel!, i!, j!], right(i!, add(mul(panel!, width), j!))));
  const whole = Math.max(1, Math.floor(inner / BLOCK));
  const block = Math.min(inner, BLOCK);
  const rest = inner - whole * block;
  panelProduct(k, product, packed, index(0), block, true, whole === 1 && rest === 0);
  k.loop(Math.max(0, whole - (rest === 0 ? 2 : 1)), (n) => panelProduct(k, product, packed, mul(add(n, 1), BLOCK), BLOCK, false, false));
  if (rest > 0) panelProduct(k, product, packed, index(whole * block), rest, false, true);
  else if (whole > 1) panelProduct(k, product, packed, index((whole - 1) * BLOCK), BLOCK, false, true);
  if (panels * width < product.columns) plainProduct(k, product, panels * width);
}

/** Columns from `first` on. */
function plainProduct(k: LoopBuilder, { result, rows, columns, inner, at, left, right, finish = (sum) => sum }: Product, first: number): void {
  k.nest([rows, columns - first], ([row, j]) => {
    const column = add(j!, first);
    const sum = k.local(result.dtype, 0);
    k.loop(inner, (i) => sum.set(mulAdd(left(row!, i), right(i, column), sum.get)));
    k.storeFlat(result, at(row!, column), finish(sum.get, row!, column));
  });
}

/** All panels over one block of the inner axis; rows in blocks too, so that few pages of the left matrix are in use. */
function panelProduct(k: LoopBuilder, product: Product, packed: Buffer, from: Expr, block: number, isFirst: boolean, isLast: boolean): void {
  const { result, rows, at, left, finish } = product;
  const [panels, , width] = packed.shape as [number, number, number];
  const some = (first: Expr, count: number): void => k.nest([panels, count, width], ([panel, r, j]) => {
    const [row, column] = [add(first, r!), add(mul(panel!, width), j!)];
    const sum = k.local(result.dtype, isFirst ? 0 : k.loadFlat(result, at(row, column)));
    k.loop(block, (p) => {
      const i = add(from, p);
      sum.set(mulAdd(left(row, i), k.load(packed, [panel!, i, j!]), sum.get));
    });
    k.storeFlat(result, at(row, column), isLast && finish ? finish(sum.get, row, column) : sum.get);
  });
  const whole = Math.floor(rows / ROWS);
  k.loop(whole, (n) => some(mul(n, ROWS), ROWS));
  if (rows % ROWS > 0) some(index(whole * ROWS), rows % ROWS);
}

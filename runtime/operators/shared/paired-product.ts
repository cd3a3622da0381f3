// Products of integers of 16 bits, which is what quantised numbers are once they are counted from their zero point: two
// neighbours of the inner axis become one number of 32 bits, and one instruction multiplies four such pairs and adds the
// products. Sums are those of the product that comes in, modulo 2³². (The relaxed dot product of bytes gives the same
// on every engine only where one side has 7 bits, which nothing here promises.)
import { add, and, dot, index, mul, or, shl } from '../../ir/loop-builder.ts';
import type { LoopBuilder } from '../../ir/loop-builder.ts';
import type { Buffer, Expr } from '../../ir/loops.ts';
import type { Product } from './product-loops.ts';
import { productLoops } from './product-loops.ts';

/** With fewer multiplications pairing costs more than it saves. */
const LEAST_PAIRED = 1 << 14;
/** And with fewer rows, unless the right matrix is paired before the first run. */
const FEWEST_ROWS = 8;

/** The loops of a product of two matrices. */
export function matrixProductLoops(k: LoopBuilder, a: Buffer, b: Buffer, product: Product): void {
  const isPaired = a.fitsInt16 === true && b.fitsInt16 === true && paysInPairs(k, product);
  productLoops(k, isPaired ? inPairs(k, product) : product);
}

function paysInPairs(k: LoopBuilder, { result, rows, columns, inner, rightIsConstant }: Product): boolean {
  return result.dtype === 'int32' && inner > 1 && k.pays(rows * columns * inner, LEAST_PAIRED) && (rightIsConstant === true || k.pays(rows, FEWEST_ROWS));
}

/** Assumes that all elements of both sides fit. */
function inPairs(k: LoopBuilder, product: Product): Product {
  const { batch, rightVaries, rows, columns, inner, left, right } = product;
  const pairs = Math.ceil(inner / 2);
  const varying = <T>(of: readonly T[]): readonly T[] => of.filter((_, axis) => rightVaries[axis]);
  const lefts = k.scratch('int32', [...batch, rows, pairs]);
  const rights = k.scratch('int32', [...varying(batch), pairs, columns]);
  eachPair(k, inner, (n, pair) => k.nest([...batch, rows], (at) => {
    k.store(lefts, [...at, n], pair((i) => left(at.slice(0, -1), at.at(-1)!, i)));
  }));
  eachPair(k, inner, (n, pair) => k.nest([...varying(batch), columns], (at) => {
    let next = 0;
    const b = batch.map((_, axis) => (rightVaries[axis] ? at[next++]! : index(0)));
    k.store(rights, [...at.slice(0, -1), n, at.at(-1)!], pair((i) => right(b, i, at.at(-1)!)));
  }));
  return {
    ...product, inner: pairs, columnsAreRows: columns === 1,
    left: (b, row, n) => k.load(lefts, [...b, row, n]),
    right: (b, n, column) => k.load(rights, [...varying(b), n, column]),
    multiplyAdd: (x, y, sum) => add(sum, dot(x, y)),
  };
}

type Pair = (element: (i: Expr) => Expr) => Expr;

/** What is left over at the end is paired with 0. */
function eachPair(k: LoopBuilder, inner: number, some: (n: Expr, pair: Pair) => void): void {
  const whole = Math.floor(inner / 2);
  k.loop(whole, (n) => some(n, (element) => or(and(element(mul(n, 2)), 0xffff), shl(element(add(mul(n, 2), 1)), 16))));
  if (inner % 2 === 1) some(index(whole), (element) => and(element(index(inner - 1)), 0xffff));
}

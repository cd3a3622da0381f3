import { NUMBERS, isFloat } from '../ir/dtype.ts';
import { add, mul, offset, parameter } from '../ir/loop-builder.ts';
import { flag, real } from '../spec/attributes.ts';
import { optional, tensor } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import type { Num } from '../spec/calc.ts';
import { defineOperator } from '../spec/spec.ts';
import { anything } from './shared/anything.ts';
import { outside } from './shared/outside.ts';
import { sumToShape } from './shared/gradients.ts';
import { matrixProductLoops } from './shared/paired-product.ts';

export const Gemm = defineOperator({
  name: 'Gemm',
  doc: 'alpha · A·B + beta · C of matrices, A and B transposed on demand; C broadcasts to the product. For integers no specification says what a fraction of alpha or beta means: here it is cut off.',
  inputs: { a: tensor('T', 2), b: tensor('T', 2), c: optional('T', { max: 2 }) },
  attributes: { alpha: real({ default: 1 }), beta: real({ default: 1 }), transA: flag(false), transB: flag(false) },
  dtypes: { T: NUMBERS },
  returns: 'T',
  checks: {
    inner: 'the left matrix has {k} columns but the right one has {l} rows',
    addend: 'the addend has {c} elements along an axis where the product has {n}',
  },
  shape({ a, b, c }, { transA, transB }, rule) {
    const [m, k] = transA ? [a[1], a[0]] : a;
    const [l, n] = transB ? [b[1], b[0]] : b;
    rule.must('inner', k.equals(l), { k, l });
    const shape = [m, n];
    (c ?? []).forEach((extent, axis, all) => {
      const wide = shape[axis + 2 - all.length]!;
      rule.must('addend', extent.equals(wide).or(extent.equals(1)), { c: extent, n: wide });
    });
    return shape;
  },
  reference({ a, b, c }, { alpha, beta, transA, transB }, { calc }) {
    const factor = (value: number) => calc.lit(isFloat(a.dtype) ? value : Math.trunc(value));
    // A factor of 0 may be taken for "not there", as BLAS does: only infinities and NaN tell.
    const scaled = (value: number, x: Num): Num => (value === 0 ? outside(calc, x) : calc.term(factor(value), x));
    const inner = a.shape[transA ? 0 : 1]!;
    const vague = !isFloat(a.dtype) && !(Number.isInteger(alpha) && (!c || Number.isInteger(beta)));
    return ([row, column]) => {
      // c is one more term, and alpha may scale each product: engines may start from c and fold alpha into a.
      const product = (k: number): Num => calc.term(a.at(transA ? [k, row!] : [row!, k]), b.at(transB ? [column!, k] : [k, column!]));
      const addend = (): Num => scaled(beta, c!.broadcast([row!, column!]));
      const sum = calc.sum(inner + (c ? 1 : 0), (k) => (k === inner ? addend() : scaled(alpha, product(k))));
      // Scaled only at the end, a sum may overflow that is small in the end.
      if (isFloat(a.dtype) && alpha !== 0 && Math.abs(alpha) < 1) {
        const late = scaled(alpha, calc.sum(inner, product));
        return calc.either(sum, c ? calc.add(late, addend()) : late);
      }
      return vague ? calc.either(sum, anything(calc)) : sum;
    };
  },
  lower: {
    loops(k, { a, b, c }, [result], { alpha, beta, transA, transB }) {
      const type = result!.dtype;
      const scale = (value: number) => parameter(type, isFloat(type) ? value : Math.trunc(value));
      const [rows, columns] = result!.shape as [number, number];
      matrixProductLoops(k, a, b, {
        result: result!, batch: [], rightVaries: [], rows, columns, inner: a.shape[transA ? 0 : 1]!, columnsAreRows: transB && !transA, rightIsConstant: b.constant === true,
        at: (_, row, column) => offset(result!.shape, [row, column]),
        left: (_, row, i) => k.load(a, transA ? [i, row] : [row, i]),
        right: (_, i, column) => k.load(b, transB ? [column, i] : [i, column]),
        finish: (sum, _, row, column) => {
          const product = alpha === 1 ? sum : mul(scale(alpha), sum);
          if (!c) return product;
          const addend = k.loadBroadcast(c, [row, column]);
          return add(product, beta === 1 ? addend : mul(scale(beta), addend));
        },
      });
    },
  },
  gradient(g, { grads: [grad], inputs: { a, b, c }, attributes: { alpha, beta, transA, transB } }) {
    return {
      a: transA ? g.op('Gemm', [b, grad], { alpha, transA: transB, transB: true }) : g.op('Gemm', [grad, b], { alpha, transB: !transB }),
      b: transB ? g.op('Gemm', [grad, a], { alpha, transA: true, transB: transA }) : g.op('Gemm', [a, grad], { alpha, transA: !transA }),
      c: c && g.op('Mul', [sumToShape(g, grad!, c.shape), g.scalar(c.dtype, beta)]),
    };
  },
  names: {
    onnx: { since: 7 },
    torch: [
      'torch.addmm(input=c, mat1=a, mat2=b, beta?, alpha?)', 'Tensor.addmm(c, mat1=a, mat2=b, beta?, alpha?)',
      'torch.mm(input=a, mat2=b)', 'Tensor.mm(a, mat2=b)',
    ],
  },
  laws: [
    law('is-matmul', ({ g, operands: [a, b], call }) => {
      if (!a || !b || a.shape[1] !== b.shape[0]) return undefined;
      return [call([a, b], { alpha: 1, transA: false, transB: false }), g.op('MatMul', [a, b])];
    }),
    law('transposed-operands', ({ g, operands: [a, b], call }) => {
      if (!a || !b || a.shape[1] !== b.shape[0]) return undefined;
      const turned = [g.op('Transpose', [a]), g.op('Transpose', [b])];
      return [call(turned, { transA: true, transB: true }), call([a, b], { transA: false, transB: false })];
    }),
  ],
  examples: [
    { inputs: { a: [2, 3], b: [3, 4] }, gives: [2, 4] },
    { inputs: { a: [3, 2], b: [4, 3], c: [2, 1] }, attributes: { alpha: 0.5, beta: -2, transA: true, transB: true }, gives: [2, 4] },
    { inputs: { a: [2, 3], b: [3, 4], c: [4] }, attributes: { alpha: 3 }, dtypes: { T: 'int64' }, gives: [2, 4] },
    { inputs: { a: [2, 3], b: [3, 4] }, attributes: { alpha: -1.25 }, dtypes: { T: 'uint64' }, gives: [2, 4] },
    { inputs: { a: [2, 3], b: [4, 3], c: [] }, attributes: { transB: true, beta: 0.25 }, gives: [2, 4] },
    { inputs: { a: [2, 0], b: [0, 3], c: [2, 3] }, gives: [2, 3] },
    { inputs: { a: [0, 2], b: [2, 3], c: [3] }, gives: [0, 3] },
    { inputs: { a: [2, 3], b: [4, 3] }, breaks: 'inner' },
    { inputs: { a: [2, 3], b: [3, 4], c: [2] }, breaks: 'addend' },
  ],
});

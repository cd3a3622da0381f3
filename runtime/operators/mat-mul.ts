import { NUMBERS } from '../ir/dtype.ts';
import { offset } from '../ir/loop-builder.ts';
import { tensor } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';
import { BROADCAST, broadcast } from './shared/broadcast.ts';
import { sumToShape } from './shared/gradients.ts';
import { matrixProductLoops } from './shared/paired-product.ts';

export const MatMul = defineOperator({
  name: 'MatMul',
  doc: 'Matrix product of the last two axes; leading axes broadcast, vectors are rows on the left and columns on the right.',
  inputs: { a: tensor('T', { min: 1 }), b: tensor('T', { min: 1 }) },
  attributes: {},
  dtypes: { T: NUMBERS },
  returns: 'T',
  checks: {
    inner: 'the left side has {k} columns but the right side has {l} rows',
    broadcast: BROADCAST,
  },
  shape({ a, b }, _, rule) {
    const k = a.at(-1)!;
    const l = b.at(b.length === 1 ? 0 : -2)!;
    rule.must('inner', k.equals(l), { k, l });
    const rows = a.length === 1 ? [] : a.slice(-2, -1);
    const columns = b.length === 1 ? [] : b.slice(-1);
    return [...broadcast(a.slice(0, -2), b.slice(0, -2), rule), ...rows, ...columns];
  },
  reference({ a, b }, _, { calc }) {
    const inner = a.shape.at(-1)!;
    const hasRows = a.shape.length > 1;
    const hasColumns = b.shape.length > 1;
    return (at) => {
      const batch = at.slice(0, at.length - Number(hasRows) - Number(hasColumns));
      const row = hasRows ? [at[batch.length]!] : [];
      const column = hasColumns ? [at.at(-1)!] : [];
      return calc.sum(inner, (k) => calc.term(a.broadcast([...batch, ...row, k]), b.broadcast([...batch, k, ...column])));
    };
  },
  lower: {
    loops(k, { a, b }, [result]) {
      const [tall, wide] = [a.shape.length > 1, b.shape.length > 1];
      const batchRank = result!.shape.length - (tall ? 1 : 0) - (wide ? 1 : 0);
      const batch = result!.shape.slice(0, batchRank);
      const skipped = batchRank - (b.shape.length - (wide ? 2 : 1));
      matrixProductLoops(k, a, b, {
        result: result!, batch, rightVaries: batch.map((_, axis) => axis >= skipped && b.shape[axis - skipped] !== 1),
        rows: tall ? a.shape.at(-2)! : 1, columns: wide ? b.shape.at(-1)! : 1, inner: a.shape.at(-1)!, columnsAreRows: !wide, rightIsConstant: b.constant === true,
        at: (n, row, column) => offset(result!.shape, [...n, ...(tall ? [row] : []), ...(wide ? [column] : [])]),
        left: (n, row, i) => k.loadBroadcast(a, [...n, ...(tall ? [row] : []), i]),
        right: (n, i, column) => k.loadBroadcast(b, [...n, i, ...(wide ? [column] : [])]),
      });
    },
  },
  gradient(g, { grads: [grad], inputs: { a, b } }) {
    // Vectors become matrices of one row or column, so that one formula serves: dA = G·Bᵀ, dB = Aᵀ·G.
    const swapLast = (v: typeof a) => {
      const axes = v.shape.map((_, axis) => axis);
      return g.op('Transpose', [v], { perm: [...axes.slice(0, -2), axes.length - 1, axes.length - 2] });
    };
    const left = a.shape.length === 1 ? g.op('Unsqueeze', [a], { axes: [0] }) : a;
    const right = b.shape.length === 1 ? g.op('Unsqueeze', [b], { axes: [1] }) : b;
    let full = grad!;
    if (b.shape.length === 1) full = g.op('Unsqueeze', [full], { axes: [full.shape.length] });
    if (a.shape.length === 1) full = g.op('Unsqueeze', [full], { axes: [full.shape.length - 1] });
    const toShape = (v: typeof a, wide: typeof a, shape: readonly number[]) => {
      const summed = sumToShape(g, v, wide.shape);
      return wide.shape.length === shape.length ? summed : g.op('Reshape', [summed], { shape });
    };
    return {
      a: toShape(g.op('MatMul', [full, swapLast(right)]), left, a.shape),
      b: toShape(g.op('MatMul', [swapLast(left), full]), right, b.shape),
    };
  },
  names: {
    onnx: { since: 9 },
    torch: ['torch.matmul(input=a, other=b)', 'Tensor.matmul(a, other=b)', 'torch.bmm(input=a, mat2=b)', 'Tensor.bmm(a, mat2=b)'],
    tfjs: ['tf.matMul(a, b)', 'Tensor.matMul(a, b)'],
  },
  laws: [
    law('transposed-product', ({ g, operands: [a, b], call }) => {
      if (a?.shape.length !== 2 || b?.shape.length !== 2) return undefined;
      return [g.op('Transpose', [call([a, b])]), call([g.op('Transpose', [b]), g.op('Transpose', [a])])];
    }),
    law('scaling-commutes', ({ g, operands: [a, b], call }) => {
      if (!a || !b) return undefined;
      const two = g.scalar(a.dtype, 2);
      return [call([g.op('Mul', [a, two]), b]), g.op('Mul', [call([a, b]), two])];
    }),
  ],
  examples: [
    { inputs: { a: [2, 3], b: [3, 4] }, gives: [2, 4] },
    { inputs: { a: [3], b: [3] }, gives: [] },
    { inputs: { a: [3], b: [5, 3, 4] }, gives: [5, 4] },
    { inputs: { a: [2, 1, 2, 3], b: [4, 3, 2] }, gives: [2, 4, 2, 2] },
    { inputs: { a: [2, 0], b: [0, 4] }, gives: [2, 4] },
    { inputs: { a: [2, 3], b: [4, 5] }, breaks: 'inner' },
    { inputs: { a: [2, 2, 3], b: [3, 3, 4] }, breaks: 'broadcast' },
  ],
});

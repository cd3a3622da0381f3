// Products of matrices.
import { dims, dtype_of, must, op, rank, tensor, unknown_tensor } from 'dimwright';
import { FLOAT, asTensor, floating, isLost } from 'tfjs/support';

function turned(x, isTurned) {
  if (!isTurned) return x;
  const r = rank(x);
  if (r === null) return x;
  const perm = Array.from({ length: r }, (_, i) => (i === r - 2 ? r - 1 : i === r - 1 ? r - 2 : i));
  return op.Transpose(x, { perm });
}

export function matMul(a, b, transposeA = false, transposeB = false) {
  const [x, y] = [floating(asTensor(a)), floating(asTensor(b))];
  if (isLost(transposeA) || isLost(transposeB)) return unknown_tensor('a product of matrices', FLOAT);
  for (const one of [x, y]) if (rank(one) !== null && !must('MatMul/rank', rank(one) >= 2, { rank: rank(one), a: x, b: y })) return unknown_tensor('a mistake before', FLOAT);
  return op.MatMul(turned(x, transposeA), turned(y, transposeB));
}

/** Vectors and matrices only. */
export function dot(a, b) {
  const [x, y] = [floating(asTensor(a)), floating(asTensor(b))];
  for (const one of [x, y]) {
    const r = rank(one);
    if (r !== null && !must('Dot/rank', r === 1 || r === 2, { rank: r, a: x, b: y })) return unknown_tensor('a mistake before', FLOAT);
  }
  return op.MatMul(x, y);
}

export function outerProduct(a, b) {
  const [m, n] = [dims(asTensor(a)), dims(asTensor(b))];
  return m === null || n === null ? unknown_tensor('an outer product', FLOAT) : tensor([m[0], n[0]], FLOAT);
}

export const einsum = (equation, ...operands) => unknown_tensor('einsum', dtype_of(operands[0]));

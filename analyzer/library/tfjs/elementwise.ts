// Element by element: shapes broadcast, types are those of the wider operand.
import { arith, op, with_dtype } from 'dimwright';
import { BOOL, FLOAT, asTensor, combine, floating, like, typeNamed } from 'tfjs/support';

export const add = (a, b) => combine('Add', a, b);
export const sub = (a, b) => combine('Sub', a, b);
export const mul = (a, b) => combine('Mul', a, b);
export const div = (a, b) => arith('Div', floating(asTensor(a)), floating(asTensor(b)));
export const divNoNan = div;
export const floorDiv = (a, b) => combine('Div', a, b);
export const pow = (a, b) => combine('Pow', a, b);
export const maximum = (a, b) => combine('Max', a, b);
export const minimum = (a, b) => combine('Min', a, b);
export const mod = (a, b) => combine('Sub', a, b);
export const squaredDifference = (a, b) => combine('Sub', a, b);
export const atan2 = (a, b) => combine('Div', a, b);
export const prelu = (x, alpha) => combine('Mul', x, alpha);
export const addN = (tensors) => tensors.reduce((sum, x) => add(sum, x));

const asking = (name) => (a, b) => with_dtype(combine(name, a, b), BOOL);
export const equal = asking('Equal');
export const notEqual = asking('Equal');
export const less = asking('Less');
export const lessEqual = asking('Less');
export const greater = asking('Less');
export const greaterEqual = asking('Less');
export const logicalAnd = asking('Mul');
export const logicalOr = asking('Mul');
export const logicalXor = asking('Mul');
export const logicalNot = (x) => like(asTensor(x), BOOL);
export const isNaN = (x) => like(asTensor(x), BOOL);
export const isInf = (x) => like(asTensor(x), BOOL);
export const isFinite = (x) => like(asTensor(x), BOOL);

const mapping = (name) => (x) => op[name](floating(asTensor(x)));
export const exp = mapping('Exp');
export const log = mapping('Log');
export const sqrt = mapping('Sqrt');
export const tanh = mapping('Tanh');
export const sigmoid = mapping('Sigmoid');
export const relu = mapping('Relu');
export const neg = (x) => op.Neg(asTensor(x));
export const abs = (x) => op.Abs(asTensor(x));

const keeping = (x) => like(asTensor(x));
const toFloats = (x) => like(asTensor(x), FLOAT);
export const square = keeping;
export const sign = keeping;
export const ceil = keeping;
export const floor = keeping;
export const round = keeping;
export const step = keeping;
export const relu6 = keeping;
export const reciprocal = toFloats;
export const rsqrt = toFloats;
export const log1p = toFloats;
export const expm1 = toFloats;
export const sin = toFloats;
export const cos = toFloats;
export const tan = toFloats;
export const asin = toFloats;
export const acos = toFloats;
export const atan = toFloats;
export const sinh = toFloats;
export const cosh = toFloats;
export const erf = toFloats;
export const elu = toFloats;
export const selu = toFloats;
export const softplus = toFloats;
export const logSigmoid = toFloats;
export const dropout = toFloats;
export const leakyRelu = (x, alpha = 0.2) => op.LeakyRelu(floating(asTensor(x)), { alpha });
export const clipByValue = (x, low, high) => like(asTensor(x));

/** The condition has to broadcast with both sides. */
export function where(condition, a, b) {
  const [x, y] = [asTensor(a), asTensor(b)];
  const both = like(x, FLOAT);
  return with_dtype(op.Where(with_dtype(asTensor(condition), BOOL), both, like(y, FLOAT)), typeNamed(x.dtype));
}

export const cast = (x, type) => like(asTensor(x), typeNamed(type));
export const toFloat = (x) => like(x, FLOAT);

// Element by element: shapes broadcast, types are those of the wider operand, and integers stay integers where the
// library cuts off the fractions of their results.
import { dtype_of, op, result_type, with_dtype } from 'dimwright';
import { BOOL, FLOAT, INT, asTensor, combine, floating, like, numeric, typeNamed } from 'tfjs/support';

export const add = (a, b) => combine('Add', a, b);
export const sub = (a, b) => combine('Sub', a, b);
export const mul = (a, b) => combine('Mul', a, b);
export const div = (a, b) => combine('Div', a, b);
export const divNoNan = div;
export const floorDiv = (a, b) => with_dtype(div(a, b), INT);
export const pow = (a, b) => combine('Pow', a, b);
export const maximum = (a, b) => combine('Max', numeric(a), numeric(b));
export const minimum = (a, b) => combine('Min', numeric(a), numeric(b));
export const mod = (a, b) => combine('Sub', a, b);
export const squaredDifference = (a, b) => combine('Sub', a, b);
export const atan2 = (a, b) => combine('Div', a, b);
export const prelu = (x, alpha) => with_dtype(combine('Mul', x, alpha), FLOAT);
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

/** Whatever the element type, which stays. */
const typed = (name) => (x) => with_dtype(op[name](floating(asTensor(x))), dtype_of(asTensor(x)));
export const relu = typed('Relu');
export const neg = typed('Neg');
export const abs = typed('Abs');

const keeping = (x) => like(asTensor(x));
const toFloats = (x) => like(asTensor(x), FLOAT);
export const square = keeping;
export const sign = keeping;
export const ceil = keeping;
export const floor = keeping;
export const round = keeping;
export const step = keeping;
export const relu6 = keeping;
export const reciprocal = keeping;
export const rsqrt = toFloats;
export const log1p = keeping;
export const expm1 = keeping;
export const sin = toFloats;
export const cos = toFloats;
export const tan = toFloats;
export const asin = keeping;
export const acos = keeping;
export const atan = keeping;
export const sinh = keeping;
export const cosh = toFloats;
export const erf = toFloats;
export const elu = toFloats;
export const selu = keeping;
export const softplus = keeping;
export const logSigmoid = keeping;
export const dropout = toFloats;
export const leakyRelu = (x, alpha = 0.2) => op.LeakyRelu(floating(asTensor(x)), { alpha });
export const clipByValue = (x, low, high) => like(asTensor(x));

/** The condition has to broadcast with both sides. */
export function where(condition, a, b) {
  const [x, y] = [asTensor(a), asTensor(b)];
  return with_dtype(op.Where(with_dtype(asTensor(condition), BOOL), like(x, FLOAT), like(y, FLOAT)), result_type(x, y));
}

export const cast = (x, type) => like(asTensor(x), typeNamed(type));
export const toFloat = (x) => like(x, FLOAT);

// Which operators ONNX has for narrow element types, and since which opset: specifications say more than ONNX does,
// because they allow the narrow types of a kind together. An operator and a type in, an opset or nothing out.
// Source: the type constraints of each version in ONNX's change log, checked against its schemas.
import type { NarrowDType } from '../ir/dtype.ts';

type Since = Readonly<Partial<Record<NarrowDType, number>>>;

const NEVER = Infinity;
const SMALL: Since = { int8: NEVER, uint8: NEVER, int16: NEVER, uint16: NEVER };
const SMALL_LATER: Since = { int8: 14, uint8: 14, int16: 14, uint16: 14 };
const UNSIGNED: Since = { uint8: NEVER, uint16: NEVER, uint32: NEVER, uint64: NEVER };
const INTEGERS: Since = { ...SMALL, ...UNSIGNED };
const BFLOAT_LAST: Since = { bfloat16: 22 };

/** Later than opset 13, or never; what is not named has been there since 13 or longer. */
const LATER: Readonly<Record<string, Since>> = {
  Add: SMALL_LATER, Sub: SMALL_LATER, Mul: SMALL_LATER, Div: SMALL_LATER,
  AveragePool: BFLOAT_LAST, GlobalAveragePool: BFLOAT_LAST, MaxPool: BFLOAT_LAST, Conv: BFLOAT_LAST, ConvTranspose: BFLOAT_LAST, Round: BFLOAT_LAST,
  BatchNormalization: { bfloat16: 14 }, LeakyRelu: { bfloat16: 16 }, LessOrEqual: { bfloat16: 16 }, Where: { bfloat16: 16 },
  Gemm: SMALL, MatMul: SMALL,
  Neg: UNSIGNED,
  Relu: { ...UNSIGNED, int8: 14, int16: 14 },
  Pow: { ...INTEGERS, bfloat16: 15 },
  // Halves came with opset 27, which engines do not read yet.
  Range: { ...INTEGERS, int16: 13, float16: NEVER, bfloat16: NEVER },
  ReduceMax: { int16: NEVER, uint16: NEVER }, ReduceMin: { int16: NEVER, uint16: NEVER },
  ReduceMean: SMALL, ReduceProd: SMALL, ReduceSum: SMALL,
};

/** Of the operator's first element type; undefined where no opset has it. */
export function narrowSince(op: string, dtype: NarrowDType): number | undefined {
  const since = LATER[op]?.[dtype] ?? 13;
  return since === NEVER ? undefined : since;
}

// Settled attributes of one operator in; attributes of the file and the tensors that the file passes as inputs out.
import type { DType } from '../ir/dtype.ts';
import { isInteger } from '../ir/dtype.ts';
import type { Tensor } from '../ir/tensor.ts';
import { tensor } from '../ir/tensor.ts';
import { invariant } from '../invariant.ts';
import type { AnyAttribute, AnyAttributes, AttributeSpec } from '../spec/attributes.ts';
import type { Operator } from '../spec/spec.ts';
import type { OnnxAttribute, OnnxAttributeValue } from './model.ts';
import { ATTRIBUTE_SINCE } from './spellings.ts';
import { onnxDType, onnxTensor } from './values.ts';

export interface WrittenNode {
  readonly attributes: readonly OnnxAttribute[];
  readonly operands: readonly { readonly position: number; readonly name: string; readonly value: Tensor }[];
}

export function writeNode(operator: Operator, settled: AnyAttributes, opset: number): WrittenNode {
  const spelled = RESPELLED[operator.name]?.(settled) ?? settled;
  const inFile = operator.names.onnx.operands ?? {};
  const attributes: OnnxAttribute[] = [];
  const operands: { position: number; name: string; value: Tensor }[] = [];
  for (const [name, value] of Object.entries(spelled)) {
    const operand = inFile[name];
    if (operand && operand.since <= opset) operands.push({ position: operand.position, name, value: asTensor(value) });
    // What the opset does not have yet is at its default: opset-needed.ts has made sure of it.
    else if ((ATTRIBUTE_SINCE[operator.name]?.[name] ?? 0) <= opset) attributes.push({ name, ...attributeOf(operator.attributes[name], value) });
  }
  return { attributes, operands };
}

/** Attributes as the file spells them, where it spells them otherwise. */
const RESPELLED: Readonly<Record<string, (settled: AnyAttributes) => AnyAttributes>> = {
  Reshape: (settled) => ((settled['shape'] as readonly number[]).includes(0) ? { ...settled, allowzero: true } : settled),
  /** The number of elements becomes a limit, in the middle of the last step so that rounding cannot change the number. */
  Range({ start, delta, count, dtype }) {
    const [from, by, length, of] = [start as number, delta as number, count as number, dtype as DType];
    const limit = length === 0 ? from : from + by * (length - 1) + (isInteger(of) ? Math.sign(by) : by / 2);
    return { start: tensor(of, [], [from]), limit: tensor(of, [], [limit]), delta: tensor(of, [], [by]) };
  },
};

function asTensor(value: AnyAttribute): Tensor {
  if (isTensor(value)) return value;
  invariant(Array.isArray(value), 'only lists of integers and tensors are passed as inputs');
  const integers = value as readonly number[];
  return tensor('int64', [integers.length], integers.map(BigInt));
}

function attributeOf(spec: AttributeSpec | undefined, value: AnyAttribute): OnnxAttributeValue {
  if (isTensor(value)) return { kind: 'tensor', value: onnxTensor('', value) };
  if (typeof value === 'boolean') return { kind: 'int', value: value ? 1n : 0n };
  if (typeof value === 'string') return spec?.kind === 'dtype' ? { kind: 'int', value: BigInt(onnxDType(value as DType).id) } : { kind: 'string', value };
  if (typeof value === 'number') return spec?.kind === 'real' ? { kind: 'float', value } : { kind: 'int', value: BigInt(value) };
  return { kind: 'ints', value: value.map(BigInt) };
}

function isTensor(value: AnyAttribute): value is Tensor {
  return typeof value === 'object' && 'data' in value;
}

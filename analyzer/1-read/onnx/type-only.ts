// Nodes that concern element types which the specifications do not have (float16, quantised weights), where the shape
// is clear without an operator: a cast keeps it, a constant says it.
import { forms } from '../../../runtime/dims/forms.ts';
import { dtypeOf } from '../../../runtime/onnx/dtype.ts';
import type { OnnxNode } from '../../../runtime/onnx/model.ts';
import { runtimeDType } from '../../../runtime/onnx/values.ts';
import type { ModelValue } from './model-value.ts';

/** Undefined: an operator says more. */
export function typeOnly(node: OnnxNode, operand: ModelValue | undefined, origin: string): ModelValue | undefined {
  if (node.domain !== '' && node.domain !== 'ai.onnx') return undefined;
  const attribute = node.attributes.find(({ name }) => name === (node.op === 'Cast' ? 'to' : 'value'));
  if (node.op === 'Cast' && attribute?.kind === 'int') {
    const dtype = dtypeOf(Number(attribute.value));
    const specified = runtimeDType(dtype) && operand?.dtype !== undefined && runtimeDType({ id: 0, name: operand.dtype });
    return specified ? undefined : { dtype: dtype.name, shape: operand?.shape, origin };
  }
  if (node.op === 'Constant' && attribute?.kind === 'tensor' && !runtimeDType(attribute.value.dtype)) {
    return { dtype: attribute.value.dtype.name, shape: attribute.value.dims.map((n) => forms.lit(n)), origin };
  }
  return undefined;
}

// Attributes by chance, read from their specifications: mostly what is common, sometimes what is rare. Operators
// whose attributes have to fit their shapes draw for themselves (`draw` in the specification).
import type { DType } from '../runtime/ir/dtype.ts';
import { isFloat } from '../runtime/ir/dtype.ts';
import type { Tensor } from '../runtime/ir/tensor.ts';
import { elementCount, tensor } from '../runtime/ir/tensor.ts';
import type { AttributeSpec } from '../runtime/spec/attributes.ts';
import type { Draw } from '../runtime/spec/draw.ts';
import type { Loose } from '../runtime/spec/settle.ts';
import type { Operator } from '../runtime/spec/spec.ts';
import { drawSize } from './sizes.ts';
import type { Types } from './types.ts';

/** Shapes of the operands as far as they are known: a fresh operand has none yet. */
export function drawAttributes(draw: Draw, operator: Operator, shapes: readonly (readonly number[] | undefined)[], rank: number, types: Types): Loose {
  const own = ownAttributes(draw, operator, shapes, types);
  const rest = Object.entries(operator.attributes).filter(([name]) => !(name in own));
  return { ...Object.fromEntries(rest.flatMap(([name, spec]) => { const value = drawAttribute(draw, operator, spec, rank, types); return value === undefined ? [] : [[name, value]]; })), ...own };
}

/** Undefined leaves the default. */
/** An operator that draws for itself knows core types only. */
function ownAttributes(draw: Draw, operator: Operator, shapes: readonly (readonly number[] | undefined)[], types: Types): Readonly<Record<string, unknown>> {
  const own = operator.draw?.(draw, shapes) ?? {};
  return Object.fromEntries(Object.entries(own).map(([name, value]) => [name, operator.attributes[name]?.kind === 'dtype' ? types.alike(operator, value as DType) : value]));
}

function drawAttribute(draw: Draw, operator: Operator, spec: AttributeSpec, rank: number, types: Types): unknown {
  const hasDefault = 'default' in spec;
  if (hasDefault && draw.chance(0.4)) return undefined;
  switch (spec.kind) {
    case 'size': return Math.max(0, spec.min) + draw.integer(0, 2);
    case 'sizes': {
      const length = typeof spec.default === 'function' ? spec.default(rank).length : (spec.default?.length ?? rank);
      return Array.from({ length }, () => Math.max(0, spec.min) + draw.integer(0, 2));
    }
    case 'axis': {
      const bound = spec.of === 'result' ? rank + 1 : rank;
      return bound === 0 ? 0 : draw.integer(-bound, bound - 1);
    }
    case 'axes': return drawAxes(draw, rank, spec.of === 'result');
    case 'flag': return draw.chance(0.5);
    case 'real': return drawReal(draw, spec.min, spec.max);
    case 'dtype': return types.named(operator);
    case 'tensor': return drawTensor(draw, types.named(operator));
    case 'choice': return draw.pick(spec.of);
  }
}

function drawAxes(draw: Draw, rank: number, ofResult: boolean): readonly number[] {
  const count = ofResult ? draw.integer(1, 2) : draw.integer(0, rank);
  const bound = ofResult ? rank + count : rank;
  return draw.shuffled(Array.from({ length: bound }, (_, axis) => axis)).slice(0, count).map((axis) => (draw.chance(0.3) ? axis - bound : axis));
}

function drawReal(draw: Draw, least = -2, most = 2): number {
  const low = Math.max(least, -2);
  return Math.min(most, low + draw.integer(1, 16) / 4);
}

/** Constants are what rewrites look at: zeros, ones and their like, everywhere the same or counting. */
function drawTensor(draw: Draw, dtype: DType): Tensor {
  const shape = Array.from({ length: draw.pick([0, 0, 1, 1, 2]) }, () => drawSize(draw, 0, 12));
  const first = draw.pick([0, 1, -1, 2, 3, isFloat(dtype) ? 0.5 : 5]);
  const step = draw.pick([0, 0, 1]);
  return tensor(dtype, shape, Array.from({ length: elementCount(shape) }, (_, i) => first + step * i));
}

/** The same value everywhere. */
export function drawConstant(dtype: DType, shape: readonly number[], value: number): Tensor {
  return tensor(dtype, shape, Array.from({ length: elementCount(shape) }, () => value));
}

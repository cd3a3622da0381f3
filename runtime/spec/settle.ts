// Loose attributes in (as people, files and programs give them), settled attributes out: defaults filled, axes
// counted from 0 and known to exist, integers as Dims of the rule's domain. What cannot be settled stops the rule.
import type { Dim, Rule, Shape } from '../dims/dim.ts';
import { isDim } from '../dims/dim.ts';
import { isDType } from '../ir/dtype.ts';
import type { AnyAttribute, AnyAttributes, AttributeSpec, Attributes, RealAttribute } from './attributes.ts';
import type { Loose } from './loose.ts';
import type { Names } from './names.ts';

export type { Loose };

/** Checks that every operator has by its signature alone, besides the ones it declares. */
export const SIGNATURE_CHECKS = {
  operands: 'it takes {least} to {most} operands, not {given}',
  rank: 'operand {operand} has {rank} axes, but {least} to {most} are expected',
  axis: 'axis {axis} does not exist in a tensor of {rank} axes',
  axes: 'an axis is named twice',
  attribute: 'an attribute is missing or has a value outside its range',
  dtype: 'the element types do not fit together',
} as const;

interface Settled {
  readonly attributes: Attributes;
  readonly names: Names;
}

export function settleAttributes(operator: Settled, given: Loose, shapes: readonly (Shape | undefined)[], rule: Rule): AnyAttributes<Dim> {
  const loose = operator.names.settle ? operator.names.settle(given, shapes, rule) : given;
  const rank = shapes[0]?.length ?? 0;
  const settled: Record<string, AnyAttribute<Dim>> = {};
  for (const name in operator.attributes) {
    const spec = operator.attributes[name]!;
    settled[name] = settleOne(spec, loose[name] ?? defaultOf(spec, rank), rank, rule);
  }
  return settled;
}

function defaultOf(spec: AttributeSpec, rank: number): unknown {
  if (!('default' in spec)) return undefined;
  return typeof spec.default === 'function' ? spec.default(rank) : spec.default;
}

function settleOne(spec: AttributeSpec, value: unknown, rank: number, rule: Rule): AnyAttribute<Dim> {
  switch (spec.kind) {
    case 'size': return sizeOf(value, spec.min, rule);
    case 'sizes': return Array.isArray(value) ? value.map((v: unknown) => sizeOf(v, spec.min, rule)) : rule.stop('attribute');
    case 'axis': return spec.of === 'between' && value === rank ? rank : axisOf(value, spec.of === 'result' ? rank + 1 : rank, rule);
    case 'axes': return axesOf(value, spec.of, rank, rule);
    case 'flag': return typeof value === 'boolean' ? value : typeof value === 'number' ? value !== 0 : rule.stop('attribute');
    case 'real': return realOf(value, spec, rule);
    case 'dtype': return isDType(value) ? value : rule.stop('attribute');
    case 'choice': return typeof value === 'string' && spec.of.includes(value) ? value : rule.stop('attribute');
    case 'tensor': return isTensor(value) ? value : rule.stop('attribute');
  }
}

function sizeOf(value: unknown, least: number, rule: Rule): Dim {
  const dim = typeof value === 'number' && Number.isSafeInteger(value) ? rule.lit(value) : isDim(value) ? value : rule.stop('attribute');
  if (least > Number.MIN_SAFE_INTEGER) rule.must('attribute', dim.atLeast(least), { given: dim, least });
  return dim;
}

function axisOf(value: unknown, rank: number, rule: Rule): number {
  const axis = isDim(value) ? value.known : value;
  if (typeof axis !== 'number' || !Number.isInteger(axis)) return rule.stop('attribute');
  return axis >= -rank && axis < rank ? (axis < 0 ? axis + rank : axis) : rule.stop('axis', { axis, rank });
}

function axesOf(value: unknown, of: 'input' | 'result', rank: number, rule: Rule): readonly number[] {
  if (!Array.isArray(value)) return rule.stop('attribute');
  const axes = value.map((v: unknown) => axisOf(v, of === 'result' ? rank + value.length : rank, rule));
  return new Set(axes).size === axes.length ? axes : rule.stop('axes');
}

/** Reals are what ONNX keeps: float32. A graph with 1e-5 in double would not read back as it was written. */
function realOf(given: unknown, { min = -Infinity, max = Infinity, exact, default: usual = 1 }: RealAttribute, rule: Rule): number {
  // An integer may come as a size. One that is not known is in range as far as anybody knows, and no shape depends on it.
  const value = isDim(given) ? (given.known ?? usual) : given;
  if (typeof value !== 'number' || value < min || value > max) return rule.stop('attribute');
  return exact ? value : Math.fround(value);
}

function isTensor(value: unknown): value is AnyAttribute<Dim> & object {
  return typeof value === 'object' && value !== null && 'dtype' in value && 'data' in value;
}

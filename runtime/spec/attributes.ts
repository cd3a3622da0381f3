// What an operator's attributes may be. Comes in as a literal in a specification; binding, generation ranges,
// text form, ONNX form and documentation are read from it. Attributes are settled (settle.ts) before a rule,
// a reference or a lowering sees them: defaults filled, axes counted from 0.
import type { DType } from '../ir/dtype.ts';
import type { Tensor } from '../ir/tensor.ts';

/** A default may depend on the rank of the first input. */
type Default<T> = T | ((rank: number) => T);

/** One integer that takes part in sizes: a Dim in shape rules, a number elsewhere. */
export interface SizeAttribute { readonly kind: 'size'; readonly min: number; readonly default?: Default<number> }
/** A list of such integers. */
export interface SizesAttribute { readonly kind: 'sizes'; readonly min: number; readonly default?: Default<readonly number[]> }
/**
 * An axis of the first input, or of the result, or a place `between` the axes of the input (the rank itself is one);
 * negative ones count from the end until they are settled.
 */
export interface AxisAttribute { readonly kind: 'axis'; readonly of: 'input' | 'result' | 'between'; readonly default?: number }
/** Axes, distinct; `of: 'result'` counts in the rank of the first input plus the number of axes. */
export interface AxesAttribute { readonly kind: 'axes'; readonly of: 'input' | 'result'; readonly default?: Default<readonly number[]> }
export interface FlagAttribute { readonly kind: 'flag'; readonly default: boolean }
/** Rounded to float32, as ONNX keeps attributes, unless it is `exact`: an operand in the file, of any dtype. */
export interface RealAttribute { readonly kind: 'real'; readonly default?: number; readonly min?: number; readonly max?: number; readonly exact?: boolean }
export interface DTypeAttribute { readonly kind: 'dtype'; readonly default?: DType }
export interface TensorAttribute { readonly kind: 'tensor' }
/** One word of several. */
export interface ChoiceAttribute<W extends string = string> { readonly kind: 'choice'; readonly of: readonly W[]; readonly default: W }

export type AttributeSpec = SizeAttribute | SizesAttribute | AxisAttribute | AxesAttribute | FlagAttribute | RealAttribute | DTypeAttribute | TensorAttribute | ChoiceAttribute;
export type Attributes = Readonly<Record<string, AttributeSpec>>;

type Value<A extends AttributeSpec, N> =
  A extends SizeAttribute ? N
  : A extends SizesAttribute ? readonly N[]
  : A extends AxisAttribute ? number
  : A extends AxesAttribute ? readonly number[]
  : A extends FlagAttribute ? boolean
  : A extends RealAttribute ? number
  : A extends DTypeAttribute ? DType
  : A extends ChoiceAttribute<infer W> ? W
  : Tensor;

/** Settled attributes; `N` is Dim in shape rules and number elsewhere. */
export type AttributesOf<A extends Attributes, N> = { readonly [K in keyof A]: Value<A[K], N> };

/** Settled attributes of an operator that is not known statically. */
export type AnyAttribute<N = number> = N | number | boolean | string | Tensor | readonly N[] | readonly number[];
export type AnyAttributes<N = number> = Readonly<Record<string, AnyAttribute<N>>>;

export const size = (options: { readonly min?: number; readonly default?: Default<number> } = {}): SizeAttribute =>
  ({ kind: 'size', min: 0, ...options });
export const sizes = (options: { readonly min?: number; readonly default?: Default<readonly number[]> } = {}): SizesAttribute =>
  ({ kind: 'sizes', min: 0, ...options });
/** Integers of any sign that take part in sizes: pads, starts, ends, steps. */
export const integers = (options: { readonly default?: Default<readonly number[]> } = {}): SizesAttribute =>
  ({ kind: 'sizes', min: Number.MIN_SAFE_INTEGER, ...options });
export const axis = (options: { readonly default?: number; readonly of?: AxisAttribute['of'] } = {}): AxisAttribute =>
  ({ kind: 'axis', of: 'input', ...options });
export const axes = (options: { readonly default?: Default<readonly number[]>; readonly of?: 'input' | 'result' } = {}): AxesAttribute =>
  ({ kind: 'axes', of: 'input', ...options });
export const flag = (fallback: boolean): FlagAttribute => ({ kind: 'flag', default: fallback });
export const real = (options: Omit<RealAttribute, 'kind'> = {}): RealAttribute =>
  ({ kind: 'real', ...options });
export const dtype = (fallback?: DType): DTypeAttribute => ({ kind: 'dtype', ...(fallback ? { default: fallback } : {}) });
export const tensorValue = (): TensorAttribute => ({ kind: 'tensor' });
export const choice = <const W extends string>(options: { readonly of: readonly W[]; readonly default: NoInfer<W> }): ChoiceAttribute<W> =>
  ({ kind: 'choice', ...options });

/** Defaults that follow the rank of an image: one number, or two, for each axis behind batch and channels. */
export const perSpatial = (value: number, times: 1 | 2 = 1) => (rank: number): readonly number[] =>
  Array.from({ length: Math.max(0, rank - 2) * times }, () => value);
/** All axes, in order. */
export const allAxes = (rank: number): readonly number[] => Array.from({ length: rank }, (_, i) => i);

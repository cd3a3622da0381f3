// The operator specification: one file under runtime/operators/ fills this in, and everybody reads it. The members
// and their readers are tabled in ARCHITECTURE.md.
import type { Dim, Rule, Shape } from '../dims/dim.ts';
import type { ComputeType, DType } from '../ir/dtype.ts';
import type { LoopBuilder } from '../ir/loop-builder.ts';
import type { Buffer, Expr } from '../ir/loops.ts';
import type { AnyAttributes, Attributes, AttributesOf } from './attributes.ts';
import type { Build, Value } from './build.ts';
import type { Calc, Num, View } from './calc.ts';
import type { Inputs, PerInput, ShapesOf } from './inputs.ts';
import type { Law } from './laws.ts';
import type { Names } from './names.ts';
import type { Draw } from './draw.ts';

/** The result of a shape rule with several results. */
export interface Several { readonly several: readonly Shape[] }
export const several = (shapes: readonly Shape[]): Several => ({ several: shapes });

/** What a reference needs to know besides its inputs. */
export interface ReferenceContext {
  readonly calc: Calc;
  /** Shapes of the results. */
  readonly results: readonly (readonly number[])[];
}

/** Gives the element of result number `result` (0 for most) at an index. */
export type Element = (at: readonly number[], result: number) => Num;

/** One scalar from the scalars of the inputs; broadcasting is implied. Missing optional inputs are undefined. */
export interface Elementwise<I extends Inputs, A extends Attributes> {
  readonly elementwise: (inputs: PerInput<I, Expr>, attributes: AttributesOf<A, number>, result: ComputeType) => Expr;
}
export interface InLoops<I extends Inputs, A extends Attributes> {
  readonly loops: (k: LoopBuilder, inputs: PerInput<I, Buffer>, results: readonly Buffer[], attributes: AttributesOf<A, number>) => void;
}
export interface InOperators<I extends Inputs, A extends Attributes> {
  readonly operators: (g: Build, inputs: PerInput<I, Value>, attributes: AttributesOf<A, number>) => Value | readonly Value[];
}
export type Lowering<I extends Inputs, A extends Attributes> = Elementwise<I, A> | InLoops<I, A> | InOperators<I, A>;

export interface GradientContext<I extends Inputs, A extends Attributes> {
  /** One gradient for each result, of its shape. */
  readonly grads: readonly Value[];
  readonly inputs: PerInput<I, Value>;
  readonly results: readonly Value[];
  readonly attributes: AttributesOf<A, number>;
}

/**
 * Where the values of an input are meaningful. `unit` is [−1, 1]; `nonnegative` includes 0; `index` is an integer
 * below the extent that `spec.indexed` names, negative ones counting from the end.
 */
export type ValueDomain = 'any' | 'positive' | 'nonnegative' | 'nonzero' | 'unit' | 'index';

export interface Example<I extends Inputs, Check extends string> {
  readonly inputs: { readonly [K in keyof I]?: readonly number[] | readonly (readonly number[])[] };
  readonly attributes?: Readonly<Record<string, unknown>>;
  /** dtypes of the variables; float32 (or the first allowed) where not said. */
  readonly dtypes?: Readonly<Record<string, DType>>;
  /** Shapes of the results … */
  readonly gives?: readonly number[] | readonly (readonly number[])[];
  /** … or the check that fails. */
  readonly breaks?: Check;
}

export interface OperatorSpec<I extends Inputs = Inputs, A extends Attributes = Attributes, Check extends string = string> {
  /** ONNX's name; also the file (kebab case) and the first half of every rule id: `Conv/channels`. */
  readonly name: string;
  /** One sentence; heads the generated page. */
  readonly doc: string;
  readonly inputs: I;
  readonly attributes: A;
  /** What each dtype variable may be; the first variable is the one that arithmetic happens in. */
  readonly dtypes: Readonly<Record<string, readonly DType[]>>;
  /** A dtype variable or dtype, for all results; or computed from the attributes (Cast). */
  readonly returns: string | ((attributes: AttributesOf<A, number>) => DType);
  /** Label → sentence with {holes}. The label is SARIF rule, test name, fuzz target and anchor. */
  readonly checks: Readonly<Record<Check, string>>;
  shape(inputs: ShapesOf<I>, attributes: AttributesOf<A, Dim>, rule: Rule<NoInfer<Check>>): Shape | Several;
  /**
   * The integers of the result as sizes, for small integer tensors that carry shapes: given the sizes held by each
   * operand (undefined where not known) and the operands' shapes, in flat order.
   */
  onSizes?(held: readonly (readonly Dim[] | undefined)[], shapes: readonly (Shape | undefined)[], attributes: AttributesOf<A, Dim>, lit: (n: number) => Dim): readonly Dim[] | undefined;
  /** Its results follow from the shapes of its operands, whatever they hold: `onSizes` then needs nothing held. */
  readonly followsFromShapes?: true;
  reference(inputs: PerInput<I, View>, attributes: AttributesOf<A, number>, context: ReferenceContext): Element;
  readonly lower: Lowering<I, A>;
  /** Gradients of the inputs that have one; built from other operators. */
  gradient?(g: Build, context: GradientContext<I, A>): { readonly [K in keyof I]?: Value | readonly Value[] | undefined };
  readonly names: Names;
  readonly laws: readonly Law[];
  /** Its results have no elements but those of its first operand: they are moved, repeated or left out, never computed. */
  readonly moves?: true;
  /** Where inputs are drawn from; `any` where not said. */
  readonly domain?: { readonly [K in keyof I]?: ValueDomain };
  /** For inputs whose domain is `index`: the extent that they point into. */
  indexed?(shapes: readonly (readonly number[] | undefined)[], attributes: AttributesOf<A, number>): number;
  /** Attributes for given input shapes that are likely to satisfy the checks; generic drawing is used without it. */
  draw?(draw: Draw, shapes: readonly (readonly number[] | undefined)[]): Readonly<Record<string, unknown>>;
  readonly examples: readonly Example<I, NoInfer<Check>>[];
}

/** A lowering whose operator's types are forgotten; exactly one of the three is there. */
export interface AnyLowering {
  readonly elementwise?: (inputs: PerInput<Inputs, Expr>, attributes: AnyAttributes, result: ComputeType) => Expr;
  readonly loops?: (k: LoopBuilder, inputs: PerInput<Inputs, Buffer>, results: readonly Buffer[], attributes: AnyAttributes) => void;
  readonly operators?: (g: Build, inputs: PerInput<Inputs, Value>, attributes: AnyAttributes) => Value | readonly Value[];
}

/** Any operator, its own types forgotten: what registries, drivers and compilers handle. */
export interface Operator {
  readonly name: string;
  readonly doc: string;
  readonly inputs: Inputs;
  readonly attributes: Attributes;
  readonly dtypes: Readonly<Record<string, readonly DType[]>>;
  readonly returns: string | ((attributes: AnyAttributes) => DType);
  readonly checks: Readonly<Record<string, string>>;
  shape(inputs: PerInput<Inputs, Shape>, attributes: AnyAttributes<Dim>, rule: Rule): Shape | Several;
  onSizes?(held: readonly (readonly Dim[] | undefined)[], shapes: readonly (Shape | undefined)[], attributes: AnyAttributes<Dim>, lit: (n: number) => Dim): readonly Dim[] | undefined;
  readonly followsFromShapes?: true;
  reference(inputs: PerInput<Inputs, View>, attributes: AnyAttributes, context: ReferenceContext): Element;
  readonly lower: AnyLowering;
  gradient?(g: Build, context: GradientContext<Inputs, Attributes>): Readonly<Record<string, Value | readonly Value[] | undefined>>;
  readonly names: Names;
  readonly laws: readonly Law[];
  readonly moves?: true;
  readonly domain?: Readonly<Record<string, ValueDomain>>;
  indexed?(shapes: readonly (readonly number[] | undefined)[], attributes: AnyAttributes): number;
  draw?(draw: Draw, shapes: readonly (readonly number[] | undefined)[]): Readonly<Record<string, unknown>>;
  readonly examples: readonly Example<Inputs, string>[];
}

/** Checks the types of a specification against each other and forgets them. */
export function defineOperator<const I extends Inputs, const A extends Attributes, const Check extends string>(spec: OperatorSpec<I, A, Check>): Operator {
  // The members are methods over their own I and A; drivers only ever pass operands that were bound by `inputs`
  // and attributes that were settled by `attributes`, which makes forgetting the parameters sound.
  const { name, doc, inputs, attributes, dtypes, returns, checks, shape, onSizes, followsFromShapes, reference, lower, gradient, names, laws, moves, domain, indexed, draw, examples } = spec as unknown as Operator;
  // Members in one order, those that are left out too: engines read objects of one form faster, and every pass reads these.
  return { name, doc, inputs, attributes, dtypes, returns, checks, shape, onSizes, followsFromShapes, reference, lower, gradient, names, laws, moves, domain, indexed, draw, examples } as Operator;
}

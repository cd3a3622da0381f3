// Loop nests: the language kernels are written in, between tensor graphs and machine code. Plain data; built by
// loop-builder.ts, compiled by backends. Extents are static numbers, buffers are row-major and never overlap,
// offsets are counted in elements. `index` is a signed 32-bit integer.
import type { ComputeType, DType, HalfDType } from './dtype.ts';

export type ScalarType = ComputeType | 'index';

/**
 * Float arithmetic rounds once per operation (fused only where an addition says so); integers wrap; int division truncates towards 0, and by
 * 0 it gives 0, as does the remainder. Shifts count modulo the width; `shr` keeps the sign. Of bools: and, or, xor,
 * min, max. Of floats neither rem nor bit operations. `pow` is of integers and wraps; of negative exponents it takes the low
 * 31 or 63 bits. It is expanded by expand-math.ts before code generation. `dot` of int32 adds two products: of the lower and
 * of the upper halves, which are signed.
 */
export type BinaryOp = 'add' | 'sub' | 'mul' | 'div' | 'rem' | 'min' | 'max' | 'and' | 'or' | 'xor' | 'shl' | 'shr' | 'pow' | 'dot';
/** Comparisons give bool; with NaN only `ne` holds. */
export type CompareOp = 'eq' | 'ne' | 'lt' | 'le';
/** `exp`, `log`, `tanh`, `erf` are expanded into arithmetic by expand-math.ts before code generation. */
export type UnaryOp = 'neg' | 'abs' | 'sqrt' | 'floor' | 'ceil' | 'round' | 'trunc' | 'not' | 'exp' | 'log' | 'tanh' | 'erf';

export type Expr =
  /** `isParameter`: differs from call to call. It is not folded, so that nests for other shapes and attributes look the same. */
  | { readonly kind: 'const'; readonly type: ScalarType; readonly value: number | bigint; readonly isParameter?: true | undefined }
  /** A loop variable. */
  | { readonly kind: 'var'; readonly type: 'index'; readonly name: string }
  | { readonly kind: 'local'; readonly type: ScalarType; readonly name: string }
  /** `buffer` names a buffer of the kernel; `at` is an element offset of type index and in bounds. */
  | { readonly kind: 'load'; readonly type: ComputeType; readonly buffer: string; readonly at: Expr }
  /** `nonPositive`: the operand of an `exp` is NaN or not above 0. */
  | { readonly kind: 'unary'; readonly type: ScalarType; readonly op: UnaryOp; readonly x: Expr; readonly nonPositive?: true | undefined }
  /**
   * A float `add` of a product on its left that `mayFuse` may also round once, after both operations. A float `min` or
   * `max` of zeros of both signs may give `eitherZero`.
   */
  | { readonly kind: 'binary'; readonly type: ScalarType; readonly op: BinaryOp; readonly x: Expr; readonly y: Expr; readonly mayFuse?: true | undefined; readonly eitherZero?: true | undefined }
  | { readonly kind: 'compare'; readonly type: 'bool'; readonly op: CompareOp; readonly x: Expr; readonly y: Expr }
  /** Both sides may be evaluated, so neither may trap or read out of bounds. */
  | { readonly kind: 'select'; readonly type: ScalarType; readonly when: Expr; readonly yes: Expr; readonly no: Expr }
  /** Float to integer truncates and saturates, NaN gives 0; to bool asks `≠ 0`; between integers wraps. `inRange`: what it gives for NaN and beyond the type's range does not matter. */
  | { readonly kind: 'cast'; readonly type: ScalarType; readonly x: Expr; readonly inRange?: true | undefined }
  /** The same bits as another type of equal width. */
  | { readonly kind: 'bits'; readonly type: ScalarType; readonly x: Expr };

export type Stmt =
  /** Runs the body for var = 0 … extent − 1. */
  | { readonly kind: 'for'; readonly name: string; readonly extent: number; readonly body: readonly Stmt[] }
  | { readonly kind: 'store'; readonly buffer: string; readonly at: Expr; readonly value: Expr }
  /** Declares a mutable scalar that lives to the end of the enclosing body. Names are unique in a kernel. */
  | { readonly kind: 'let'; readonly name: string; readonly type: ScalarType; readonly value: Expr }
  | { readonly kind: 'set'; readonly name: string; readonly value: Expr }
  | { readonly kind: 'if'; readonly when: Expr; readonly then: readonly Stmt[]; readonly otherwise: readonly Stmt[] };

export type Role = 'input' | 'output' | 'scratch';

/** What lies in memory. Half precision is bits there: kernels convert them by arithmetic of their own. */
export type StoredDType = Exclude<DType, HalfDType>;

export interface KernelBuffer {
  readonly name: string;
  /** Elements are loaded as what they are computed in, and wrap when they are stored. */
  readonly dtype: StoredDType;
  /** Whose bits they are. */
  readonly bitsOf?: HalfDType | undefined;
  readonly shape: readonly number[];
  readonly role: Role;
}

/** A buffer as lowerings see it: loads and stores of the builder convert from and to what is stored. */
export interface Buffer {
  readonly name: string;
  /** What its elements are computed in. */
  readonly dtype: ComputeType;
  readonly storage: DType;
  readonly shape: readonly number[];
  readonly role: Role;
  /** The same in every run: what is made of it alone costs nothing later. */
  readonly constant?: boolean | undefined;
  /** Its elements are known to be integers of 16 bits. */
  readonly fitsInt16?: boolean | undefined;
}

export interface Kernel {
  readonly name: string;
  readonly buffers: readonly KernelBuffer[];
  readonly body: readonly Stmt[];
}

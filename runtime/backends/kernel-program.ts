// What a backend compiles: kernels in order, and which buffer of the program each kernel buffer stands for.
// Made from a graph by lower-graph.ts.
import type { DType } from '../ir/dtype.ts';
import type { Kernel } from '../ir/loops.ts';
import type { Tensor } from '../ir/tensor.ts';

export interface ProgramBuffer {
  readonly dtype: DType;
  readonly shape: readonly number[];
}

export interface Step {
  readonly kernel: Kernel;
  /** For each buffer of the kernel a position in the program's buffers; undefined for scratch. */
  readonly binding: readonly (number | undefined)[];
  /** The body runs once for each value of the variable, from 0, in any order and side by side. */
  readonly chunks?: { readonly variable: string; readonly count: number } | undefined;
  /** The result may take the place of one of these operands: the kernel reads their elements only where it writes. */
  readonly inPlace?: { readonly result: number; readonly operands: readonly number[] } | undefined;
}

/** Each buffer is an input, a constant, or written before it is read: by one
 * step, or by the steps that one kernel was split into. */
export interface KernelProgram {
  readonly buffers: readonly ProgramBuffer[];
  readonly inputs: readonly number[];
  readonly constants: readonly { readonly buffer: number; readonly value: Tensor }[];
  /** What is computed from constants alone, once: buffers that these write keep their contents. */
  readonly prepare?: readonly Step[];
  readonly steps: readonly Step[];
  /** May name inputs, constants, and a buffer twice. */
  readonly outputs: readonly number[];
}

// What reading a node needs and gives: the words that the importer (numbers) and the checker (sizes) share.
import type { Dim } from '../dims/dim.ts';
import type { DType } from '../ir/dtype.ts';
import type { Loose } from '../spec/loose.ts';
import type { Operator } from '../spec/spec.ts';

/** The elements of a small tensor, in flat order. */
export interface Held {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly entries: readonly (number | Dim)[];
}

/** What is known where the node stands. */
export interface Surroundings {
  readonly opset: number;
  /** The elements of a value, where they are known. */
  held(name: string): Held | undefined;
  dtype(name: string): DType | undefined;
  /** The extents of a value, where all of them are numbers. */
  shape?(name: string): readonly number[] | undefined;
}

/** One operator applied to values of the file. `''` among the results: nobody asks for it. */
export interface Call {
  readonly operator: Operator;
  readonly operands: readonly (string | undefined)[];
  readonly attributes: Loose;
  readonly results: readonly string[];
  /** All results have the shape of the first: Split without sizes, before opset 18. */
  readonly evenly?: boolean;
}

export type Reading =
  | { readonly kind: 'calls'; readonly calls: readonly Call[] }
  /** The result is the operand. */
  | { readonly kind: 'same'; readonly of: string; readonly result: string }
  | { readonly kind: 'unsupported'; readonly reason: string };

/** An operator of a file before its attributes are read: what an equivalent gives back. */
export interface Application {
  readonly op: string;
  readonly operands: readonly (string | undefined)[];
  readonly attributes: Loose;
  readonly results: readonly string[];
}

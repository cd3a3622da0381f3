// What names mean while the body of a shader is written: buffers, locals, loops.
import type { ScalarType, StoredDType } from '../../ir/loops.ts';
import type { Value } from './writer.ts';

/** How a buffer is bound. */
export interface View {
  readonly name: string;
  readonly dtype: StoredDType;
  /** Elements are read and written four at a time. */
  readonly vectors: boolean;
}

export interface Local {
  readonly type: ScalarType;
  /** The variable; undefined for a name of a value. */
  readonly variable?: string;
  readonly value?: Value;
  readonly vector: boolean;
}

/** Of a loop whose turns are written one after the other. */
export interface Turn {
  readonly loop: string;
  readonly first: Value;
  readonly number: number;
}

/** Names in one of the rows that are computed at once. */
export interface Copy {
  readonly loops: Map<string, Value>;
  readonly locals: Map<string, Local>;
}

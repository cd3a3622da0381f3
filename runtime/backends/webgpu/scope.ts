// What names mean while the body of a shader is written: locals and loops.
import type { ScalarType } from '../../ir/loops.ts';
import type { Value } from './writer.ts';

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

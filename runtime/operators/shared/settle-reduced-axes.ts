// Spellings of the axes of a reduction: one number for one axis; none, or an empty list, for all axes, unless ONNX's
// `noop_with_empty_axes` says that none means none. In: loose attributes; out: `axes` as a list.
import type { Shape } from '../../dims/dim.ts';
import { allAxes } from '../../spec/attributes.ts';
import type { Loose } from '../../spec/settle.ts';

export function settleReducedAxes(given: Loose, [x]: readonly (Shape | undefined)[]): Loose {
  const axes = given['axes'] ?? [];
  if (!Array.isArray(axes)) return { ...given, axes: [axes] };
  const none = given['noop_with_empty_axes'] === true || given['noop_with_empty_axes'] === 1;
  return { ...given, axes: axes.length === 0 && !none ? allAxes(x?.length ?? 0) : axes };
}

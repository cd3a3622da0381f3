// Spellings of what a layer normalisation normalises: ONNX names the first axis, PyTorch the extents of the last axes
// (`normalized_shape`, one number for one axis). In: loose attributes; out: `axis`, and claims that the extents agree.
import type { Dim, Rule, Shape } from '../../dims/dim.ts';
import type { Loose } from '../../spec/settle.ts';

export function settleNormalizedShape(given: Loose, [x]: readonly (Shape | undefined)[], rule: Rule): Loose {
  const named = given['normalized_shape'];
  if (named === undefined || !x) return given;
  const extents = (Array.isArray(named) ? named : [named]) as readonly (number | Dim)[];
  const axis = x.length - extents.length;
  if (axis < 0 || extents.length === 0) rule.stop('normalized-axes', { named: extents.length, rank: x.length });
  extents.forEach((expected, i) => {
    const extent = x[axis + i]!;
    rule.must('normalized', extent.equals(expected), { extent, expected });
  });
  return { ...given, axis };
}

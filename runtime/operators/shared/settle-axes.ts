// Spellings of `axes`: one number stands for a list of one; Python's None is nothing said.
import type { Loose } from '../../spec/settle.ts';

export function settleAxes(given: Loose): Loose {
  const { axes, ...others } = given;
  return axes === undefined || axes === null ? others : { ...others, axes: Array.isArray(axes) ? axes : [axes] };
}

// Spellings of `axes`: one number stands for a list of one.
import type { Loose } from '../../spec/settle.ts';

export function settleAxes(given: Loose): Loose {
  const axes = given['axes'];
  return axes === undefined || Array.isArray(axes) ? given : { ...given, axes: [axes] };
}

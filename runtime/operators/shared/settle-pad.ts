// Spellings of pads: those of chosen `axes` only (ONNX 18). Out: befores of all axes, then afters of all axes.
import type { Dim, Rule, Shape } from '../../dims/dim.ts';
import type { Loose } from '../../spec/settle.ts';

type Entry = number | Dim;

export function settlePad(given: Loose, [x]: readonly (Shape | undefined)[], rule: Rule): Loose {
  const { axes, ...others } = given;
  if (!x || !Array.isArray(axes) || !Array.isArray(given['pads'])) return given;
  const named = given['pads'] as readonly Entry[];
  if (named.length !== 2 * axes.length) rule.stop('pads', { given: named.length, expected: 2 * axes.length });
  const pads: Entry[] = [...x, ...x].map(() => 0);
  const seen = new Set<number>();
  axes.forEach((loose: Entry, i) => {
    const axis = typeof loose === 'number' ? loose : (loose.known ?? NaN);
    const at = axis < 0 ? axis + x.length : axis;
    if (!(at in x)) rule.stop('axis', { axis, rank: x.length });
    if (seen.has(at)) rule.stop('axes');
    seen.add(at);
    pads[at] = named[i]!;
    pads[at + x.length] = named[i + axes.length]!;
  });
  return { ...others, pads };
}

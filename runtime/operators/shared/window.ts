// A window that slides along one axis: filters and pooling. Source of the formula: ONNX Conv,
// out = floor((extent + pads − ((kernel − 1)·dilation + 1)) / stride) + 1.
import type { Dim, Rule } from '../../dims/dim.ts';

/** Sentence of the check that `slide` states. */
export const WINDOW = 'the dilated window spans {span} but the padded input offers {room}';

/** How often the window fits; states `window`. */
export function slide(
  extent: Dim, kernel: Dim, along: { readonly stride: Dim; readonly dilation: Dim; readonly before: Dim; readonly after: Dim }, rule: Pick<Rule<'window'>, 'must'>,
): Dim {
  const span = kernel.minus(1).times(along.dilation).plus(1);
  const room = extent.plus(along.before).plus(along.after);
  rule.must('window', room.atLeast(span), { span, room });
  return room.minus(span).over(along.stride).plus(1);
}

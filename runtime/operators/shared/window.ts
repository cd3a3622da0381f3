// A window that slides along one axis: filters and pooling. Source of the formula: ONNX Conv,
// out = floor((extent + pads − ((kernel − 1)·dilation + 1)) / stride) + 1.
import type { Dim, Rule } from '../../dims/dim.ts';

/** Sentences of the checks that `slide` and `slideOver` state. */
export const WINDOW = 'the dilated window spans {span} but the padded input offers {room}';
export const KERNEL = 'a window has at least one element along each axis, not {kernel}';

export interface Along {
  readonly stride: Dim;
  readonly dilation: Dim;
  readonly before: Dim;
  readonly after: Dim;
}

/** How often the window fits; states `window`. */
export function slide(extent: Dim, kernel: Dim, along: Along, rule: Pick<Rule<'window'>, 'must'>): Dim {
  const { span, room } = measure(extent, kernel, along);
  rule.must('window', room.atLeast(span), { span, room });
  return room.minus(span).over(along.stride).plus(1);
}

/**
 * The same with a last window that may hang over the end; it counts only if it starts inside the input or the
 * padding before it. Source: ONNX MaxPool, `ceil_mode`. Of both bounds on the last start the smaller one holds.
 */
export function slideOver(extent: Dim, kernel: Dim, along: Along, rule: Pick<Rule<'window'>, 'must'>): Dim {
  const { span, room } = measure(extent, kernel, along);
  const hanging = room.minus(span).plus(along.stride).minus(1);
  rule.must('window', hanging.atLeast(0), { span, room });
  const inside = extent.plus(along.before).minus(1);
  return hanging.atLeast(inside).choose(inside, hanging).over(along.stride).plus(1);
}

function measure(extent: Dim, kernel: Dim, { dilation, before, after }: Along): { readonly span: Dim; readonly room: Dim } {
  return { span: kernel.minus(1).times(dilation).plus(1), room: extent.plus(before).plus(after) };
}

// A law of reductions that fold one operation over their axes: reducing the first axis and then the others is reducing all.
import { allAxes } from '../../spec/attributes.ts';
import type { Law } from '../../spec/laws.ts';
import { law } from '../../spec/laws.ts';

/** Says nothing where there is only one axis. */
export function oneAxisAtATime(): Law {
  return law('one-axis-at-a-time', ({ operands: [x], call }) => {
    if (!x || x.shape.length < 2) return undefined;
    const [first, ...rest] = allAxes(x.shape.length);
    return [call([call([x], { axes: [first], keepdims: true })], { axes: rest, keepdims: true }), call([x], { axes: [first, ...rest], keepdims: true })];
  });
}

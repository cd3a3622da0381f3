// The loop nests of a transposed convolution: a matrix product gives what every element of the input adds through
// every tap, then each tap is added to the results that it reaches. Few products are added one by one.
import { add, and, div, eq, index, le, lt, mul, mulAdd, offset, rem, sub } from '../../ir/loop-builder.ts';
import type { LoopBuilder } from '../../ir/loop-builder.ts';
import { elementCount } from '../../ir/tensor.ts';
import type { ConvAttributes, ConvOperands } from './conv-channels-last.ts';
import { productLoops } from './product-loops.ts';

/** Fewer products do not pay for copies. */
const LEAST_PRODUCTS = 1 << 14;
/** Each tap is a nest of its own. */
const MOST_TAPS = 32;

export function convTransposeLoops(k: LoopBuilder, operands: ConvOperands, attributes: ConvAttributes): void {
  const { x, weight, bias, result } = operands;
  if (k.plain) {
    k.keepUnitLoops();
    collected(k, operands, attributes);
    return;
  }
  k.nest(result.shape, ([n, o, ...at]) => k.store(result, [n!, o!, ...at], bias ? k.load(bias, [o!]) : 0));
  const taps = elementCount(weight.shape.slice(2));
  if (taps <= MOST_TAPS && k.pays(elementCount(x.shape) * weight.shape[1]! * taps, LEAST_PRODUCTS)) inColumns(k, operands, attributes);
  else oneByOne(k, operands, attributes);
}

/** Each result collects what reaches it, so that no two iterations write to one place. */
function collected(k: LoopBuilder, { x, weight, bias, result }: ConvOperands, { strides, pads, dilations, group }: ConvAttributes): void {
  const [channels, perGroup, ...kernel] = weight.shape as [number, number, ...number[]];
  k.nest(result.shape, ([n, o, ...at]) => {
    const sum = k.local(result.dtype, bias ? k.load(bias, [o!]) : 0);
    const first = k.once(mul(div(o!, k.size(perGroup)), k.size(channels / group)));
    const filter = k.once(rem(o!, k.size(perGroup)));
    k.nest(kernel, (tap) => {
      const reach = tap.map((t, axis) => k.once(sub(add(at[axis]!, k.size(pads[axis]!)), mul(t, k.size(dilations[axis]!)))));
      const from = reach.map((distance, axis) => k.once(div(distance, k.size(strides[axis]!))));
      const inside = reach.flatMap((distance, axis) => [
        le(index(0), distance), eq(mul(from[axis]!, k.size(strides[axis]!)), distance), lt(from[axis]!, k.size(x.shape[axis + 2]!)),
      ]).reduce(and);
      k.when(inside, () => k.loop(channels / group, (channel) => {
        const c = add(first, channel);
        sum.set(mulAdd(k.load(x, [n!, c, ...from]), k.load(weight, [c, filter, ...tap]), sum.get));
      }));
    });
    k.store(result, [n!, o!, ...at], sum.get);
  });
}

function oneByOne(k: LoopBuilder, { x, weight, result }: ConvOperands, { strides, pads, dilations, group }: ConvAttributes): void {
  const [channels, perGroup, ...kernel] = weight.shape as [number, number, ...number[]];
  k.nest(x.shape, ([n, c, ...at]) => {
    const first = mul(div(c!, index(channels / group)), perGroup);
    k.nest([perGroup, ...kernel], ([filter, ...tap]) => {
      const to = tap.map((t, axis) => k.once(sub(add(mul(at[axis]!, strides[axis]!), mul(t, dilations[axis]!)), pads[axis]!)));
      const inside = to.flatMap((position, axis) => [le(index(0), position), lt(position, result.shape[axis + 2]!)]).reduce(and);
      k.when(inside, () => {
        const place = [n!, add(first, filter!), ...to];
        k.store(result, place, add(k.load(result, place), mul(k.load(x, [n!, c!, ...at]), k.load(weight, [c!, filter!, ...tap]))));
      });
    });
  });
}

/** [image, group, position, filter and tap], of the input with its channels innermost. */
function inColumns(k: LoopBuilder, { x, weight, result }: ConvOperands, { strides, pads, dilations, group }: ConvAttributes): void {
  const [images, channels, ...extents] = x.shape as [number, number, ...number[]];
  const [, perGroup, ...kernel] = weight.shape as [number, number, ...number[]];
  const depth = channels / group;
  const [positions, columns] = [elementCount(extents), perGroup * elementCount(kernel)];
  const turned = k.scratch(x.dtype, [images, positions, channels]);
  k.nest([images, channels, positions], ([n, c, position]) => k.store(turned, [n!, position!, c!], k.loadFlat(x, offset([images, channels, positions], [n!, c!, position!]))));
  const products = k.scratch(result.dtype, [images, group, positions, columns]);
  productLoops(k, {
    result: products, batch: [images, group], rightVaries: [false, true], rightIsConstant: weight.constant === true, rows: positions, columns, inner: depth,
    at: (b, row, column) => offset(products.shape, [...b, row, column]),
    left: ([n, g], row, i) => k.load(turned, [n!, row, add(mul(g!, depth), i)]),
    right: ([, g], i, column) => k.loadFlat(weight, offset([channels, columns], [add(mul(g!, depth), i), column])),
  });
  const taps = (tap: readonly number[]): void => {
    const axis = tap.length;
    if (axis < kernel.length) {
      for (let t = 0; t < kernel[axis]!; t++) taps([...tap, t]);
      return;
    }
    // Of each axis the positions that this tap takes to inside of the result.
    const shifts = tap.map((t, a) => t * dilations[a]! - pads[a]!);
    const first = shifts.map((shift, a) => Math.max(0, Math.ceil(-shift / strides[a]!)));
    const counts = shifts.map((shift, a) => Math.max(0, Math.min(extents[a]! - 1, Math.floor((result.shape[a + 2]! - 1 - shift) / strides[a]!)) - first[a]! + 1));
    const column = tap.reduce((sum, t, a) => sum * kernel[a]! + t, 0);
    k.nest([images, group, perGroup, ...counts], ([n, g, filter, ...at]) => {
      const from = at.map((i, a) => add(i, first[a]!));
      const place = [n!, add(mul(g!, perGroup), filter!), ...from.map((i, a) => add(mul(i, strides[a]!), shifts[a]!))];
      const term = k.loadFlat(products, offset([images, group, ...extents, columns], [n!, g!, ...from, add(mul(filter!, elementCount(kernel)), column)]));
      k.store(result, place, add(k.load(result, place), term));
    });
  };
  taps([]);
}

// The loop nests of a convolution, NCHW. Where nothing slides it is a matrix product. Else the last axis is cut into
// the part in which every tap meets the input, which needs no conditions and so runs in vectors, and the borders.
import { add, and, constant, index, le, lt, mul, offset, sub } from '../../ir/loop-builder.ts';
import type { LoopBuilder } from '../../ir/loop-builder.ts';
import type { Buffer, Expr } from '../../ir/loops.ts';
import { elementCount } from '../../ir/tensor.ts';
import { productLoops } from './product-loops.ts';

interface Operands {
  readonly x: Buffer;
  readonly weight: Buffer;
  readonly bias: Buffer | undefined;
  readonly result: Buffer;
}

interface Attributes {
  readonly strides: readonly number[];
  readonly pads: readonly number[];
  readonly dilations: readonly number[];
  readonly group: number;
}

export function convLoops(k: LoopBuilder, operands: Operands, attributes: Attributes): void {
  const { strides, pads } = attributes;
  const { weight, result } = operands;
  if (weight.shape.slice(2).every((n) => n === 1) && strides.every((n) => n === 1) && pads.every((n) => n === 0)) {
    pointwise(k, operands, attributes.group);
    return;
  }
  const width = result.shape.at(-1)!;
  const [from, to] = inside(operands, attributes);
  slide(k, operands, attributes, 0, from, true);
  slide(k, operands, attributes, from, to, false);
  slide(k, operands, attributes, to, width, true);
}

/** Each group multiplies its filters with its channels. */
function pointwise(k: LoopBuilder, { x, weight, bias, result }: Operands, group: number): void {
  const [filters, perGroup] = weight.shape as [number, number];
  const rows = filters / group;
  const columns = elementCount(x.shape.slice(2));
  k.nest([x.shape[0]!, group], ([n, g]) => {
    const plane = (channels: number, channel: Expr): Expr => add(mul(n!, channels * columns), mul(channel, columns));
    const filter = (row: Expr): Expr => add(mul(g!, rows), row);
    productLoops(k, {
      result, rows, columns, inner: perGroup,
      at: (row, column) => add(plane(filters, filter(row)), column),
      left: (row, i) => k.loadFlat(weight, add(mul(filter(row), perGroup), i)),
      right: (i, column) => k.loadFlat(x, add(plane(perGroup * group, add(mul(g!, perGroup), i)), column)),
      ...(bias ? { finish: (sum: Expr, row: Expr) => add(sum, k.load(bias, [filter(row)])) } : {}),
    });
  });
}

/** The results along the last axis for which no tap leaves the input: from, to. */
function inside({ x, weight, result }: Operands, { strides, pads, dilations }: Attributes): [number, number] {
  const axis = strides.length - 1;
  const [stride, before, width] = [strides[axis]!, pads[axis]!, result.shape.at(-1)!];
  const reach = (weight.shape.at(-1)! - 1) * dilations[axis]!;
  const from = Math.min(width, Math.ceil(before / stride));
  const last = Math.floor((x.shape.at(-1)! - 1 - reach + before) / stride);
  return [from, Math.max(from, Math.min(width, last + 1))];
}

/** The results from `from` to `to` on the last axis; at its ends taps may leave the input there too. */
function slide(k: LoopBuilder, { x, weight, bias, result }: Operands, { strides, pads, dilations, group }: Attributes, from: number, to: number, atEnd: boolean): void {
  const [filters, perGroup, ...kernel] = weight.shape as [number, number, ...number[]];
  const spatial = kernel.length;
  k.nest([result.shape[0]!, group, filters / group, ...result.shape.slice(2, -1), to - from], ([n, g, f, ...some]) => {
    const at = [...some.slice(0, -1), add(some.at(-1)!, from)];
    const filter = add(mul(g!, filters / group), f!);
    const sum = k.local(result.dtype, 0);
    const taps = (axis: number, tap: readonly Expr[], position: readonly Expr[]): void => {
      if (axis === spatial) {
        k.loop(perGroup, (channel) => {
          const element = k.load(x, [n!, add(mul(g!, perGroup), channel), ...position]);
          sum.set(add(sum.get, mul(element, k.load(weight, [filter, channel, ...tap]))));
        });
        return;
      }
      k.loop(kernel[axis]!, (t) => {
        const place = sub(add(mul(at[axis]!, strides[axis]!), mul(t, dilations[axis]!)), pads[axis]!);
        const next = (): void => taps(axis + 1, [...tap, t], [...position, place]);
        if (axis === spatial - 1 ? !atEnd : pads[axis] === 0 && pads[axis + spatial] === 0) next();
        else k.when(and(le(index(0), place), lt(place, constant('index', x.shape[axis + 2]!))), next);
      });
    };
    taps(0, [], []);
    k.storeFlat(result, offset(result.shape, [n!, filter, ...at]), bias ? add(sum.get, k.load(bias, [filter])) : sum.get);
  });
}

// Resize as sums of gathers: along each axis that changes, every result is a weighted sum of a few elements, whose
// places and weights follow from sizes alone. Source: ONNX, Resize-19, and its reference implementation.
import { tensor } from '../ir/tensor.ts';
import type { CallWriter } from './write-calls.ts';
import { refuse } from './write-calls.ts';

interface Taps {
  /** For each result, by tap: an element, and what it counts. */
  readonly places: readonly (readonly number[])[];
  readonly weights: readonly (readonly number[])[];
}

/** Resize-10 and Upsample: scales come as an attribute or second, and places are counted from the corner. */
const isOlder = (w: CallWriter): boolean => w.around.opset < 11;

export function resize(w: CallWriter): void {
  const shape = w.shape(), dtype = w.dtype();
  if (w.attribute('antialias', 0) !== 0) refuse('Resize with antialias is not specified');
  if (w.text('keep_aspect_ratio_policy', 'stretch') !== 'stretch') refuse('Resize that keeps the aspect ratio is not specified');
  const mode = w.text('mode', 'nearest');
  if (mode !== 'nearest' && dtype !== 'float32' && dtype !== 'float64') refuse(`Resize of ${dtype} by ${mode} is not specified`);
  const axes = (w.list('axes') ?? shape.map((_, axis) => axis)).map((axis) => w.axis(axis, shape.length));
  const scales = isOlder(w) ? w.list('scales') ?? w.integers(1) : w.optional(2) === undefined || w.shape(w.input(2)).join() === '0' ? undefined : w.integers(2);
  const sizes = scales === undefined ? w.integers(3) : undefined;
  let x = w.input(0), changed = false;
  axes.forEach((axis, i) => {
    const extent = shape[axis]!;
    const scale = scales?.[i] ?? sizes![i]! / extent;
    const result = sizes?.[i] ?? Math.floor(extent * scale);
    if (scale === 1) return;
    changed = true;
    x = combined(w, x, shape.length, axis, tapsOf(w, mode, extent, result, scale));
  });
  if (!changed) w.op('Reshape', [x], { shape });
}

function combined(w: CallWriter, x: string, rank: number, axis: number, { places, weights }: Taps): string {
  const count = places[0]?.length ?? 0;
  const along = Array.from({ length: rank }, (_, i) => (i === axis ? places.length : 1));
  const gathered = Array.from({ length: count }, (_, tap) => w.op('Gather', [x, w.constant(tensor('int64', [places.length], places.map((at) => at[tap]!)))], { axis }));
  if (count === 1) return gathered[0]!;
  return gathered.map((part, tap) => w.op('Mul', [part, w.constant(tensor(w.dtype(), along, weights.map((of) => of[tap]!)))])).reduce((sum, part) => w.op('Add', [sum, part]));
}

function tapsOf(w: CallWriter, mode: string, extent: number, result: number, scale: number): Taps {
  const outside = w.attribute('exclude_outside', 0) !== 0;
  const all = Array.from({ length: result }, (_, i) => {
    const at = original(w.text('coordinate_transformation_mode', isOlder(w) ? 'asymmetric' : 'half_pixel'), i, extent, result, scale);
    if (mode === 'nearest') return { places: [nearest(w.text('nearest_mode', isOlder(w) ? 'floor' : 'round_prefer_floor'), at)], weights: [1] };
    const first = Math.floor(at), part = at - first;
    if (mode === 'linear') return { places: [first, first + 1], weights: [1 - part, part] };
    return { places: [first - 1, first, first + 1, first + 2], weights: cubic(part, w.attribute('cubic_coeff_a', -0.75)) };
  });
  const inside = (place: number): boolean => place >= 0 && place < extent;
  return {
    places: all.map(({ places }) => places.map((place) => Math.min(Math.max(place, 0), extent - 1))),
    weights: all.map(({ places, weights }) => {
      if (!outside) return weights;
      const kept = weights.map((weight, tap) => (inside(places[tap]!) ? weight : 0));
      const whole = kept.reduce((sum, weight) => sum + weight, 0);
      return kept.map((weight) => weight / whole);
    }),
  };
}

/** Where in the input the centre of a result lies. */
function original(mode: string, i: number, extent: number, result: number, scale: number): number {
  switch (mode) {
    case 'half_pixel': return (i + 0.5) / scale - 0.5;
    case 'half_pixel_symmetric': {
      const adjusted = result / (scale * extent);
      return (extent / 2) * (1 - adjusted) + (i + 0.5) / scale - 0.5;
    }
    case 'pytorch_half_pixel': return result > 1 ? (i + 0.5) / scale - 0.5 : 0;
    case 'align_corners': return result > 1 ? (i * (extent - 1)) / (result - 1) : 0;
    case 'asymmetric': return i / scale;
    default: return refuse(`coordinate_transformation_mode=${mode} of Resize is not specified`);
  }
}

function nearest(mode: string, at: number): number {
  switch (mode) {
    case 'round_prefer_floor': return Math.ceil(at - 0.5);
    case 'round_prefer_ceil': return Math.floor(at + 0.5);
    case 'floor': return Math.floor(at);
    case 'ceil': return Math.ceil(at);
    default: return refuse(`nearest_mode=${mode} of Resize is not specified`);
  }
}

/** Source: R. Keys, Cubic convolution interpolation for digital image processing, 1981. */
function cubic(t: number, a: number): readonly number[] {
  const near = (d: number): number => ((a + 2) * d - (a + 3)) * d * d + 1;
  const far = (d: number): number => ((a * d - 5 * a) * d + 8 * a) * d - 4 * a;
  return [far(t + 1), near(t), near(1 - t), far(2 - t)];
}

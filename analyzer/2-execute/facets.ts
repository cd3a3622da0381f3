// What is known of a tensor besides its shape and element type: where it lives, how it lies in memory, and which
// integers it holds. Tensors in, facets out; all that is not known stays away, so that no rule speaks of it.

import type { Claim, Dim } from '../../runtime/dims/dim.ts';
import { MAX_GUARD_WEIGHT, MAX_SIZE_TEXT } from './limits.ts';
import type { Machine } from './machine.ts';
import { lit, sameDim, sameDims, simplify, weightOfClaim } from './sizes.ts';
import type { Strides, TensorValue, ValueRange } from './values.ts';
import { AFTER_MISTAKE } from './values.ts';

export type Facets = Pick<TensorValue, 'array' | 'device' | 'layout' | 'range' | 'made' | 'graph' | 'past'>;

export const arrayLike = ({ array }: Pick<TensorValue, 'array'>): Facets => (array ? { array } : {});

/** The facets of what is computed of one tensor alone, element by element. */
export function facetsOf({ device, layout, range, made }: TensorValue): Facets {
  return { ...(made === undefined ? {} : { made }), ...(device ? { device } : {}), ...(layout ? { layout } : {}), ...(range ? { range } : {}) };
}

/** What is made of a mistake's result is one too. */
export function echo(...tensors: readonly (TensorValue | undefined)[]): Pick<TensorValue, 'reason'> {
  return tensors.some((tensor) => tensor?.reason === AFTER_MISTAKE) ? { reason: AFTER_MISTAKE } : {};
}

export function sameFacets(a: TensorValue, b: TensorValue): boolean {
  return a.array === b.array && a.made === b.made && a.graph === b.graph && sameOrBothAway(a.device, b.device) && sameLayout(a.layout, b.layout) && sameRange(a.range, b.range);
}

function sameOrBothAway(a: Dim | undefined, b: Dim | undefined): boolean {
  return a && b ? sameDim(a, b) : a === b;
}

function sameLayout(a: TensorValue['layout'], b: TensorValue['layout']): boolean {
  return a === b || (typeof a === 'object' && typeof b === 'object' && a.packed === b.packed && sameDims(a.strides, b.strides));
}

function sameRange(a: ValueRange | undefined, b: ValueRange | undefined): boolean {
  return a && b ? a.each === b.each && sameDim(a.low, b.low) && sameDim(a.high, b.high) : a === b;
}

/** Of one tensor from two paths. */
export function joinedFacets(m: Machine, a: TensorValue, b: TensorValue, guard: Claim): Facets {
  return {
    ...(a.array && b.array ? { array: true } : {}),
    ...(a.graph && a.graph === b.graph ? { graph: a.graph } : {}),
    ...(a.past && a.past === b.past ? { past: a.past } : {}),
    ...(a.made !== undefined && a.made === b.made ? { made: a.made } : {}),
    ...(a.device && b.device ? { device: mergeDim(m, a.device, b.device, guard) } : {}),
    ...(a.layout && sameLayout(a.layout, b.layout) ? { layout: a.layout } : {}),
    ...(a.range && sameRange(a.range, b.range) ? { range: a.range } : {}),
  };
}

export function mergeDim(m: Machine, a: Dim, b: Dim, guard: Claim): Dim {
  if (sameDim(a, b)) return a;
  if (weightOfClaim(guard) > MAX_GUARD_WEIGHT) return m.bounded('joined', a, b);
  const choice = guard.choose(a, b);
  return choice.toString().length > MAX_SIZE_TEXT ? m.bounded('joined', choice) : choice;
}

/** Strides of rows without gaps. */
export function rowStrides(shape: readonly Dim[]): readonly Dim[] {
  const strides: Dim[] = [];
  let step = lit(1);
  for (let i = shape.length - 1; i >= 0; i--) {
    strides.unshift(step);
    step = step.times(shape[i] as Dim);
  }
  return strides;
}

export function stridesOf({ layout, shape }: TensorValue): Strides | undefined {
  return layout === 'rows' ? shape && { strides: rowStrides(shape), packed: true } : layout;
}

/** Axes in another order. */
export function permuted(x: TensorValue, order: readonly number[], origin: TensorValue['origin']): TensorValue {
  const { shape, layout, ...rest } = x;
  const given = stridesOf(x);
  if (!shape) return { ...x, origin };
  const moved = given && { packed: given.packed, strides: order.map((axis) => given.strides[axis] as Dim) };
  const to = order.map((axis) => shape[axis] as Dim);
  void layout;
  // Samples of a layer stand in rows: no more.
  return { ...rest, ...(rest.made === 'layer' || rest.made?.endsWith(' first') || rest.made?.endsWith(' rows') ? { made: 'computed' } : {}), shape: to, origin, ...(moved ? { layout: sameDims(moved.strides, rowStrides(to)) ? 'rows' : moved } : {}) };
}

/**
 * Whether a tensor can be seen as another shape without moving elements: PyTorch's computeStride. Axes that follow
 * each other in memory form runs; every run has to hold whole axes of the new shape. Sizes that are not known count as
 * larger than 1: a program that is right only where there is one row is not meant. True also where nothing is known.
 */
export function viewable(m: Machine, x: TensorValue, to: readonly Dim[]): boolean {
  const given = stridesOf(x);
  if (x.layout === 'rows' || !given || !x.shape) return true;
  const known = (dim: Dim): Dim => simplify(m.facts, dim);
  const axes = x.shape.map((size, i) => ({ size: known(size), stride: known(given.strides[i] as Dim) })).filter(({ size }) => size.known !== 1);
  const runs: Dim[] = [];
  let last: (typeof axes)[number] | undefined;
  for (const axis of axes) {
    const joined = last && sameDim(last.stride, axis.stride.times(axis.size));
    const top = runs.length - 1;
    if (joined) runs[top] = (runs[top] as Dim).times(axis.size);
    else runs.push(axis.size);
    last = axis;
  }
  return fits(m, runs, to.map(known).filter((size) => size.known !== 1));
}

/** Whether each run is a product of whole axes; true also where that cannot be told. */
function fits(m: Machine, runs: readonly Dim[], to: readonly Dim[]): boolean {
  if (runs.length > to.length) return false;
  let next = 0;
  for (const run of runs) {
    let product = lit(1);
    while (!sameDim(product, run)) {
      const size = to[next];
      if (!size) return true;
      product = product.times(size);
      next++;
      if (m.decide(run.minus(product).atLeast(0)) === 'no') return false;
    }
  }
  return true;
}

/** Only these types have gradients. */
const FLOATING = /^(b?float|complex)/;

/** What is computed from what can be learnt is inside the graph, unless gradients are switched off. */
export function graphOf(m: Machine, ...from: readonly (TensorValue | undefined)[]): Pick<TensorValue, 'graph'> {
  if (m.gradients === 'paused') return { graph: 'outside' };
  if (m.gradients === 'off') return {};
  if (from.some((x) => x?.graph === 'leaf' || x?.graph === 'inner')) return { graph: 'inner' };
  const real = from.filter((x) => x !== undefined && (x.dtype === undefined || FLOATING.test(x.dtype)));
  return real.length > 0 && real.every((x) => x?.graph === 'outside') ? { graph: 'outside' } : {};
}

/** After one more function of each element. */
export function madeFrom({ made }: TensorValue): Pick<TensorValue, 'made'> {
  if (made === 'product') return { made };
  return made === 'layer' || made === 'computed' || made === 'sigmoid' ? { made: 'computed' } : {};
}

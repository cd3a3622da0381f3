// What library models say and ask of a tensor besides its shape: devices, strides, the integers inside. Called as
// functions of the module `dimwright`.

import type { Dim } from '../../runtime/dims/dim.ts';
import type { Span } from '../program.ts';
import { sentenceFor } from '../library/checks.ts';
import { must } from './claims.ts';
import { demand } from './inputs.ts';
import { codeOf, convert, mustShareDevice } from './devices.ts';
import { echo, facetsOf, graphOf, madeFrom, permuted, stridesOf, viewable } from './facets.ts';
import { giveAway } from './given-away.ts';
import { areByHand, beginLearning, handleGradients, isOutside, isThroughRest, isWalked, loseGradients, needsGradient, walkBack } from './gradients.ts';
import { callText, inForward } from './habits.ts';
import type { Machine } from './machine.ts';
import { dimOf } from './numbers.ts';
import { asked, dimsOf, like, unknownTensor } from './operators.ts';
import { boundsOf, lit } from './sizes.ts';
import { permutedByView } from './suspects.ts';
import type { Args, TensorValue, Value } from './values.ts';
import { NONE, bool, int, string, tuple } from './values.ts';

type Intrinsic = (m: Machine, args: Args, at: Span) => Value;

const arg = (args: Args, i: number): Value => args.positional[i] ?? NONE;

/** The same of a tensor, or of each that the value may be; other values stay as they are. */
function ofTensors(value: Value, change: (tensor: TensorValue) => TensorValue): Value {
  if (value.kind === 'alternatives') return { ...value, options: value.options.map((option) => ({ ...option, value: ofTensors(option.value, change) })) };
  return value.kind === 'tensor' ? change(value) : value;
}

export const FACETS: Readonly<Record<string, Intrinsic>> = {
  is_one: (m, args, at) => {
    const claim = dimOf(arg(args, 0))?.equals(1);
    if (claim && m.decide(claim) === 'unknown') return { kind: 'condition', claim: asked(m, claim) };
    return m.parts.compare('==', arg(args, 0), int(lit(1)), at);
  },
  same: (m, args) => sameAs(m, arg(args, 0), arg(args, 1), arg(args, 2)),
  give_away: (m, args) => {
    giveAway(m, arg(args, 0));
    return NONE;
  },
  is_shape: (_, args) => {
    const value = arg(args, 0);
    return bool(value.kind === 'tuple' && value.isShape === true);
  },
  as_shape: (_, args) => {
    const value = arg(args, 0);
    return value.kind === 'tuple' ? { ...value, isShape: true } : value;
  },
  dtype_name: (_, args) => {
    const value = arg(args, 0);
    const name = value.kind === 'tensor' ? value.dtype : value.kind === 'dtype' ? value.name : undefined;
    return name === undefined ? NONE : string(name);
  },
  permuted: (m, args, at) => {
    const [value, order] = [arg(args, 0), dimsOf(m, arg(args, 1), at)?.map((dim) => dim.known)];
    if (value.kind !== 'tensor') return value;
    if (!value.shape || !order?.every((axis) => axis !== undefined && axis >= 0 && axis < (value.shape?.length ?? 0))) return unknownTensor(m, 'axes in an order that is not known', value.dtype);
    return permuted(value, order as number[], m.userSpan);
  },
  as_array: (_, args) => ofTensors(arg(args, 0), (tensor) => ({ ...tensor, array: true })),
  as_tensor: (_, args) => ofTensors(arg(args, 0), (tensor) => {
    const { array: _array, ...rest } = tensor;
    return tensor.array ? rest : tensor;
  }),
  is_array: (_, args) => {
    const value = arg(args, 0);
    return bool((value.kind === 'alternatives' ? value.options.map((option) => option.value) : [value]).every((each) => each.kind === 'tensor' && each.array === true));
  },
  made: (_, args) => {
    const [value, by] = [arg(args, 0), arg(args, 1)];
    return value.kind === 'tensor' && by.kind === 'string' && by.value !== undefined ? { ...value, made: by.value } : value;
  },
  made_by: (_, args) => {
    const value = arg(args, 0);
    return value.kind === 'tensor' && value.made !== undefined ? string(value.made) : NONE;
  },
  view_order: (m, args, at) => {
    const [value, to] = [arg(args, 0), dimsOf(m, arg(args, 1), at)];
    if (value.kind === 'tensor' && to) permutedByView(m, value, to);
    return NONE;
  },
  copied: (m, args) => {
    const value = arg(args, 0);
    if (value.kind !== 'tensor') return value;
    const { parameter: _p, buffer: _b, graph: _g, layout, ...rest } = value;
    // Elements that are used several times are copied as often.
    return { ...rest, ...(layout === 'rows' || layout?.packed ? { layout } : {}), ...graphOf(m, value) };
  },
  leaf: (m, args) => {
    const value = arg(args, 0);
    if (value.kind === 'tensor') beginLearning(m, value);
    return value.kind === 'tensor' && m.language === 'python' ? { ...value, graph: 'leaf' } : value;
  },
  // Numbers that are there from the start.
  outside: (_, args) => {
    const value = arg(args, 0);
    return value.kind === 'tensor' && !value.graph && !value.past ? { ...value, graph: 'outside' } : value;
  },
  without_graph: (_, args) => {
    const value = arg(args, 0);
    if (value.kind !== 'tensor') return value;
    const { graph: _old, past: _past, ...rest } = value;
    return rest;
  },
  graph_of: (_, args) => {
    const value = arg(args, 0);
    return value.kind === 'tensor' && value.graph && value.graph !== 'outside' ? string(value.graph) : NONE;
  },
  needs_gradient: (m, args) => {
    const value = arg(args, 0);
    return bool(value.kind === 'tensor' && needsGradient(m, value));
  },
  detached: (_, args) => {
    const value = arg(args, 0);
    if (value.kind !== 'tensor') return value;
    const { past: _past, parameter: _parameter, ...rest } = value;
    return { ...rest, graph: 'outside' };
  },
  lose_gradients: (m) => {
    loseGradients(m);
    return NONE;
  },
  walk_back: (m, args) => {
    const value = arg(args, 0);
    if (value.kind === 'tensor') walkBack(m, value);
    return NONE;
  },
  is_walked: (m, args) => {
    const value = arg(args, 0);
    return bool(value.kind === 'tensor' && isWalked(m, value));
  },
  by_hand: (m, args) => {
    if (args.positional.length > 0) handleGradients(m);
    return bool(areByHand(m));
  },
  through_rest: (m, args) => {
    const value = arg(args, 0);
    return bool(value.kind === 'tensor' && isThroughRest(m, value));
  },
  // Whether some line speaks of the parameters of what has this name, or the body of a loop over it does.
  mentions_parameters: (m, args) => {
    const name = arg(args, 0);
    const speaks = name.kind === 'string' && name.value !== undefined ? new RegExp(`\\b${name.value}\\b[^\\n]*parameters\\(|parameters\\([^\\n]*\\b${name.value}\\b|for\\b[^\\n]*\\b${name.value}\\b[^\\n]*\\n[^\\n]*(?:parameters\\(|add_module)`) : /^/;
    return bool([...m.programs].some(([file, { text }]) => !file.startsWith('library:') && speaks.test(text)));
  },
  in_forward: (m) => bool(inForward(m)),
  call_text: (m) => string(callText(m)),
  outside_graph: (m, args) => {
    const value = arg(args, 0);
    return bool(value.kind === 'tensor' && isOutside(m, value));
  },
  // A function under no_grad(), as a decorator says.
  without_gradients: (m, args) => {
    const value = arg(args, 0);
    if (value.kind === 'function' && value.env.module.isUser) return { ...value, paused: true };
    // Which calls it is for is not followed.
    m.gradients = 'off';
    return value;
  },
  // Gives how it was before; what is off stays off.
  gradients: (m, args) => {
    const before = m.gradients;
    const to = arg(args, 0);
    if (before !== 'off' && to.kind === 'string' && (to.value === 'on' || to.value === 'paused' || to.value === 'off')) m.gradients = to.value;
    return string(before);
  },
  // At the end of a block in which they were off and nowhere else.
  regain_gradients: (m, args) => {
    const to = arg(args, 0);
    if (to.kind === 'string' && (to.value === 'on' || to.value === 'paused')) m.gradients = to.value;
    return NONE;
  },
  expanded: (m, args, at) => expanded(m, arg(args, 0), arg(args, 1), at),
  in_rows: (_, args) => {
    const value = arg(args, 0);
    return value.kind === 'tensor' ? { ...value, layout: 'rows' } : value;
  },
  lies_in_rows: (_, args) => {
    const value = arg(args, 0);
    return value.kind === 'tensor' && stridesOf(value) ? bool(value.layout === 'rows') : NONE;
  },
  must_view: (m, args, at) => {
    const [value, to] = [arg(args, 0), dimsOf(m, arg(args, 1), at)];
    if (value.kind !== 'tensor' || !to || viewable(m, value, to)) return bool(true);
    const holes = { shape: `[${to.join(', ')}]` };
    return bool(must(m, { rule: 'View/contiguous', claim: undefined, sentence: sentenceFor('View/contiguous'), holes, operands: [{ name: 'x', tensor: value }] }));
  },
  strides_of: (_, args) => {
    const value = arg(args, 0);
    const given = value.kind === 'tensor' ? stridesOf(value) : undefined;
    return given ? tuple(given.strides.map(int)) : NONE;
  },
  // Without strides, how it lies in memory is not known.
  with_strides: (m, args, at) => {
    const [value, strides] = [arg(args, 0), dimsOf(m, arg(args, 1), at)];
    if (value.kind !== 'tensor') return value;
    const { layout: _old, ...rest } = value;
    return strides && strides.length === value.shape?.length ? { ...rest, layout: { strides, packed: false } } : rest;
  },
  device_code: (_, args) => codeOf(arg(args, 0)),
  device_of: (_, args) => {
    const value = arg(args, 0);
    return value.kind === 'tensor' && value.device ? int(value.device) : NONE;
  },
  with_device: (_, args) => {
    const [value, device] = [arg(args, 0), dimOf(arg(args, 1))];
    if (value.kind !== 'tensor') return value;
    const { device: _old, graph: _graph, past: _past, ...rest } = value;
    return device ? { ...rest, device } : rest;
  },
  buffer: (_, args) => {
    const value = arg(args, 0);
    return value.kind === 'tensor' ? { ...value, buffer: true } : value;
  },
  is_buffer: (_, args) => {
    const value = arg(args, 0);
    return bool(value.kind === 'tensor' && value.buffer === true);
  },
  bounds_of: (m, args) => {
    const bounds = boundsOfInt(m, arg(args, 0));
    return bounds ? tuple(bounds.map(int)) : NONE;
  },
  convert: (m, args) => {
    convert(m, arg(args, 0), arg(args, 1), arg(args, 2));
    return arg(args, 0);
  },
  share_device: (m, args) => bool(mustShareDevice(m, args.positional.flatMap((value, i) => (value.kind === 'tensor' ? [{ name: `x${i + 1}`, tensor: value }] : [])))),
  with_range: (_, args) => {
    const [value, low, high, each] = [arg(args, 0), dimOf(arg(args, 1)), dimOf(arg(args, 2)), arg(args, 3)];
    if (value.kind !== 'tensor') return value;
    const { range: _old, ...rest } = value;
    // No elements, no bounds.
    return low && high && !value.shape?.some(({ known }) => known === 0) ? { ...rest, range: { low, high, each: each.kind === 'bool' && each.value } } : rest;
  },
  range_of: (_, args) => {
    const range = rangeOf(arg(args, 0));
    return range ? tuple([int(range.low), int(range.high), bool(range.each)]) : NONE;
  },
};

/** A tensor's integers: as noted, or as the few that are known one by one. */
export function rangeOf(value: Value): TensorValue['range'] {
  if (value.kind !== 'tensor') return undefined;
  if (value.range) return value.range;
  const known = value.sizes?.map((dim) => dim.known);
  if (!known || known.length === 0 || !known.every((n) => n !== undefined)) return undefined;
  return { low: lit(Math.min(...known)), high: lit(Math.max(...known)), each: false };
}

/** A tensor of the same shape; with `true` in the last place, computed element by element, so that strides stay. */
function sameAs(m: Machine, value: Value, dtype: Value, stays: Value): Value {
  demand(m, value, 'tensor');
  if (value.kind !== 'tensor') return unknownTensor(m, value.kind === 'unknown' ? value.reason : 'a tensor of unknown shape', undefined, [], { of: value });
  const name = dtype.kind === 'dtype' ? dtype.name : dtype.kind === 'none' ? value.dtype : undefined;
  if (!value.shape) return { ...like(value, 0, m.userSpan, name), ...(value.tail ? { tail: value.tail } : {}), ...(value.device ? { device: value.device } : {}) };
  const { device, layout } = facetsOf(value);
  const kept = layout === 'rows' || (stays.kind === 'bool' && stays.value && layout?.packed) ? { layout } : {};
  return { kind: 'tensor', dtype: name, shape: value.shape, origin: m.userSpan, ...echo(value), ...(stays.kind === 'bool' && stays.value ? madeFrom(value) : {}), ...graphOf(m, value), ...(device ? { device } : {}), ...kept };
}

function expanded(m: Machine, value: Value, shape: Value, at: Span): Value {
  const to = dimsOf(m, shape, at);
  if (value.kind !== 'tensor' || !value.shape || !to) return unknownTensor(m, 'a shape that is not known', value.kind === 'tensor' ? value.dtype : undefined);
  const [old, given, lead] = [value.shape, stridesOf(value), to.length - value.shape.length];
  const grows = (i: number): boolean => i < lead || (old[i - lead]?.known === 1 && to[i]?.known !== 1);
  const { layout, ...rest } = value;
  void layout;
  if (!to.some((_, i) => grows(i))) return { ...value, shape: to, origin: m.userSpan };
  const strides = given && to.map((_, i): Dim => (grows(i) ? lit(0) : (given.strides[i - lead] as Dim)));
  return { ...rest, shape: to, origin: m.userSpan, ...(strides ? { layout: { strides, packed: false } } : {}) };
}

/** Bounds of an integer, where it is one that data decide: of all rows of a data set, or random. */
export function boundsOfInt(m: Machine, value: Value): readonly [Dim, Dim] | undefined {
  const dim = dimOf(value);
  if (!dim) return undefined;
  if (dim.known !== undefined) return [dim, dim];
  const { atLeast, atMost } = boundsOf(m.facts, dim);
  return Number.isFinite(atLeast) && Number.isFinite(atMost) ? [lit(atLeast), lit(atMost)] : undefined;
}

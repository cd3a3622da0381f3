// Patterns of einops: `b (h w) c -> b c h w`, a tensor and the lengths that a call gives in; the result's shape out. A
// tensor of unknown rank gets the rank that the pattern demands: nothing else could go on from here.

import type { Dim } from '../../runtime/dims/dim.ts';
import { sentenceFor } from '../library/checks.ts';
import type { Span } from '../program.ts';
import { must } from './claims.ts';
import { demand, demandRank } from './inputs.ts';
import type { Machine } from './machine.ts';
import { dimOf } from './numbers.ts';
import { renamed, unknownTensor } from './operators.ts';
import { lit } from './sizes.ts';
import type { Args, TensorValue, Value } from './values.ts';

/** One axis of a side: the names multiplied in it, or `...`. */
type Axis = readonly string[] | '...';

const REST = '...';

export function einops(m: Machine, args: Args, at: Span): Value {
  const [x, pattern, lengths] = args.positional;
  demand(m, x, 'tensor');
  if (x?.kind !== 'tensor') return x?.kind === 'unknown' ? unknownTensor(m, x.reason) : m.unknown('einops of what is no tensor', at);
  const text = pattern?.kind === 'string' ? pattern.value : undefined;
  const [left, right] = (text ?? '').split('->').map(axesOf);
  if (text === undefined || !left || !right) return unknownTensor(m, 'a pattern that is not known', x.dtype);
  const sizes = new Map<string, Dim>();
  if (lengths?.kind === 'dict') {
    for (const pair of lengths.cells.map.values()) {
      const [name, value] = pair.kind === 'tuple' ? pair.items : [];
      const size = value && dimOf(value);
      demand(m, value, 'integer');
      if (name?.kind === 'string' && name.value && size) sizes.set(name.value, size);
    }
  }
  const rest = matched(m, x, left, sizes, text);
  if (rest === 'wrong') return unknownTensor(m, 'a mistake before', x.dtype);
  if (left.some((axis) => axis !== REST && axis.includes(REST))) return unknownTensor(m, 'a pattern that is not known', x.dtype);
  if (!rest && right.includes(REST)) return unknownTensor(m, x.reason ?? 'a tensor of unknown rank', x.dtype);
  const shape = right.flatMap((axis): readonly Dim[] => (axis === REST ? rest ?? [] : [renamed(m, axis.reduce((size, name) => (name === REST ? (rest ? rest.reduce((all, dim) => all.times(dim), size) : size.times(m.fresh('rest', 1))) : size.times(sizeOf(m, name, sizes))), lit(1)))]));
  return { kind: 'tensor', dtype: x.dtype, shape, origin: m.userSpan };
}

function axesOf(side: string): readonly Axis[] | undefined {
  const words = side.match(/\(|\)|\.\.\.|\w+/g) ?? [];
  const axes: Axis[] = [];
  let group: string[] | undefined;
  for (const word of words) {
    if (word === '(') group = [];
    else if (word === ')') {
      if (!group) return undefined;
      axes.push(group);
      group = undefined;
    } else if (word === REST) {
      if (group) group.push(REST);
      else axes.push(REST);
    } else if (group) group.push(word);
    else axes.push([word]);
  }
  return group ? undefined : axes;
}

function sizeOf(m: Machine, name: string, sizes: Map<string, Dim>): Dim {
  if (/^\d+$/.test(name)) return lit(Number(name));
  const size = sizes.get(name) ?? m.fresh(name, 1);
  sizes.set(name, size);
  return size;
}

/** Binds the names of the left side; gives the axes that `...` stands for, or undefined where they are not known. */
function matched(m: Machine, x: TensorValue, left: readonly Axis[], sizes: Map<string, Dim>, pattern: string): readonly Dim[] | 'wrong' | undefined {
  const at = left.indexOf(REST);
  if (!x.shape) {
    demandRank(m, x, at < 0 ? left.length : left.length - 1, at < 0);
    return at < 0 ? [] : undefined;
  }
  const spare = x.shape.length - (left.length - (at < 0 ? 0 : 1));
  if (at < 0 ? spare !== 0 : spare < 0) return state(m, x, 'Einops/axes', undefined, { pattern, rank: lit(x.shape.length) }) ? [] : 'wrong';
  const rest = at < 0 ? [] : x.shape.slice(at, at + spare);
  const dims = at < 0 ? x.shape : [...x.shape.slice(0, at), ...x.shape.slice(at + spare)];
  for (const [i, axis] of left.filter((other): other is readonly string[] => other !== REST).entries()) {
    const dim = dims[i];
    if (dim && !bind(m, x, axis, dim, sizes, pattern)) return 'wrong';
  }
  return rest;
}

/** One name of an axis may be open: it takes what the others leave. */
function bind(m: Machine, x: TensorValue, axis: readonly string[], dim: Dim, sizes: Map<string, Dim>, pattern: string): boolean {
  const open = axis.filter((name) => !/^\d+$/.test(name) && !sizes.has(name));
  const known = axis.filter((name) => !open.includes(name)).reduce((size, name) => size.times(sizeOf(m, name, sizes)), lit(1));
  const [first, ...others] = open;
  if (first === undefined) return state(m, x, 'Einops/length', dim.equals(known), { pattern, length: known, dim });
  if (others.length > 0) return true;
  if (known.known !== 1 && !state(m, x, 'Einops/divides', dim.divisibleBy(known), { pattern, length: known, dim })) return false;
  sizes.set(first, known.known === 1 ? dim : renamed(m, dim.over(known)));
  return true;
}

function state(m: Machine, x: TensorValue, rule: string, claim: Parameters<typeof must>[1]['claim'], holes: Parameters<typeof must>[1]['holes']): boolean {
  return must(m, { rule, claim, sentence: sentenceFor(rule), holes, operands: [{ name: 'x', tensor: x }] });
}


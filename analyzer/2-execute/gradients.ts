// Which calls of the user's a tensor was computed by, as far as gradients go back through them: what backward() walks
// through it frees, so a second walk fails. Calls of library functions and their results in, results that know their
// history out. Only what surely keeps something for the way back, and surely leads to what is learnt, is looked at;
// results of all other calls have no history.

import type { Machine } from './machine.ts';
import type { Args, Cells, FunctionValue, Past, TensorValue, Value } from './values.ts';
import { bool } from './values.ts';

/** As the models name them: one function stands for many. */
const SAVES = new Set([
  'linear', 'conv1d', 'conv2d', 'conv3d', 'conv_transpose2d', 'matmul', '__matmul__', '__rmatmul__', 'mm', 'bmm', 'einsum', 'exp', 'log', 'sigmoid', 'tanh', 'relu', 'gelu', 'softmax',
  'log_softmax', 'pow', '__pow__', '__mul__', '__rmul__', 'mul', '__truediv__', 'div', 'cross_entropy', 'nll_loss', 'mse_loss', 'binary_cross_entropy', 'binary_cross_entropy_with_logits',
  'l1_loss', 'smooth_l1_loss', 'kl_div', 'sqrt', 'abs', 'norm', 'silu', 'elu', 'leaky_relu', 'softplus', 'logsigmoid', 'sin', 'cos', 'rsqrt', 'square', 'prod', 'var', 'std', 'logsumexp',
  'baddbmm', 'addmm', 'outer', 'normalize', 'cosine_similarity', 'layer_norm', 'batch_norm', 'avg_pool2d', 'max_pool2d', 'adaptive_avg_pool2d', 'scaled_dot_product_attention', 'log1p', 'log_prob', 'rsample', '_float_unary', '_each', 'entropy', 'kl_divergence',
]);
const PASSES = new Set([
  '__add__', '__radd__', '__sub__', '__rsub__', '__iadd__', '__neg__', 'add', 'sub', 'sum', 'mean', 'view', 'reshape', 'squeeze', 'unsqueeze', 'flatten', 'permute', 'transpose', 't',
  'contiguous', 'cat', 'stack', '__getitem__', 'chunk', 'split', 'unbind', 'clone', 'expand', 'scale', 'flip', 'roll', 'repeat', 'movedim', 'swapaxes', 'index_select', 'gather', 'tril', 'triu', 'view_as', 'expand_as', 'float', 'double', 'half', 'cumsum', 'diagonal', 'rearrange', 'pad', 'max', 'min', 'amax', 'amin', 'clamp', 'maximum', 'minimum', 'where', 'masked_fill', '_unary', '_moved',
]);
/** Calls that one walk looks at: beyond, nothing is said. */
const MAX_WALK = 5_000;
const MAX_DEPTH = 6;

/** The result of a call that the user's code makes of a library function. */
export function withPast(m: Machine, f: FunctionValue, { positional, named }: Args, start: number, result: Value): Value {
  const given = [...positional, ...named.values()];
  const owner = f.name === '__call__' && given[0]?.kind === 'instance' ? given[0] : undefined;
  // What a module of the user's gives was computed by calls inside.
  if (owner && !owner.class.cells.isLibrary) return result;
  const follows = m.gradients === 'on' && (owner !== undefined || SAVES.has(f.name) || PASSES.has(f.name));
  const found: Found = { pasts: new Set(), learns: false };
  if (follows) for (const value of given) gather(value, found, MAX_DEPTH);
  const past: Past | undefined = follows && found.learns ? { id: m.walks.next++, parents: [...found.pasts], saves: owner ? hasParameters(owner) || owner.class.name.endsWith('Loss') : SAVES.has(f.name) } : undefined;
  return marked(result, past, start);
}

interface Found { readonly pasts: Set<Past>; learns: boolean }

function gather(value: Value, found: Found, depth: number): void {
  switch (value.kind) {
    case 'tensor':
      if (value.past && value.graph !== 'outside') found.pasts.add(value.past);
      if (value.past || value.parameter || value.graph === 'leaf') found.learns = true;
      return;
    case 'tuple': if (depth > 0) for (const item of value.items) gather(item, found, depth - 1); return;
    case 'list': case 'instance': if (depth > 0 && (value.kind === 'list' || value.class.cells.isLibrary)) for (const item of value.cells.map.values()) gather(item, found, depth - 1); return;
    default: return;
  }
}

function hasParameters(value: Value, depth = MAX_DEPTH): boolean {
  switch (value.kind) {
    case 'tensor': return value.parameter === true;
    case 'tuple': return value.items.some((item) => hasParameters(item, depth - 1));
    case 'list': case 'instance': return depth > 0 && [...value.cells.map.values()].some((item) => hasParameters(item, depth - 1));
    default: return false;
  }
}

/** What was computed inside the call knows its history better. */
function marked(value: Value, past: Past | undefined, start: number): Value {
  switch (value.kind) {
    case 'tensor': {
      if (value.past && value.past.id >= start) return value;
      const { past: _old, ...rest } = value;
      return past && !value.array && value.graph !== 'outside' && value.graph !== 'leaf' && (value.dtype === undefined || value.dtype.includes('float')) ? { ...rest, past } : value.past ? rest : value;
    }
    case 'tuple': {
      const items = value.items.map((item) => marked(item, past, start));
      return items.every((item, i) => item === value.items[i]) ? value : { ...value, items };
    }
    default: return value;
  }
}

const UNSURE = 'unsure';

/** Something is changed in a way that is not followed: from now on nothing is said. */
export function loseGradients(m: Machine): void {
  m.traces++;
  m.store.write(m.walks.made, UNSURE, bool(true));
}

/** Whether it surely takes part in gradients: of an input's use, nobody knows under what it is called. */
export function needsGradient(m: Machine, { graph, past, parameter }: TensorValue): boolean {
  if (graph === 'leaf' || graph === 'inner') return true;
  m.traces++;
  // Without gradients, a view of a parameter needs none.
  return graph !== 'outside' && (past !== undefined || (parameter === true && m.gradients === 'on')) && !m.isContract && !isSure(m.walks.made, UNSURE);
}

/** A walk back from here that frees what it passes. */
export function walkBack(m: Machine, { past }: TensorValue): void {
  m.traces++;
  if (!past) return;
  m.walks.begun.set(past.id, past);
  m.store.write(m.walks.made, String(past.id), bool(true));
}

export function isWalked(m: Machine, { past }: TensorValue): boolean {
  m.traces++;
  if (!past || isSure(m.walks.made, UNSURE)) return false;
  const own = savedBy(past);
  return [...m.walks.begun.values()].some((other) => isSure(m.walks.made, String(other.id)) && [...savedBy(other)].some((one) => own.has(one)));
}

const isSure = (cells: Cells, key: string): boolean => {
  const value = cells.map.get(key);
  return value?.kind === 'bool' && value.value;
};

const saved = new WeakMap<Past, ReadonlySet<Past>>();

/** All that keeps something behind it; nothing where that is more than is looked at. */
function savedBy(past: Past): ReadonlySet<Past> {
  const known = saved.get(past);
  if (known) return known;
  const seen = new Set([past]);
  for (const one of seen) {
    for (const parent of one.parents) seen.add(parent);
    if (seen.size > MAX_WALK) break;
  }
  const all = new Set(seen.size > MAX_WALK ? [] : [...seen].filter(({ saves }) => saves));
  saved.set(past, all);
  return all;
}

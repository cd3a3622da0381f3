// A correct program in, all its mutants out, in the order of the text: one size, axis, layer argument or call changed
// at a time, and slips of whole programs (slips.ts). Edits go by the ranges of our own syntax tree. Assumes that `loadPython` has finished.

import type { Call, Expr, Range } from '../../analyzer/1-read/python/ast.ts';
import { parsePython } from '../../analyzer/1-read/python/parse.ts';
import { SLIPS, childrenOf, slipsOf } from './slips.ts';

/** Those of tensors first. */
export const OF_TENSORS = ['size', 'axis', 'argument', 'call'] as const;
export const MUTATIONS = [...OF_TENSORS, ...SLIPS] as const;
export type Mutation = (typeof MUTATIONS)[number];

export interface Mutant {
  readonly program: string;
  readonly mutation: Mutation;
  /** The line that is changed, before and after. */
  readonly before: string;
  readonly after: string;
  readonly line: number;
  readonly text: string;
}

interface Edit extends Range { readonly mutation: Mutation; readonly insert: string }

export function mutantsOf(program: string, text: string): readonly Mutant[] {
  const edits: Edit[] = [];
  const module = parsePython(text);
  visit(module, text, edits, { axes: false });
  const seen = new Set<string>([text]);
  return [...edits, ...slipsOf(module, text)].flatMap(({ start, end, insert, mutation }) => {
    const mutated = text.slice(0, start) + insert + text.slice(end);
    if (seen.has(mutated)) return [];
    seen.add(mutated);
    const [from, to] = [text.lastIndexOf('\n', start - 1) + 1, text.indexOf('\n', end)];
    const before = text.slice(from, to).trim();
    return [{ program, mutation, before, after: (text.slice(from, start) + insert + text.slice(end, to)).trim(), line: text.slice(0, start).split('\n').length, text: mutated }];
  });
}

/** Calls whose integers are axes. */
const AXES = new Set(['softmax', 'log_softmax', 'Softmax', 'LogSoftmax', 'cat', 'stack', 'mean', 'sum', 'max', 'min', 'argmax', 'argmin', 'unsqueeze', 'squeeze', 'transpose', 'permute',
  'flatten', 'Flatten', 'size', 'cumsum', 'prod', 'gather', 'index_select', 'std', 'var', 'norm', 'any', 'all', 'unbind', 'flip', 'sort', 'logsumexp', 'swapaxes', 'movedim', 'select']);
const AXIS_NAMES = new Set(['dim', 'dims', 'axis', 'start_dim', 'end_dim']);
const OTHER_AXES = [0, 1, 2, 3, -1, -2];

/** What people write for another; one of a row may stand for each other. */
const SIBLINGS = [
  ['Conv1d', 'Conv2d', 'Conv3d', 'ConvTranspose2d'], ['BatchNorm1d', 'BatchNorm2d', 'LayerNorm', 'InstanceNorm2d'],
  ['MaxPool1d', 'MaxPool2d', 'AvgPool2d', 'AdaptiveAvgPool2d'], ['max_pool1d', 'max_pool2d', 'avg_pool2d', 'adaptive_avg_pool2d'],
  ['RNN', 'LSTM', 'GRU'], ['RNNCell', 'LSTMCell', 'GRUCell'], ['Dropout', 'Dropout2d', 'Flatten'],
  ['CrossEntropyLoss', 'NLLLoss', 'MSELoss', 'BCEWithLogitsLoss', 'L1Loss'],
  ['cross_entropy', 'nll_loss', 'mse_loss', 'binary_cross_entropy', 'binary_cross_entropy_with_logits', 'l1_loss'],
  ['cat', 'stack'], ['squeeze', 'unsqueeze'], ['view', 'reshape', 'expand', 'repeat'], ['matmul', 'mm', 'bmm'], ['transpose', 'permute'],
  ['sum', 'mean', 'argmax'], ['chunk', 'split'], ['zeros', 'randn', 'ones'], ['Linear', 'Embedding', 'Bilinear'], ['relu', 'flatten', 'sigmoid'],
  ['float', 'long', 'double', 'bool'], ['randint', 'randn'], ['max', 'amax', 'argmax'], ['float32', 'long', 'int64', 'float64'],
] as const;

const METHODS = new Set(['view', 'reshape', 'flatten', 'unsqueeze', 'squeeze', 'transpose', 'permute', 'mean', 'sum', 't', 'expand', 'repeat', 'contiguous', 'float', 'long', 'softmax',
  'unflatten', 'argmax', 'detach', 'item', 'repeat_interleave', 'tril', 'bool']);
const UNTOUCHED = new Set(['manual_seed', 'print', 'seed', 'super', 'train', 'eval']);

interface Around { readonly axes: boolean }

type Tree = { readonly kind: string; readonly range: Range };

function visit(node: Tree, text: string, edits: Edit[], around: Around): void {
  if (node.kind === 'Constant' || node.kind === 'UnaryOp') {
    const value = integerOf(node as Expr);
    if (value !== undefined) {
      edits.push(...integers(node.range, value, around));
      return;
    }
  }
  if (node.kind === 'Call') return visitCall(node as Call, text, edits);
  for (const child of childrenOf(node)) visit(child, text, edits, around);
}

function integers(range: Range, value: number, { axes }: Around): readonly Edit[] {
  const others = axes ? OTHER_AXES.filter((axis) => axis !== value) : [value + 1, value - 1, value * 2, value % 2 === 0 ? value / 2 : value].filter((n) => n !== value && n >= 0);
  return others.map((n) => ({ ...range, mutation: axes ? 'axis' : 'size', insert: String(n) }));
}

function integerOf(e: Expr): number | undefined {
  if (e.kind === 'Constant') return e.value.type === 'int' ? Number(e.value.value) : undefined;
  const inner = e.kind === 'UnaryOp' && e.op === 'USub' ? integerOf(e.operand) : undefined;
  return inner === undefined ? undefined : -inner;
}

function visitCall(call: Call, text: string, edits: Edit[]): void {
  const { func, args, keywords } = call;
  const name = func.kind === 'Name' ? func.id : func.kind === 'Attribute' ? func.attr.text : '';
  if (UNTOUCHED.has(name)) return;
  edits.push(...otherCalls(call, name, text), ...otherArguments(call, text));
  visit(func, text, edits, { axes: false });
  for (const arg of args) visit(arg, text, edits, { axes: AXES.has(name) });
  for (const keyword of keywords) visit(keyword.value, text, edits, { axes: AXIS_NAMES.has(keyword.name?.text ?? '') });
}

/** The call of a sibling, or none: what is called upon, or the argument, stays. */
function otherCalls({ range, func, args }: Call, name: string, text: string): readonly Edit[] {
  const at = func.kind === 'Attribute' ? func.attr.range : func.range;
  // A bare name stands for nothing else: `long(x)` is no call that anybody has.
  const renamed = func.kind === 'Name' && /^[a-z]/.test(name) ? [] : SIBLINGS.filter((row) => (row as readonly string[]).includes(name)).flatMap((row) => row.filter((other) => other !== name));
  const kept = func.kind === 'Attribute' && METHODS.has(name) && !isNamespace(func.value) ? func.value : isLayer(func) && args.length === 1 ? args[0] : undefined;
  return [
    ...renamed.map((insert): Edit => ({ ...at, mutation: 'call', insert })),
    ...(kept && kept.kind !== 'Starred' ? [{ ...range, mutation: 'call', insert: text.slice(kept.range.start, kept.range.end) } as const] : []),
  ];
}

const NAMESPACES = new Set(['torch', 'F', 'nn', 'np', 'math', 'os', 'random', 'functional']);
const isNamespace = (e: Expr): boolean => (e.kind === 'Name' && NAMESPACES.has(e.id)) || (e.kind === 'Attribute' && NAMESPACES.has(e.attr.text));

/** `self.conv(x)`, `F.relu(x)`, `torch.flatten(x, 1)`. */
function isLayer(func: Expr): boolean {
  return func.kind === 'Attribute' && (isNamespace(func.value) || (func.value.kind === 'Name' && func.value.id === 'self')) && func.value.kind === 'Name' && func.value.id !== 'nn' && /^[a-z]/.test(func.attr.text);
}

/** An argument turned around, left out, or in another's place. */
function otherArguments({ args, keywords }: Call, text: string): readonly Edit[] {
  const edits: Edit[] = [];
  for (const { value } of [...keywords, ...args.map((arg) => ({ value: arg }))]) {
    if (value.kind === 'Constant' && value.value.type === 'bool') edits.push({ ...value.range, mutation: 'argument', insert: value.value.value ? 'False' : 'True' });
  }
  const all = [...args, ...keywords];
  for (const keyword of keywords) {
    const before = all[all.indexOf(keyword) - 1];
    if (keyword.name && before) edits.push({ start: before.range.end, end: keyword.range.end, mutation: 'argument', insert: '' });
  }
  const [first, second] = args;
  const last = args.at(-1);
  const before = args.at(-2);
  if (last && before && keywords.length === 0) edits.push({ start: before.range.end, end: last.range.end, mutation: 'argument', insert: '' });
  if (first && second && first.kind !== 'Starred' && second.kind !== 'Starred') {
    const [a, b] = [text.slice(first.range.start, first.range.end), text.slice(second.range.start, second.range.end)];
    edits.push({ start: first.range.start, end: second.range.end, mutation: 'argument', insert: b + text.slice(first.range.end, second.range.start) + a });
  }
  return edits;
}

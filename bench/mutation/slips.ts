// Slips that people make when they edit whole programs: another name, attribute, key, element type or operator, a statement
// or a conversion left out, arguments in another order. A syntax tree and its text in, edits in the order of the text out.

import type { BinOp, Body, Call, Expr, Range, Stmt } from '../../analyzer/1-read/python/ast.ts';

export const SLIPS = ['name', 'attribute', 'dtype', 'operator', 'statement', 'conversion', 'order'] as const;
export type Slip = (typeof SLIPS)[number];

export interface SlipEdit extends Range { readonly mutation: Slip; readonly insert: string }

type Tree = { readonly kind: string; readonly range: Range };

/** What is in reach of a slip: names that are read in the same function, attributes of `self` that are read in the same class, keys. */
interface Reach { readonly names: ReadonlySet<string>; readonly attributes: ReadonlySet<string>; readonly keys: ReadonlySet<string> }

export function slipsOf(module: Tree, text: string): readonly SlipEdit[] {
  const edits: SlipEdit[] = [];
  visit(module, text, edits, { names: new Set(), attributes: new Set(), keys: keysIn(module) });
  return edits.sort((a, b) => a.start - b.start || a.end - b.end);
}

function visit(node: Tree, text: string, edits: SlipEdit[], reach: Reach): void {
  const within = node.kind === 'FunctionDef' ? { ...reach, names: namesRead(node) } : node.kind === 'ClassDef' ? { ...reach, attributes: attributesRead(node) } : reach;
  edits.push(...editsAt(node as Expr, text, within));
  for (const body of bodiesOf(node)) edits.push(...withoutStatements(body, text));
  for (const child of childrenOf(node)) visit(child, text, edits, within);
}

function editsAt(e: Expr, text: string, { names, attributes, keys }: Reach): readonly SlipEdit[] {
  switch (e.kind) {
    case 'Name': return names.has(e.id) ? near(e.id, names).map((insert) => ({ ...e.range, mutation: 'name', insert })) : [];
    case 'Attribute': {
      const { attr, value } = e;
      const others = value.kind === 'Name' && value.id === 'self' && attributes.has(attr.text) ? near(attr.text, attributes) : [];
      return [...others.map((insert): SlipEdit => ({ ...attr.range, mutation: 'attribute', insert })), ...(value.kind === 'Name' && DTYPES.includes(attr.text) ? DTYPES.filter((other) => other !== attr.text).map((insert): SlipEdit => ({ ...attr.range, mutation: 'dtype', insert })) : [])];
    }
    case 'Subscript': {
      const { slice } = e;
      const key = slice.kind === 'Constant' && slice.value.type === 'str' ? slice.value.value : undefined;
      return key === undefined ? [] : near(key, keys).map((other) => ({ ...slice.range, mutation: 'attribute', insert: `'${other}'` }));
    }
    case 'BinOp': return operators(e, text);
    case 'Call': return [...conversions(e, text), ...orders(e, text)];
    default: return [];
  }
}

const DTYPES = ['float32', 'float64', 'long', 'int64', 'int32', 'bool', 'float'];

/** The two that stand next to it in the alphabet: names of one kind often begin alike. */
function near(name: string, all: ReadonlySet<string>): readonly string[] {
  const sorted = [...all].sort();
  const at = sorted.indexOf(name);
  return [sorted[at - 1], sorted[at + 1]].filter((other): other is string => at >= 0 && other !== undefined);
}

const OPERATORS: Readonly<Record<string, readonly [string, readonly string[]]>> = { MatMult: ['@', ['*']], Mult: ['*', ['@', '+']], Add: ['+', ['*']], FloorDiv: ['//', ['*', '/']], Div: ['/', ['//']], Sub: ['-', ['@']] };

function operators({ left, right, op }: BinOp, text: string): readonly SlipEdit[] {
  const [sign, others] = OPERATORS[op] ?? ['', []];
  const at = sign === '' ? -1 : text.indexOf(sign, left.range.end);
  return at < 0 || at >= right.range.start ? [] : others.map((insert) => ({ start: at, end: at + sign.length, mutation: 'operator', insert }));
}

const CONVERSIONS = new Set(['to', 'cuda', 'cpu', 'astype', 'type', 'float', 'long', 'int', 'double', 'numpy', 'item', 'detach', 'contiguous', 'clone', 'tolist', 'type_as', 'values', 'items', 'copy', 'numel', 'size']);

/** A conversion that is left out. */
function conversions({ func, range }: Call, text: string): readonly SlipEdit[] {
  if (func.kind !== 'Attribute' || !CONVERSIONS.has(func.attr.text) || (func.value.kind === 'Name' && ['torch', 'np', 'F', 'nn'].includes(func.value.id))) return [];
  return [{ ...range, mutation: 'conversion', insert: text.slice(func.value.range.start, func.value.range.end) }];
}

/** Neighbours beyond the first two in each other's places, and an argument that is left out between others. */
function orders({ args }: Call, text: string): readonly SlipEdit[] {
  return args.slice(1).flatMap((b, i): SlipEdit[] => {
    const a = args[i];
    if (!a || a.kind === 'Starred' || b.kind === 'Starred') return [];
    const [left, right] = [text.slice(a.range.start, a.range.end), text.slice(b.range.start, b.range.end)];
    return [
      ...(i > 0 ? [{ start: a.range.start, end: b.range.end, mutation: 'order', insert: right + text.slice(a.range.end, b.range.start) + left } as const] : []),
      { start: a.range.start, end: b.range.start, mutation: 'order', insert: '' },
    ];
  });
}

/** Assignments and calls whose result nobody uses, left out where something else stays. */
function withoutStatements(body: Body, text: string): readonly SlipEdit[] {
  return body.flatMap((s: Stmt): SlipEdit[] => {
    const isCall = s.kind === 'Expr' && s.value.kind === 'Call' && !/^(?:print|super)\b/.test(text.slice(s.range.start, s.range.end));
    return s.kind === 'Assign' || s.kind === 'AugAssign' || isCall ? [{ ...s.range, mutation: 'statement', insert: 'pass' }] : [];
  });
}

function bodiesOf(node: Tree): readonly Body[] {
  return Object.entries(node).flatMap(([key, value]: [string, unknown]) => (key === 'body' && Array.isArray(value) ? [value as Body] : []));
}

/** Names that are read or set in a function, its parameters among them; what is only called is none. */
function namesRead(node: Tree): ReadonlySet<string> {
  const found = new Set<string>();
  const called = new Set<string>();
  walk(node, (inner) => {
    const e = inner as Expr;
    if (e.kind === 'Name' && e.id !== 'self' && e.id.length < 20) found.add(e.id);
    if (e.kind === 'Call' && e.func.kind === 'Name') called.add(e.func.id);
    if (e.kind === 'Attribute' && e.value.kind === 'Name' && ['torch', 'nn', 'F', 'np', 'math', 'os', 'random', 'optim'].includes(e.value.id)) called.add(e.value.id);
  });
  for (const name of called) found.delete(name);
  return found;
}

function attributesRead(node: Tree): ReadonlySet<string> {
  const found = new Set<string>();
  walk(node, (inner) => {
    const e = inner as Expr;
    if (e.kind === 'Attribute' && e.value.kind === 'Name' && e.value.id === 'self') found.add(e.attr.text);
  });
  return found;
}

function keysIn(node: Tree): ReadonlySet<string> {
  const found = new Set<string>();
  walk(node, (inner) => {
    const e = inner as Expr;
    if (e.kind === 'Subscript' && e.slice.kind === 'Constant' && e.slice.value.type === 'str') found.add(e.slice.value.value);
  });
  return found;
}

function walk(node: Tree, look: (node: Tree) => void): void {
  look(node);
  for (const child of childrenOf(node)) walk(child, look);
}

export function childrenOf(node: Tree): readonly Tree[] {
  return Object.values(node).flatMap((value: unknown) => (Array.isArray(value) ? value.filter(isTree) : isTree(value) ? [value] : []));
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && 'kind' in value && 'range' in value;
}

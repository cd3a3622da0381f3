// A syntax tree comes in; its positioned nodes go out in the form in which CPython's parser is asked for them, so that
// the two can be compared: [kind, start, end, detail], in one agreed order. Only tests use it.

import type { Alias, Arg, ConstantValue, Expr, Pattern, PyModule, Range, Stmt } from './ast.ts';

export type Positioned = readonly [kind: string, start: number, end: number, detail: string];

/** What CPython gives no position to. */
const unpositioned = new Set(['Module', 'arguments', 'comprehension', 'withitem', 'match_case']);

type AnyNode = { readonly kind: string; readonly range: Range };

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'kind' in value && 'range' in value;
}

export function positionedNodes(module: PyModule, insideStrings: boolean): Positioned[] {
  const found: Positioned[] = [];
  const visit = (node: AnyNode): void => {
    if (!unpositioned.has(node.kind)) found.push([node.kind, node.range.start, node.range.end, detail(node)]);
    if (node.kind === 'JoinedStr' && !insideStrings) return;
    for (const [field, value] of Object.entries(node)) {
      if (field === 'errors' || field === 'comments') continue;
      visitValue(node, value);
    }
  };
  const visitValue = (owner: AnyNode, value: unknown): void => {
    if (Array.isArray(value)) for (const each of value) visitValue(owner, each);
    else if (isNode(value)) {
      if (owner.kind === 'JoinedStr' && value.kind === 'Constant') return;
      if (owner.kind === 'FormattedValue' && value.kind === 'JoinedStr' && 'format' in owner && owner.format === value) {
        for (const part of (value as Extract<Expr, { kind: 'JoinedStr' }>).values) if (part.kind !== 'Constant') visit(part);
      } else visit(value);
    } else if (owner.kind === 'MatchClass' && typeof value === 'object' && value !== null && 'pattern' in value) {
      visitValue(owner, value.pattern);
    }
  };
  visit(module);
  return inOrder(found);
}

export function inOrder(nodes: readonly Positioned[]): Positioned[] {
  return nodes.toSorted((a, b) => a[1] - b[1] || b[2] - a[2] || compare(a[0], b[0]) || compare(a[3], b[3]));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function detail(node: AnyNode): string {
  const any = node as Stmt | Expr | Pattern | Alias | Arg;
  switch (any.kind) {
    case 'Constant': return constant(any.value);
    case 'BinOp': case 'UnaryOp': case 'BoolOp': case 'AugAssign': return any.op;
    case 'Compare': return any.ops.join(' ');
    case 'alias': return `${any.name.text} as ${any.asname?.text ?? 'None'}`;
    case 'ImportFrom': return `${any.module?.text ?? 'None'} ${any.level}`;
    case 'Global': case 'Nonlocal': return any.names.map((name) => name.text).join(' ');
    case 'FormattedValue': return any.conversion ?? '';
    case 'MatchClass': return any.keywords.map((keyword) => keyword.name.text).join(' ');
    case 'MatchMapping': return any.rest?.text ?? 'None';
    case 'MatchSingleton': return any.value === null ? 'None' : any.value ? 'True' : 'False';
    case 'Name': return any.id;
    case 'Attribute': return any.attr.text;
    case 'TypeAlias': return '';
    default: return 'name' in any ? nameOf(any.name) : '';
  }
}

function nameOf(name: unknown): string {
  if (name === null) return 'None';
  return typeof name === 'object' && 'text' in name ? String(name.text) : '';
}

function constant(value: ConstantValue): string {
  switch (value.type) {
    case 'bool': return value.value ? 'True' : 'False';
    case 'None': case 'Ellipsis': return value.type;
    case 'float': case 'complex': return `${value.type} ${bits(value.value)}`;
    default: return `${value.type} ${value.value}`;
  }
}

function bits(value: number): string {
  return Buffer.from(new Float64Array([value]).buffer).reverse().toString('hex');
}

// A tree-sitter tree comes in, a plain JavaScript tree goes out, together with the comments, the tokens and the places
// where the grammar did not fit. One walk with a cursor copies the tree, because every later step across the
// WebAssembly border would cost more than the work that it asks for. Comments and line continuations are not in the
// copy: they may stand between any two tokens and would get in everybody's way.

import type { Language, Tree, TreeCursor } from 'web-tree-sitter';
import type { Range } from '../ast.ts';

export interface Cst extends Range {
  readonly type: string;
  /** The grammar's field of the parent that this node fills. */
  readonly field: string | null;
  /** False for keywords and punctuation, whose type is their text. */
  readonly named: boolean;
  readonly missing: boolean;
  readonly children: readonly Cst[];
  /** The text does not fit here: an error stands among the children, or in a part that is no expression by itself. */
  readonly broken: boolean;
  /** Deeper than the limit: the contents are not in the copy. */
  readonly cut: boolean;
}

export interface Token extends Range {
  readonly type: string;
}

export interface Copy {
  readonly root: Cst;
  readonly comments: readonly Range[];
  /** Leaves in order, without missing ones; a string literal is one token. */
  readonly tokens: readonly Token[];
  /** The outermost errors, the missing tokens, and what was cut. */
  readonly problems: readonly Cst[];
}

/** Recursion over the tree must fit Node's default stack of about 1 MB, here and in every later phase. */
export const depthLimit = 400;

const errorType = 'ERROR';

export function isError(node: Cst): boolean {
  return node.type === errorType && node.named;
}

/** Parts that hold expressions without being one: an error in them is an error of their owner. */
const parts = new Set([
  'argument_list', 'parameters', 'lambda_parameters', 'typed_parameter', 'default_parameter', 'typed_default_parameter',
  'pair', 'slice', 'keyword_argument', 'for_in_clause', 'if_clause', 'dotted_name', 'relative_import', 'aliased_import',
  'expression_list', 'pattern_list', 'with_clause', 'with_item', 'type_parameter', 'chevron',
]);

interface Walk {
  readonly cursor: TreeCursor;
  readonly original: (offset: number) => number;
  readonly types: readonly string[];
  readonly named: readonly boolean[];
  readonly fields: readonly (string | null)[];
  readonly comments: Range[];
  readonly tokens: Token[];
  readonly problems: Cst[];
  /** Inside a string its parts are no tokens; inside an error further errors are no news. */
  inString: boolean;
  inError: boolean;
}

/** `original` leads from the offsets of the tree to those that the copy shall have. */
export function copyTree(tree: Tree, language: Language, original: (offset: number) => number): Copy {
  const cursor = tree.walk();
  try {
    const walk: Walk = {
      cursor, original, types: language.types, named: namedTypes(language), fields: language.fields,
      comments: [], tokens: [], problems: [], inString: false, inError: false,
    };
    const root = copyNode(walk, 0);
    return { root, comments: walk.comments, tokens: walk.tokens, problems: walk.problems };
  } finally {
    cursor.delete();
  }
}

const namedTables = new WeakMap<Language, readonly boolean[]>();

function namedTypes(language: Language): readonly boolean[] {
  const known = namedTables.get(language);
  if (known !== undefined) return known;
  const table = language.types.map((_, id) => language.nodeTypeIsNamed(id));
  namedTables.set(language, table);
  return table;
}

function copyNode(walk: Walk, depth: number): Cst {
  const { cursor } = walk;
  const id = cursor.nodeTypeId;
  // The id of ERROR lies outside the language's table.
  const type = walk.types[id] ?? errorType;
  const startInTree = cursor.startIndex;
  const endInTree = cursor.endIndex;
  const start = walk.original(startInTree);
  const end = walk.original(endInTree);
  const field = walk.fields[cursor.currentFieldId] ?? null;
  const named = walk.named[id] ?? true;
  const missing = startInTree === endInTree && cursor.nodeIsMissing;
  const wasInString = walk.inString;
  const wasInError = walk.inError;
  const problem = missing || (type === errorType && named);
  if (type === 'string' && !wasInString) {
    walk.inString = true;
    walk.tokens.push({ type, start, end });
  }
  walk.inError ||= problem;
  const children: Cst[] = [];
  const cut = depth >= depthLimit;
  if (!cut && !leaves.has(type) && cursor.gotoFirstChild()) {
    copyChildren(walk, children, depth);
    cursor.gotoParent();
  } else if (!walk.inString && startInTree < endInTree) {
    walk.tokens.push({ type, start, end });
  }
  walk.inString = wasInString;
  walk.inError = wasInError;
  const broken = children.some((child) => child.missing || isError(child) || (child.broken && parts.has(child.type)));
  const node: Cst = { type, start, end, field, named, missing, children, broken, cut };
  if ((problem && !wasInError) || (cut && end > start && named && mayBeDeep(type))) walk.problems.push(node);
  return node;
}

function copyChildren(walk: Walk, children: Cst[], depth: number): void {
  const { cursor } = walk;
  do {
    const child = copyNode(walk, depth + 1);
    if (child.type === 'comment') {
      walk.comments.push({ start: child.start, end: child.end });
      if (walk.tokens.at(-1)?.type === 'comment') walk.tokens.pop();
    } else if (child.type === 'line_continuation') {
      if (walk.tokens.at(-1)?.type === 'line_continuation') walk.tokens.pop();
    } else {
      children.push(child);
    }
  } while (cursor.gotoNextSibling());
}

const leaves = new Set(
  ['identifier', 'integer', 'float', 'true', 'false', 'none', 'comment', 'ellipsis', '.', ',', ':', '(', ')', '[', ']', '=', '+', '*'],
);

/** A leaf at the limit is complete. */
function mayBeDeep(type: string): boolean {
  return !leaves.has(type);
}

// Looking around in the copy

export function childOf(node: Cst, field: string): Cst | null {
  return node.children.find((child) => child.field === field) ?? null;
}

export function childrenOf(node: Cst, field: string): readonly Cst[] {
  return node.children.filter((child) => child.field === field);
}

export function namedChildren(node: Cst): readonly Cst[] {
  return node.children.filter((child) => child.named);
}

/** The first keyword or punctuation mark with this text. */
export function mark(node: Cst, text: string): Cst | null {
  return node.children.find((child) => !child.named && child.type === text) ?? null;
}

export function rangeOf(node: Range): Range {
  return { start: node.start, end: node.end };
}

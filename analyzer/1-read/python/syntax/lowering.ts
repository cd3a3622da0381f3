// The copy of the concrete tree comes in; the statements of the module go out, with the problems that only their
// meaning shows. This file decides which step takes which node; the steps are in the files beside it.

import type { Body, Expr, Range, Stmt, SyntaxProblem } from '../ast.ts';
import { errorExpr, isStatement, salvage } from './context.ts';
import type { Lowering } from './context.ts';
import { isError, mark, namedChildren, rangeOf } from './cst.ts';
import type { Copy, Cst } from './cst.ts';
import { checkBlock, checkClauses, checkDeeper } from './layout.ts';
import { lineStructure } from './lines.ts';
import { lowerCall, lowerComprehension, lowerDictionary, lowerSequence, lowerSlice, lowerSubscript, lowerTupleTarget } from './lower-brackets.ts';
import { lowerClass, lowerDecorated, lowerFor, lowerFunction, lowerIf, lowerTry, lowerWhile, lowerWith } from './lower-compound.ts';
import { constant, lowerAttribute, lowerAwait, lowerBinary, lowerBoolean, lowerComparison, lowerConditional, lowerLambda, lowerName, lowerNamed, lowerNumber, lowerParenthesized, lowerStarred, lowerUnary, lowerYield } from './lower-expressions.ts';
import { lowerMatch } from './lower-match.ts';
import { errorStatement, lowerAssert, lowerDelete, lowerExpressionStatement, lowerImport, lowerImportFrom, lowerPrint, lowerRaise, lowerReturn, lowerScope, lowerTrivial, lowerTypeAlias } from './lower-statements.ts';
import { lowerString } from './lower-strings.ts';
import { lowerType } from './lower-types.ts';
import { tooDeepMessage } from './repair.ts';
import type { Join } from './repair.ts';

type Step<Result> = (low: Lowering, node: Cst) => Result;

const simple: Readonly<Record<string, Step<Stmt>>> = {
  expression_statement: lowerExpressionStatement,
  return_statement: lowerReturn,
  delete_statement: lowerDelete,
  raise_statement: lowerRaise,
  assert_statement: lowerAssert,
  pass_statement: (_, node) => lowerTrivial(node, 'Pass'),
  break_statement: (_, node) => lowerTrivial(node, 'Break'),
  continue_statement: (_, node) => lowerTrivial(node, 'Continue'),
  global_statement: (low, node) => lowerScope(low, node, 'Global'),
  nonlocal_statement: (low, node) => lowerScope(low, node, 'Nonlocal'),
  type_alias_statement: lowerTypeAlias,
  import_statement: lowerImport,
  import_from_statement: lowerImportFrom,
  future_import_statement: lowerImportFrom,
  print_statement: lowerPrint,
  exec_statement: lowerPrint,
};

const compound: Readonly<Record<string, Step<Stmt>>> = {
  if_statement: lowerIf,
  for_statement: lowerFor,
  while_statement: lowerWhile,
  try_statement: lowerTry,
  with_statement: lowerWith,
  match_statement: lowerMatch,
  function_definition: (low, node) => lowerFunction(low, node, []),
  class_definition: (low, node) => lowerClass(low, node, []),
  decorated_definition: lowerDecorated,
};

const expressions: Readonly<Record<string, Step<Expr>>> = {
  identifier: lowerName,
  integer: lowerNumber,
  float: lowerNumber,
  string: lowerString,
  concatenated_string: lowerString,
  true: (_, node) => constant(node, { type: 'bool', value: true }),
  false: (_, node) => constant(node, { type: 'bool', value: false }),
  none: (_, node) => constant(node, { type: 'None' }),
  ellipsis: (_, node) => constant(node, { type: 'Ellipsis' }),
  binary_operator: lowerBinary,
  boolean_operator: lowerBoolean,
  unary_operator: lowerUnary,
  not_operator: lowerUnary,
  comparison_operator: lowerComparison,
  conditional_expression: lowerConditional,
  named_expression: lowerNamed,
  lambda: lowerLambda,
  await: lowerAwait,
  yield: lowerYield,
  attribute: lowerAttribute,
  parenthesized_expression: lowerParenthesized,
  parenthesized_list_splat: lowerParenthesized,
  list_splat: lowerStarred,
  list_splat_pattern: lowerStarred,
  call: lowerCall,
  subscript: lowerSubscript,
  slice: lowerSlice,
  list: (low, node) => lowerSequence(low, node, 'List'),
  list_pattern: (low, node) => lowerSequence(low, node, 'List'),
  set: (low, node) => lowerSequence(low, node, 'Set'),
  tuple: (low, node) => lowerSequence(low, node, 'Tuple'),
  expression_list: (low, node) => lowerSequence(low, node, 'Tuple'),
  pattern_list: (low, node) => lowerSequence(low, node, 'Tuple'),
  tuple_pattern: lowerTupleTarget,
  dictionary: lowerDictionary,
  list_comprehension: lowerComprehension,
  set_comprehension: lowerComprehension,
  dictionary_comprehension: lowerComprehension,
  generator_expression: lowerComprehension,
  type: lowerType,
  generic_type: lowerType,
  union_type: lowerType,
  constrained_type: lowerType,
  splat_type: lowerType,
  member_type: lowerType,
};

export interface Lowered {
  readonly body: Body;
  readonly problems: readonly SyntaxProblem[];
  readonly forgiven: ReadonlySet<Cst>;
  readonly joins: readonly Join[];
  readonly respelled: readonly Range[];
  /** Where an error makes one expression unknown and nothing else. */
  readonly contained: readonly Range[];
}

/** `damaged` are the lines that a repair has touched: their statements do not mean what they say. */
export function lowerModule(text: string, copy: Copy, damaged: readonly Range[]): Lowered {
  const problems: SyntaxProblem[] = [];
  const forgiven = new Set<Cst>();
  const joins: Join[] = [];
  const respelled: Range[] = [];
  const contained: Range[] = [];
  const lines = lineStructure(text, copy.tokens);
  const low: Lowering = {
    text, lines,
    problem: (at, message) => void problems.push({ range: rangeOf(at), message, kind: 'syntax' }),
    forgive: (node) => void forgiven.add(node),
    tooDeep: (at) => void problems.push({ range: rangeOf(at), message: tooDeepMessage, kind: 'limit' }),
    contain: (range) => void contained.push(range),
    respell: (word) => void respelled.push(word),
    expression: (node) => starWhole(lowerExpression(low, node)),
    statement: (node) => lowerStatement(low, node, joins, damaged),
    body: (block, owner, header) => lowerBody(low, block, owner, header),
  };
  checkBlock(low, namedChildren(copy.root), '');
  const body = statements(low, copy.root);
  return { body, problems, forgiven, joins, respelled, contained };
}

function lowerExpression(low: Lowering, node: Cst): Expr {
  if (node.missing || isError(node) || node.broken) {
    low.contain(node);
    return errorExpr(node, node.missing ? 'an expression is missing' : 'an expression that does not parse', salvage(low, node));
  }
  if (node.cut && node.type !== 'identifier' && namedLeaf(node) === false) return errorExpr(node, 'nested too deeply');
  const step = node.named ? expressions[node.type] : undefined;
  if (step !== undefined) return step(low, node);
  // A keyword in the place of an expression, such as `print` or `type` used as a name.
  if (!node.named && /^[a-z]+$/.test(node.type)) return lowerName(low, node);
  const reason = node.type === 'as_pattern' ? "'as' cannot stand in an expression" : `no expression: ${node.type}`;
  low.problem(node, node.type === 'as_pattern' ? reason : 'this is no expression');
  return errorExpr(node, reason, salvage(low, node));
}

/** The grammar binds the star of `*f(x), y` to `f` alone; to Python it stars the whole call. */
function starWhole(expression: Expr): Expr {
  const field = leftmost[expression.kind];
  if (field === undefined) return expression;
  const left = (expression as unknown as Readonly<Record<string, Expr | readonly Expr[]>>)[field];
  const star = Array.isArray(left) ? (left as readonly Expr[])[0] : left as Expr;
  if (star?.kind !== 'Starred' || star.range.start !== expression.range.start) return expression;
  const unstarred = Array.isArray(left) ? [star.value, ...(left as readonly Expr[]).slice(1)] : star.value;
  const range = { start: star.value.range.start, end: expression.range.end };
  return { kind: 'Starred', range: expression.range, value: { ...expression, [field]: unstarred, range } as Expr };
}

const leftmost: Partial<Record<Expr['kind'], string>> = {
  Call: 'func', Attribute: 'value', Subscript: 'value', BinOp: 'left', Compare: 'left', BoolOp: 'values', IfExp: 'body',
};

function namedLeaf(node: Cst): boolean {
  return ['integer', 'float', 'true', 'false', 'none', 'ellipsis'].includes(node.type);
}

function statements(low: Lowering, owner: Cst): Stmt[] {
  return namedChildren(owner).map((child) => low.statement(child));
}

function lowerStatement(low: Lowering, node: Cst, joins: Join[], damaged: readonly Range[]): Stmt {
  if (node.cut) return { kind: 'ErrorStmt', range: rangeOf(node), parts: [] };
  const simpleStep = simple[node.type];
  const compoundStep = compound[node.type];
  if (isError(node) || (simpleStep === undefined && compoundStep === undefined)) return errorStatement(low, node);
  const header = compoundStep === undefined ? node : headerOf(node);
  const at = low.lines.breakWithin(header);
  if (at !== null) joins.push({ at, token: low.lines.tokenBefore(at) });
  if (compoundStep !== undefined) {
    for (const clause of node.children) noteJoin(low, clause, joins);
    checkClauses(low, node);
    return markDamage(compoundStep(low, node), header, damaged);
  }
  if (at !== null || node.broken || simpleStep === undefined) return errorStatement(low, node);
  return markDamage(simpleStep(low, node), node, damaged);
}

function noteJoin(low: Lowering, clause: Cst, joins: Join[]): void {
  if (!clause.type.endsWith('_clause')) return;
  const at = low.lines.breakWithin(headerOf(clause));
  if (at !== null) joins.push({ at, token: low.lines.tokenBefore(at) });
}

/** Up to the colon. */
function headerOf(node: Cst): Range {
  const colon = mark(node, ':');
  const definition = node.type === 'decorated_definition' ? node.children.at(-1) : undefined;
  if (definition !== undefined) return isStatement(definition) ? headerOf(definition) : rangeOf(definition);
  return { start: node.start, end: colon?.end ?? node.end };
}

function markDamage(statement: Stmt, header: Range, damaged: readonly Range[]): Stmt {
  const touched = damaged.some((line) => line.start <= header.start && header.start <= line.end);
  if (!touched || statement.kind === 'FunctionDef' || statement.kind === 'ClassDef') return statement;
  const filler = statement.kind === 'Pass';
  return { kind: 'ErrorStmt', range: statement.range, parts: filler ? [] : [statement] };
}

function lowerBody(low: Lowering, block: Cst | null, owner: string, header: Range): Body {
  if (block?.cut === true) return [{ kind: 'ErrorStmt', range: rangeOf(block), parts: [] }];
  const nodes = block === null ? [] : namedChildren(block);
  const [first] = nodes;
  if (first === undefined) {
    const end = low.text.indexOf('\n', header.start);
    const range = { start: header.start, end: Math.min(header.end, end < 0 ? header.end : end) };
    low.problem(range, `this ${owner} has no body: an indented line is expected after it`);
    return [];
  }
  const indentation = low.lines.indentation(first.start);
  checkBlock(low, nodes, indentation);
  if (indentation !== null) checkDeeper(low, first, header, indentation);
  return nodes.map((node) => low.statement(node));
}

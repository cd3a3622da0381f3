// String literals: concrete nodes in; `Constant` for plain ones, `JoinedStr` when one of the adjacent literals is an
// f-string. Text is cut by the positions of its quotes and braces, not by the grammar's content nodes, which leave
// out blanks.

import type { Constant, ConstantValue, Expr, FormattedValue, JoinedStr, Range } from '../ast.ts';
import { errorExpr, salvage, textOf } from './context.ts';
import type { Lowering } from './context.ts';
import { childOf, mark, rangeOf } from './cst.ts';
import type { Cst } from './cst.ts';
import { decode } from './escapes.ts';
import type { Literal } from './escapes.ts';

type Part = Constant | FormattedValue;

interface Piece {
  readonly parts: readonly Part[];
  readonly bytes: boolean;
  readonly formatted: boolean;
}

export function lowerString(low: Lowering, node: Cst): Expr {
  const literals = node.type === 'concatenated_string' ? node.children.filter((child) => child.type === 'string') : [node];
  const whole = rangeOf(node);
  if (node.cut) return errorExpr(whole, 'a string is nested too deeply');
  const pieces: Piece[] = [];
  for (const literal of literals) {
    const piece = readPiece(low, literal);
    if (piece === null) return errorExpr(whole, 'a string that is not one', salvage(low, node));
    pieces.push(piece);
  }
  const bytes = pieces[0]?.bytes ?? false;
  if (pieces.some((piece) => piece.bytes !== bytes)) {
    low.problem(whole, 'bytes and text cannot be written next to each other as one literal');
    return errorExpr(whole, 'bytes beside text');
  }
  const parts = merge(pieces.flatMap((piece) => piece.parts));
  if (pieces.some((piece) => piece.formatted)) return { kind: 'JoinedStr', range: whole, values: parts };
  const value = parts.map((part) => (part.kind === 'Constant' && 'value' in part.value ? String(part.value.value) : '')).join('');
  return { kind: 'Constant', range: whole, value: { type: bytes ? 'bytes' : 'str', value } };
}

function readPiece(low: Lowering, node: Cst): Piece | null {
  const open = node.children.find((child) => child.type === 'string_start');
  const close = node.children.findLast((child) => child.type === 'string_end');
  if (open === undefined || close === undefined || close.missing) return null;
  const opening = textOf(low, open).toLowerCase();
  const prefix = /^[a-z]*/.exec(opening)?.[0] ?? '';
  if (!/^(?:|r|u|b|br|rb|f|fr|rf)$/.test(prefix)) {
    const template = prefix.includes('t');
    low.problem(open, template ? 'template strings need Python 3.14' : `'${prefix}' cannot stand before a string`);
    return null;
  }
  const formatted = prefix.includes('f');
  const literal: Literal = { raw: prefix.includes('r'), bytes: prefix.includes('b'), braces: formatted };
  // The grammar counts backslashes before the closing quotes of a raw string among them.
  const inside = { start: open.end, end: close.end - (opening.length - prefix.length) };
  const holes = formatted ? node.children.filter((child) => child.type === 'interpolation') : [];
  return { parts: cutAtHoles(low, inside, holes, literal), bytes: literal.bytes, formatted };
}

function cutAtHoles(low: Lowering, inside: Range, holes: readonly Cst[], literal: Literal): Part[] {
  const parts: Part[] = [];
  let from = inside.start;
  for (const hole of holes) {
    parts.push(...textPart(low, { start: from, end: hole.start }, literal), ...lowerHole(low, hole, literal));
    from = hole.end;
  }
  parts.push(...textPart(low, { start: from, end: inside.end }, literal));
  return parts;
}

function textPart(low: Lowering, range: Range, literal: Literal): Part[] {
  if (range.end <= range.start) return [];
  const decoded = decode(low.text, range.start, range.end, literal);
  for (const { range: at, message } of decoded.problems) low.problem(at, message);
  const value: ConstantValue = { type: literal.bytes ? 'bytes' : 'str', value: decoded.value };
  return [{ kind: 'Constant', range, value }];
}

function lowerHole(low: Lowering, hole: Cst, literal: Literal): Part[] {
  const conversionNode = childOf(hole, 'type_conversion');
  const formatNode = childOf(hole, 'format_specifier');
  const found = childOf(hole, 'expression');
  // `{x:=10}` is x in the format `=10`; a named expression needs brackets here.
  const walrus = found?.type === 'named_expression' && !found.broken ? mark(found, ':=') : null;
  const expressionNode = walrus === null || found === null ? found : childOf(found, 'name');
  const open = hole.children[0];
  const value = hole.broken || expressionNode === null
    ? errorExpr(hole, 'an f-string field that is no expression', salvage(low, hole))
    : low.expression(expressionNode);
  const format = walrus !== null ? formatOf(low, { start: walrus.start, end: hole.end - 1 }, [], literal)
    : formatNode === null ? null : lowerFormat(low, formatNode, literal);
  const debug = mark(hole, '=') !== null;
  const conversion = readConversion(low, conversionNode) ?? (debug && format === null ? 'r' : null);
  const field: FormattedValue = { kind: 'FormattedValue', range: rangeOf(hole), value, conversion, format };
  if (!debug || open === undefined) return [field];
  const shownEnd = conversionNode?.start ?? formatNode?.start ?? hole.end - 1;
  return [...textPart(low, { start: open.end, end: shownEnd }, { raw: true, bytes: false, braces: false }), field];
}

function readConversion(low: Lowering, node: Cst | null): 's' | 'r' | 'a' | null {
  if (node === null) return null;
  const letter = textOf(low, node).slice(1);
  if (letter === 's' || letter === 'r' || letter === 'a') return letter;
  low.problem(node, `'!${letter}' is no conversion; there are !s, !r and !a`);
  return null;
}

function lowerFormat(low: Lowering, node: Cst, literal: Literal): JoinedStr {
  const holes = node.children.filter((child) => child.type === 'format_expression' || child.type === 'interpolation');
  return formatOf(low, node, holes, literal);
}

/** `range` starts with the colon. */
function formatOf(low: Lowering, range: Range, holes: readonly Cst[], literal: Literal): JoinedStr {
  const inside = { start: range.start + 1, end: range.end };
  const parts = cutAtHoles(low, inside, holes, { ...literal, braces: false });
  return { kind: 'JoinedStr', range: rangeOf(range), values: merge(parts) };
}

/** Adjacent pieces of text are one constant. */
function merge(parts: readonly Part[]): Part[] {
  const merged: Part[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (last?.kind === 'Constant' && part.kind === 'Constant' && last.value.type === 'str' && part.value.type === 'str') {
      const range = { start: last.range.start, end: part.range.end };
      merged[merged.length - 1] = { kind: 'Constant', range, value: { type: 'str', value: last.value.value + part.value.value } };
    } else {
      merged.push(part);
    }
  }
  return merged;
}

// Sums and statements in, text for people out: `floor((h - 1)/2) + 1`, `n mod 8`, `max(a, b)`, `16*h*w = 400`.
// Every form has one text and different forms have different texts, so text serves as a key as well.

import { gcd } from './form-ranges.ts';
import { solve, substitute } from './form-rebuild.ts';
import { sharedAtoms, withoutProduct } from './form-statements.ts';
import type { Atom, FloorAtom, HoldsAtom, Product, Statement, Sum, Term } from './form-data.ts';
import { atomSum, constantSum, makeSum, sameSum } from './form-data.ts';
import { add, fixHolds, holdsIn, multiply, scale, subtract } from './form-sums.ts';

/** Names like `x.shape[0]` stand as they are, others are put between backquotes. */
const PLAIN_NAME = /^[\p{L}_$][\p{L}\p{N}_$.[\]'"@:]*$/u;

/** Nested choices are written out up to this number; more are written as factors of 0 or 1. */
const MAX_CASES = 4;

export function textOfSum(sum: Sum): string {
  return assemble(piecesOf(sum));
}

/** One summand: its text without sign. */
interface Piece {
  readonly negative: boolean;
  readonly text: string;
}

function piecesOf(sum: Sum): Piece[] {
  const choices = holdsIn(sum);
  const [choice] = choices;
  if (choice !== undefined && choices.length <= MAX_CASES) return choicePieces(sum, choice);
  for (const term of sum.terms) {
    for (const atom of term.product.atoms) {
      const pieces = atom.kind === 'floor' ? remainderPieces(sum, term, atom) : undefined;
      if (pieces !== undefined) return pieces;
    }
  }
  return plainPieces(sum);
}

function plainPieces(sum: Sum): Piece[] {
  const pieces = sum.terms.map(({ coefficient, product }): Piece => {
    return { negative: coefficient < 0, text: textOfTerm(Math.abs(coefficient), product) };
  });
  if (sum.constant !== 0 || pieces.length === 0) pieces.push({ negative: sum.constant < 0, text: String(Math.abs(sum.constant)) });
  return pieces;
}

/** Summands that are added come first, so that a text rarely opens with a sign. */
function assemble(pieces: readonly Piece[]): string {
  const ordered = [...pieces.filter((piece) => !piece.negative), ...pieces.filter((piece) => piece.negative)];
  return ordered.map(({ negative, text }, i) => (i === 0 ? (negative ? `-${text}` : text) : `${negative ? ' - ' : ' + '}${text}`)).join('');
}

function textOfTerm(size: number, product: Product): string {
  let divisor = 1;
  for (const atom of product.atoms) if (atom.kind === 'symbol') divisor *= atom.divisor;
  const shared = gcd(size, divisor);
  const factors = product.atoms.map(textOfAtom);
  if (size !== shared) factors.unshift(String(size / shared));
  return factors.join('*') + (divisor === shared ? '' : `/${divisor / shared}`);
}

function textOfAtom(atom: Atom): string {
  if (atom.kind === 'symbol') return PLAIN_NAME.test(atom.name) ? atom.name : `\`${atom.name}\``;
  if (atom.opaque) return `\`${atom.key.slice(1)}\``;
  if (atom.kind === 'floor') return `floor(${grouped(atom.of)}/${grouped(atom.by)})`;
  if (atom.kind === 'holds') return `if(${textOfStatement(atom.statement)}; 1; 0)`;
  if (atom.operation === 'times') return `${grouped(atom.left)}*${grouped(atom.right)}`;
  return `(${textOfSum(atom.left)} + (${textOfSum(atom.right)}))`;
}

/** In parentheses unless it is one factor. */
function grouped(sum: Sum): string {
  const pieces = piecesOf(sum);
  const text = assemble(pieces);
  return pieces.length > 1 || pieces[0]?.negative || /[*/ ]/.test(outermost(text)) ? `(${text})` : text;
}

/** The text without what stands inside parentheses or backquotes. */
function outermost(text: string): string {
  let depth = 0;
  let quoted = false;
  let out = '';
  for (const character of text) {
    if (character === '`') quoted = !quoted;
    if (quoted) continue;
    if (character === ')') depth--;
    if (depth === 0) out += character;
    if (character === '(') depth++;
  }
  return out;
}

/** `x − k·floor(x/k)` reads `x mod k`. */
function remainderPieces(sum: Sum, term: Term, floor: FloorAtom): Piece[] | undefined {
  const [only] = floor.by.terms;
  const size = only === undefined ? floor.by.constant : 1;
  if (only !== undefined && (floor.by.terms.length > 1 || floor.by.constant !== 0 || only.coefficient !== 1)) return undefined;
  const multiple = multiply(floor.by, atomSum(floor));
  if (multiple.terms[0]?.product.key !== term.product.key || term.coefficient % size !== 0) return undefined;
  const times = -term.coefficient / size;
  const rest = subtract(sum, scale(times, subtract(floor.of, multiple)));
  if (rest.terms.length !== sum.terms.length - 1 - floor.of.terms.length) return undefined;
  const text = `${grouped(floor.of)} mod ${grouped(floor.by)}`;
  const piece = { negative: times < 0, text: Math.abs(times) === 1 ? text : `${Math.abs(times)}*(${text})` };
  return rest.terms.length === 0 && rest.constant === 0 ? [piece] : [bracketed(piece), ...piecesOf(rest)];
}

function bracketed(piece: Piece): Piece {
  return piece.text.includes(')') || piece.text.includes(' mod ') ? { negative: piece.negative, text: `(${piece.text})` } : piece;
}

function choicePieces(sum: Sum, choice: HoldsAtom): Piece[] {
  const factor = sharedAtoms(sum, (atom) => atom.kind !== 'holds');
  if (factor.atoms.length > 0) {
    const rest = withoutProduct(sum, factor);
    return [{ negative: false, text: `${textOfTerm(1, factor)}*${grouped(rest)}` }];
  }
  const no = fixHolds(sum, choice, 0);
  const yes = fixHolds(sum, choice, 1);
  const common = commonPart(yes, no);
  const shown = textOfChoice(choice.statement, subtract(yes, common), subtract(no, common));
  if (shown === undefined) return [{ negative: false, text: textOfCondition(choice.statement, yes, no) }];
  if (common.terms.length === 0 && common.constant === 0) return [shown];
  const others = piecesOf(makeSum(0, common.terms));
  const constant = common.constant === 0 ? [] : plainPieces(constantSum(common.constant));
  return [...(common.terms.length === 0 ? [] : others), shown, ...constant];
}

function commonPart(a: Sum, b: Sum): Sum {
  const terms = a.terms.filter(({ coefficient, product }) =>
    b.terms.some((other) => other.product.key === product.key && other.coefficient === coefficient));
  return makeSum(a.constant === b.constant ? a.constant : 0, terms);
}

/** A maximum or minimum; for another choice undefined where one of its sides would be nothing. */
function textOfChoice(statement: Statement, yes: Sum, no: Sum): Piece | undefined {
  const difference = subtract(yes, no);
  if (statement.kind === 'atLeast') {
    const ratio = (difference.terms[0]?.coefficient ?? 0) / (statement.sum.terms[0]?.coefficient ?? 1);
    const proportional = Number.isInteger(ratio) && ratio !== 0 && sameSum(difference, scale(ratio, statement.sum));
    if (proportional) return textOfExtreme(ratio > 0, yes, no);
  }
  const empty = [yes, no].some((side) => side.terms.length === 0 && side.constant === 0);
  return empty ? undefined : { negative: false, text: textOfCondition(statement, yes, no) };
}

function textOfExtreme(largest: boolean, yes: Sum, no: Sum): Piece {
  const flipped = [yes, no].every((side) => piecesOf(side).every((piece) => piece.negative));
  const sides = flipped ? [scale(-1, yes), scale(-1, no)] : [yes, no];
  const texts = sides.map((side) => ({ last: side.terms.length === 0 ? 1 : 0, text: textOfSum(side) }));
  texts.sort((a, b) => a.last - b.last || (a.text < b.text ? -1 : 1));
  return { negative: flipped, text: `${largest !== flipped ? 'max' : 'min'}(${texts.map(({ text }) => text).join(', ')})` };
}

function textOfCondition(statement: Statement, yes: Sum, no: Sum): string {
  const solved = statement.kind === 'equals' ? solve(statement.sum) : undefined;
  const taken = solved === undefined ? yes : substitute(yes, new Map([[solved.atom.key, solved]]));
  return `if(${textOfStatement(statement)}; ${textOfSum(taken)}; ${textOfSum(no)})`;
}

/** `left relation right`, as a rule said it or as the canonical statement splits. */
export function textOfComparison(left: string, relation: '=' | '!=' | '>=' | '<', right: string): string {
  return `${left} ${relation} ${right}`;
}

export function textOfStatement(statement: Statement): string {
  switch (statement.kind) {
    case 'known':
      return statement.key;
    case 'equals':
      return textOfSides(statement.sum, '=');
    case 'atLeast':
      return textOfSides(statement.sum, '>=');
    case 'divisible':
      return `${grouped(statement.sum)} mod ${grouped(statement.by)} = 0`;
    case 'not':
      if (statement.of.kind === 'equals') return textOfSides(statement.of.sum, '!=');
      if (statement.of.kind === 'divisible') return `${grouped(statement.of.sum)} mod ${grouped(statement.of.by)} != 0`;
      return `not (${textOfStatement(statement.of)})`;
    case 'and':
    case 'or':
      return statement.parts.map(textOfPart).join(` ${statement.kind} `);
  }
}

function textOfPart(part: Statement): string {
  return part.kind === 'and' || part.kind === 'or' ? `(${textOfStatement(part)})` : textOfStatement(part);
}

/** What is subtracted goes to the right side; so does the constant, unless the right side would be empty anyway. */
function textOfSides(sum: Sum, relation: '=' | '!=' | '>='): string {
  const left = makeSum(0, sum.terms.filter(({ coefficient }) => coefficient > 0));
  const right = scale(-1, makeSum(sum.constant, sum.terms.filter(({ coefficient }) => coefficient < 0)));
  if (left.terms.length === 0 && relation === '>=') {
    const constant = constantSum(-right.constant);
    return textOfComparison(textOfSum(constant), relation, textOfSum(add(right, constant)));
  }
  return textOfComparison(textOfSum(left), relation, textOfSum(right));
}


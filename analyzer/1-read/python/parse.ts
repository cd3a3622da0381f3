// The text of a Python file comes in, its syntax tree goes out. Any text will do: what is not Python becomes error
// nodes and entries of `errors`. The grammar is loaded once with `loadPython`; after that everything is synchronous.

import type { Comment, PyModule, Range, SyntaxProblem } from './ast.ts';
import type { Copy, Cst } from './syntax/cst.ts';
import { applyEdits } from './syntax/edits.ts';
import { loadGrammar, parseConcretely } from './syntax/grammar.ts';
import { lowerModule } from './syntax/lowering.ts';
import type { Lowered } from './syntax/lowering.ts';
import { describe, lexicalRepairs, lineRepairs } from './syntax/repair.ts';
import type { Repairs } from './syntax/repair.ts';
import { scan } from './syntax/scan.ts';

export async function loadPython(): Promise<void> {
  await loadGrammar();
}

/** Code units; generated data, not programs, is larger. */
export const longestText = 2_000_000;
/** Every round reads the whole text again. */
const repairRounds = 5;
const longestRepaired = 400_000;

const none: Repairs = { edits: [], damaged: [], problems: [] };

/** Assumes that `loadPython` has finished. Never throws because of the text. */
export function parsePython(text: string): PyModule {
  if (text.length > longestText) return refused(text, `longer than ${longestText} characters: not analysed`);
  try {
    return parseRepaired(text);
  } catch (error) {
    // The only thing that a text can still exhaust is the stack.
    if (error instanceof RangeError) return refused(text, 'nested too deeply: not analysed');
    throw error;
  }
}

function parseRepaired(original: string): PyModule {
  // A lone carriage return ends a line for Python but not for the grammar; NUL would end the text.
  const text = original.replace(/\r(?!\n)/g, '\n').replaceAll('\0', '\u0001');
  let reading = readOnce(text, none);
  const { comments } = reading.copy;
  const respelled = respellings(text, reading);
  if (respelled.edits.length > 0) reading = readOnce(text, respelled);
  if (wrongPlaces(reading).length === 0 && reading.lowered.joins.length === 0) return finish(original, reading, none, comments);
  const found = scan(text);
  const lexical = lexicalRepairs(found);
  let repairs: Repairs = { ...lexical, edits: [...respelled.edits, ...lexical.edits] };
  const rounds = text.length > longestRepaired ? 1 : repairRounds;
  for (let round = 0; round < rounds; round++) {
    if (repairs.edits.length > 0) reading = readOnce(text, repairs);
    const wrong = wrongPlaces(reading);
    if (wrong.length === 0 && reading.lowered.joins.length === 0) break;
    const more = lineRepairs(text, found, reading.lowered.joins, wrong, repairs);
    if (more.edits.length === repairs.edits.length) break;
    repairs = more;
  }
  return finish(original, reading, repairs, comments);
}

/** Another word of the same length, so that nothing moves; names are read from the original. */
function respellings(text: string, reading: Reading): Repairs {
  const edits = reading.lowered.respelled.map((word) => ({ ...word, insert: `_${text.slice(word.start + 1, word.end)}` }));
  return { ...none, edits };
}

interface Reading {
  readonly copy: Copy;
  readonly lowered: Lowered;
}

function readOnce(text: string, repairs: Repairs): Reading {
  const edited = applyEdits(text, repairs.edits);
  const copy = parseConcretely(edited.text, edited.original);
  return { copy, lowered: lowerModule(text, copy, repairs.damaged) };
}

/** What is wrong and not confined to one expression. */
function wrongPlaces(reading: Reading): Cst[] {
  const { forgiven, contained } = reading.lowered;
  return reading.copy.problems.filter((node) => !node.cut && !forgiven.has(node)
    && !contained.some((range) => range.start <= node.start && node.end <= range.end));
}

/** `comments` are those of the untouched text: repairs blank some. */
function finish(text: string, reading: Reading, repairs: Repairs, comments: readonly Range[]): PyModule {
  const { copy, lowered } = reading;
  const rest = copy.problems.filter((node) => !lowered.forgiven.has(node)).map((node) => describe(text, node));
  const joined = lowered.joins.map((join): SyntaxProblem => (
    { range: { start: join.at, end: join.at }, message: 'this statement ends too early', kind: 'syntax' }));
  return {
    kind: 'Module', range: { start: 0, end: text.length }, body: lowered.body,
    comments: comments.map((range) => comment(text, range)),
    errors: oneALine(text, [...repairs.problems, ...rest, ...joined, ...lowered.problems]),
  };
}

function comment(text: string, range: Range): Comment {
  const lineStart = Math.max(text.lastIndexOf('\n', range.start - 1), text.lastIndexOf('\r', range.start - 1)) + 1;
  return { text: text.slice(range.start, range.end), range, ownLine: text.slice(lineStart, range.start).trim() === '' };
}

/** The first complaint about a line is the one to read; what follows is mostly its echo. */
function oneALine(text: string, problems: readonly SyntaxProblem[]): SyntaxProblem[] {
  const lines = new Set<number>();
  const kept = problems.filter((problem) => {
    const line = text.lastIndexOf('\n', problem.range.start - 1);
    const isNew = !lines.has(line);
    lines.add(line);
    return isNew;
  });
  return kept.toSorted((a, b) => a.range.start - b.range.start);
}

function refused(text: string, message: string): PyModule {
  const range = { start: 0, end: text.length };
  const errors: SyntaxProblem[] = [{ range: { start: 0, end: 0 }, message, kind: 'limit' }];
  return { kind: 'Module', range, body: [{ kind: 'ErrorStmt', range, parts: [] }], comments: [], errors };
}

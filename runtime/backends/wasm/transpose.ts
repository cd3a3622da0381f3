// Copies that turn: two loops around one store of one load, where neighbours of the one loop lie side by side in the
// source and neighbours of the other in the target. Blocks of 4 × 4 elements are read and written as vectors and
// turned in registers; where the source's loop is the outer one, four blocks at a time, so that each cache line of the
// source is read once.
import type { Stmt } from '../../ir/loops.ts';
import type { Code } from './binary.ts';
import { pushAddress } from './expressions.ts';
import { factorOf } from './forms.ts';
import type { Frame } from './frame.ts';
import { op } from './opcodes.ts';
import type { Loop } from './vector-plan.ts';

type Store = Extract<Stmt, { kind: 'store' }>;

export interface Turn {
  readonly outer: Loop;
  readonly inner: Loop;
  readonly store: Store;
  /** Elements between neighbours of the target's loop in the source, and of the source's loop in the target. */
  readonly sourceStep: number;
  readonly targetStep: number;
  /** Blocks along the outer loop that are turned together. */
  readonly wide: number;
}

export const BLOCK = 4;
const WIDE = 4;

export function planTurn(outer: Loop, frame: Frame): Turn | undefined {
  const [inner] = outer.body;
  if (outer.body.length !== 1 || inner?.kind !== 'for' || inner.body.length !== 1 || outer.extent < BLOCK || inner.extent < BLOCK) return undefined;
  const [store] = inner.body;
  if (store?.kind !== 'store' || store.value.kind !== 'load') return undefined;
  const load = store.value;
  const dtype = frame.dtypeOf(store.buffer);
  if (load.buffer === store.buffer || frame.overwritten.has(load.buffer) || frame.dtypeOf(load.buffer) !== dtype || (dtype !== 'float32' && dtype !== 'int32')) return undefined;
  const [from, to] = [frame.forms.of(load.at), frame.forms.of(store.at)];
  if ([...from.terms, ...to.terms].some(({ atom }) => atom.kind !== 'var')) return undefined;
  for (const [source, target] of [[outer, inner], [inner, outer]] as const) {
    const [sourceStep, targetStep] = [factorOf(from, target.name), factorOf(to, source.name)];
    if (factorOf(from, source.name) !== 1 || factorOf(to, target.name) !== 1 || sourceStep < BLOCK || targetStep < BLOCK) continue;
    return { outer, inner, store, sourceStep, targetStep, wide: source === outer && outer.extent >= BLOCK * WIDE ? WIDE : 1 };
  }
  return undefined;
}

/** The code for the blocks that begin at the current iteration of both loops. */
export function writeTurn(frame: Frame, { store, sourceStep, targetStep }: Turn, blocks: number): void {
  if (store.value.kind !== 'load') return;
  const { buffer, at } = store.value;
  for (let block = 0; block < blocks; block++) {
    const rows = [0, 1, 2, 3].map((row) => {
      const offset = pushAddress(frame, buffer, at);
      frame.code.memory(op.v128Load, 2, offset + 4 * (block * BLOCK + row * sourceStep));
      const local = frame.temporary('v128');
      frame.code.set(local);
      return local;
    }) as [number, number, number, number];
    const halves = [[0, 1], [2, 3]].flatMap(([x, y]) => [LOW, HIGH].map((words) => shuffled(frame, rows[x!]!, rows[y!]!, words))) as [number, number, number, number];
    const [low0, high0, low1, high1] = halves;
    const columns = [[low0, low1, FIRST], [low0, low1, SECOND], [high0, high1, FIRST], [high0, high1, SECOND]] as const;
    columns.forEach(([x, y, words], column) => {
      const offset = pushAddress(frame, store.buffer, store.at);
      shuffle(frame.code.get(x).get(y), words);
      frame.code.memory(op.v128Store, 2, offset + 4 * (block * BLOCK + column) * targetStep);
    });
  }
}

/** Words of two vectors, 0 to 3 of the first and 4 to 7 of the second. */
const LOW = [0, 4, 1, 5];
const HIGH = [2, 6, 3, 7];
const FIRST = [0, 1, 4, 5];
const SECOND = [2, 3, 6, 7];

function shuffle(code: Code, words: readonly number[]): void {
  code.shuffle(words.flatMap((word) => [0, 1, 2, 3].map((byte) => 4 * word + byte)));
}

function shuffled(frame: Frame, x: number, y: number, words: readonly number[]): number {
  shuffle(frame.code.get(x).get(y), words);
  const local = frame.temporary('v128');
  frame.code.set(local);
  return local;
}

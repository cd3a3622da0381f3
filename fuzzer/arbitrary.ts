// Graphs for other people's property tests: a fast-check arbitrary whose values are complete cases (graph, inputs,
// expected values) and shrink over their choices. Every candidate is a valid case, because replaying any sequence is.
import { Arbitrary, Stream, Value } from 'fast-check';
import type { Random } from 'fast-check';
import { Choices } from './choices.ts';
import type { CaseOptions, FuzzCase } from './generate.ts';
import { caseFrom, replayCase } from './generate.ts';
import { partsOf } from './mutate.ts';

export type GraphOptions = Partial<CaseOptions>;

const NODES = 6;

/** Graphs of at most `nodes` operators, with inputs and what the reference says about every value. */
export function graphs(options: GraphOptions = {}): Arbitrary<FuzzCase> {
  return new Graphs({ nodes: NODES, ...options });
}

class Graphs extends Arbitrary<FuzzCase> {
  readonly #options: CaseOptions;

  constructor(options: CaseOptions) {
    super();
    this.#options = options;
  }

  override generate(random: Random): Value<FuzzCase> {
    const nodes = random.nextInt(1, this.#options.nodes);
    return valueOf(caseFrom(Choices.random(random.nextInt(), random.nextInt()), { ...this.#options, nodes }));
  }

  override canShrinkWithoutContext(value: unknown): value is FuzzCase {
    return typeof value === 'object' && value !== null && 'graph' in value && 'choices' in value;
  }

  override shrink(value: FuzzCase): Stream<Value<FuzzCase>> {
    return new Stream(simpler(value, this.#options)).map(valueOf);
  }
}

// fast-check asks for cloning where values are handed to properties that change them; cases are read only.
function valueOf(made: FuzzCase): Value<FuzzCase> {
  return new Value(made, undefined);
}

/** Candidates from the boldest to the mildest: fewer operators, runs of choices left out, choices made plain. */
export function* simpler(made: FuzzCase, options: CaseOptions): IterableIterator<FuzzCase> {
  const { choices } = made;
  const nodes = made.graph.nodes.length;
  for (const fewer of new Set([1, Math.floor(nodes / 2), nodes - 1])) if (fewer >= 1 && fewer < nodes) yield replayCase(choices, { ...options, nodes: fewer });
  yield* fewerMoves(made, options);
  const candidate = (sequence: readonly number[]): FuzzCase | undefined => {
    const next = replayCase(sequence, { ...options, nodes });
    return isSimpler(next, made) ? next : undefined;
  };
  for (let length = choices.length >> 1; length >= 1; length >>= 1) {
    for (let at = 0; at < choices.length; at += length) {
      const without = candidate([...choices.slice(0, at), ...choices.slice(at + length)]);
      if (without) yield without;
      const plain = choices.slice(at, at + length).some((n) => n !== 0) ? candidate(choices.map((n, i) => (i >= at && i < at + length ? 0 : n))) : undefined;
      if (plain) yield plain;
    }
  }
  for (const [at, n] of choices.entries()) {
    const half = n > 1 ? candidate(choices.with(at, n >> 1)) : undefined;
    if (half) yield half;
  }
}

/** Whole moves left out, half of them first, and as many operators fewer as may have come from them. */
function* fewerMoves(made: FuzzCase, options: CaseOptions): IterableIterator<FuzzCase> {
  const { head, moves } = partsOf(made);
  const nodes = made.graph.nodes.length;
  for (let length = moves.length >> 1; length >= 1; length >>= 1) {
    for (let at = 0; at < moves.length; at += length) {
      const rest = moves.toSpliced(at, length);
      for (const fewer of new Set([Math.max(1, nodes - length), Math.max(1, Math.floor(nodes / 2)), 1])) {
        const next = caseFrom(Choices.moves([head, ...rest], Choices.replay([])), { ...options, nodes: fewer });
        if (isSimpler(next, made)) yield next;
      }
    }
  }
}

/** Fewer operators first, then fewer choices, then smaller ones: an order without endless descents. */
export function isSimpler(a: FuzzCase, b: FuzzCase): boolean {
  const [m, n] = [a.graph.nodes.length, b.graph.nodes.length];
  if (m !== n) return m < n;
  if (a.choices.length !== b.choices.length) return a.choices.length < b.choices.length;
  const first = a.choices.findIndex((choice, i) => choice !== b.choices[i]);
  return first >= 0 && a.choices[first]! < b.choices[first]!;
}

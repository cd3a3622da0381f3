// Brings graphs into one form: constants to the right of commuting operators, then the named rewrites of
// rewrites.ts, repeated until nothing fires.
import type { Graph, GraphValue } from '../ir/graph.ts';
import { operatorNamed } from '../operators/index.ts';
import type { Pass, Site } from './pass.ts';
import { rebuild } from './pass.ts';
import type { Rewrite } from './rewrites.ts';
import { isAbout, REWRITES } from './rewrites.ts';

/** Rounds over the graph; each either shrinks it or moves constants right, so few are needed. */
const MOST_ROUNDS = 8;

export const canonicalize: Pass = { name: 'canonicalize', run: (graph, fired) => rewriteWith(graph, REWRITES, fired) };

type ByOperator = Map<string, readonly Rewrite[]>;

/** Which rewrites look at a node, for each list of them. */
const known = new WeakMap<readonly Rewrite[], ByOperator>();

function rewritesOf(op: string, rewrites: readonly Rewrite[], byOperator: ByOperator): readonly Rewrite[] {
  let about = byOperator.get(op);
  if (!about) byOperator.set(op, about = rewrites.filter((rewrite) => isAbout(rewrite, op)));
  return about;
}

/** `fired` hears the name of each rewrite that applies. */
export function rewriteWith(graph: Graph, rewrites: readonly Rewrite[], fired: (name: string) => void = () => {}): Graph {
  let byOperator = known.get(rewrites);
  if (!byOperator) known.set(rewrites, byOperator = new Map());
  let current = graph;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    let changed = false;
    const next = rebuild(current, (site) => {
      for (const rewrite of rewritesOf(site.node.op, rewrites, byOperator)) {
        const value = rewrite.apply(site);
        if (value) { changed = true; fired(rewrite.name); return [value]; }
      }
      const swapped = constantsRight(site);
      if (swapped) { changed = true; return swapped; }
      return undefined;
    });
    if (!changed) return current;
    current = next;
  }
  return current;
}

function constantsRight(site: Site): readonly GraphValue[] | undefined {
  const { node, operands, producer } = site;
  if (node.inputs.length !== 2 || producer(0)?.op !== 'Constant' || producer(1)?.op === 'Constant') return undefined;
  const [x, y] = operands;
  if (!x || !y) return undefined;
  return operatorNamed(node.op)?.laws.some((law) => law.name === 'commutes') ? [site.g.op(node.op, [y, x], node.attributes)] : undefined;
}

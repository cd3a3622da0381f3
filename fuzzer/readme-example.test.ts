import fc from 'fast-check';
import { test } from 'vitest';
import { graphs } from './arbitrary.ts';

// Of a compiler of ours: when can each buffer be given back?
function lastReaders(nodes: readonly { readonly inputs: readonly (number | undefined)[] }[]): ReadonlyMap<number, number> {
  const last = new Map<number, number>();
  nodes.forEach(({ inputs }, at) => { for (const id of inputs) if (id !== undefined) last.set(id, at); });
  return last;
}

test('no buffer is read after it was given back', () => {
  fc.assert(fc.property(graphs({ nodes: 12 }), ({ graph }) => {
    const last = lastReaders(graph.nodes);
    return graph.nodes.every(({ inputs }, at) => inputs.every((id) => id === undefined || last.get(id)! >= at));
  }), { seed: 1, numRuns: 50 });
});

// Computes equal nodes once: same operator, same settled attributes, same operands, same result types.
import type { GraphValue, Node } from '../ir/graph.ts';
import { valueOf } from '../ir/graph.ts';
import { printAttributes, printType } from '../ir/text-print.ts';
import type { Pass } from './pass.ts';
import { rebuild } from './pass.ts';

export const shareCommon: Pass = {
  name: 'share-common',
  run(graph) {
    const seen = new Map<string, readonly GraphValue[]>();
    return rebuild(graph, ({ node, operands, g }) => {
      if (node.body) return undefined;
      const results = node.outputs.map((id) => valueOf(graph, id));
      const key = `${keyOf(node, operands)} : ${results.map(printType).join(' ')}`;
      const known = seen.get(key) ?? g.copy(node, operands, results);
      seen.set(key, known);
      return known;
    });
  },
};

export function keyOf(node: Node, operands: readonly (GraphValue | undefined)[]): string {
  return `${node.op}(${operands.map((v) => v?.id ?? '_').join()}; ${printAttributes(node.attributes)})`;
}

// Computes equal nodes once: same operator, same settled attributes, same operands, same result types.
import type { GraphValue, Node } from '../ir/graph.ts';
import { valueOf } from '../ir/graph.ts';
import { printAttributes, printType } from '../ir/text-print.ts';
import type { Pass } from './pass.ts';
import { rebuild } from './pass.ts';

export const shareCommon: Pass = {
  name: 'share-common',
  run(graph) {
    const seen = new Map<string, Node>();
    return rebuild(graph, ({ node, operands, now }) => {
      if (node.body) return undefined;
      const key = `${keyOf(node, operands)} : ${node.outputs.map((id) => printType(valueOf(graph, id))).join(' ')}`;
      const known = seen.get(key);
      if (!known) seen.set(key, node);
      return known?.outputs.map(now);
    });
  },
};

export function keyOf(node: Node, operands: readonly (GraphValue | undefined)[]): string {
  return `${node.op}(${operands.map((v) => v?.id ?? '_').join()}; ${printAttributes(node.attributes)})`;
}

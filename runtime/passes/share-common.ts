// Computes equal nodes once: same operator, same settled attributes bit for bit, same operands, same result types.
import type { GraphValue, Node } from '../ir/graph.ts';
import { sameType, valueOf } from '../ir/graph.ts';
import type { Tensor } from '../ir/tensor.ts';
import type { Pass } from './pass.ts';
import { rebuild } from './pass.ts';
import { sameAttributes } from './same.ts';

export const shareCommon: Pass = {
  name: 'share-common',
  run(graph) {
    const seen = new Map<string, Node[]>();
    return rebuild(graph, ({ node, operands, now }) => {
      if (node.body) return undefined;
      const key = keyOf(node, operands);
      const alike = seen.get(key);
      if (!alike) {
        seen.set(key, [node]);
        return undefined;
      }
      const known = alike.find((other) => sameAttributes(other.attributes, node.attributes) && node.outputs.every((id, i) => sameType(valueOf(graph, id), valueOf(graph, other.outputs[i]!))));
      if (!known) alike.push(node);
      return known?.outputs.map(now);
    });
  },
};

/** What is cheap to compare: only nodes of the same key have their attributes looked at. */
function keyOf(node: Node, operands: readonly (GraphValue | undefined)[]): string {
  let key = node.op;
  for (const operand of operands) key += operand ? ` ${operand.id}` : ' _';
  if (node.op !== 'Constant') return key;
  const { dtype, shape, data } = node.attributes['value'] as Tensor;
  return `${key} ${dtype} ${shape.join()} ${String(data[0])}`;
}

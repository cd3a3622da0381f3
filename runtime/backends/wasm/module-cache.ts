// Compiled modules by the text of their graph. Code depends on types, attributes, options and how many bits integer constants
// take, never on the elements of constants otherwise, so that a model whose weights changed, or that is compiled for a second time, finds its module.
import type { Graph } from '../../ir/graph.ts';
import { valueOf } from '../../ir/graph.ts';
import { printAttributes, printType } from '../../ir/text-print.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { rangeOfElements } from '../integer-ranges.ts';

const MOST_MODULES = 64;

/** The ones that were asked for last. */
export class ModuleCache {
  readonly #modules = new Map<string, object>();

  get(key: string, compile: () => object): object {
    const module = this.#modules.get(key) ?? compile();
    this.#modules.delete(key);
    this.#modules.set(key, module);
    const [oldest] = this.#modules.keys();
    if (this.#modules.size > MOST_MODULES && oldest !== undefined) this.#modules.delete(oldest);
    return module;
  }
}

/** Equal for graphs and options whose code is equal. Names and the elements of constants are left out. */
export function moduleKey(graph: Graph, options: object): string {
  return `${textOf(graph)}\n${JSON.stringify(options)}`;
}

const bitsOf = (value: Tensor): string => rangeOfElements(value)?.join() ?? '';

function textOf(graph: Graph): string {
  const typed = (ids: readonly number[]): string => ids.map((id) => `${id} ${printType(valueOf(graph, id))}`).join(', ');
  const nodes = graph.nodes.map(({ op, inputs, attributes, outputs, body }) => (
    `${typed(outputs)} = ${op}(${inputs.join(', ')}; ${op === 'Constant' ? bitsOf(attributes['value'] as Tensor) : printAttributes(attributes)})${body ? `{${textOf(body)}}` : ''}`
  ));
  return [typed(graph.inputs), ...nodes, graph.outputs.join(', ')].join('\n');
}

// What a pass is, and the one way in which passes rebuild graphs.
import { GraphBuilder } from '../ir/build.ts';
import type { Graph, GraphValue, Node } from '../ir/graph.ts';
import { valueOf } from '../ir/graph.ts';

/** Graph in, graph of the same meaning out: same inputs, results that agree within the reference's bounds. */
export interface Pass {
  readonly name: string;
  /** `fired` hears the name of each rewrite that applies, where a pass consists of rewrites. */
  run(graph: Graph, fired?: (rewrite: string) => void): Graph;
}

export interface Site {
  readonly graph: Graph;
  readonly node: Node;
  /** The node's operands in the new graph. */
  readonly operands: readonly (GraphValue | undefined)[];
  /** The new graph under construction. */
  readonly g: GraphBuilder;
  /** The node of the old graph that makes an operand. */
  producer(position: number): Node | undefined;
  /** The node of the old graph that makes an old value. */
  makerOf(id: number): Node | undefined;
  /** The new value that stands for an old one. */
  now(id: number): GraphValue;
}

type Visit = (site: Site) => readonly GraphValue[] | undefined;

/**
 * Copies the graph node by node; where `visit` gives values they take the place of the node's results, else the
 * node is copied. Inputs stay, also unused ones. Where `visit` never gives values the graph itself comes back, so
 * that nobody verifies it again.
 */
export function rebuild(graph: Graph, visit: Visit): Graph {
  const copy = new Copy(graph);
  if (!isNumberedInOrder(graph)) copy.begin();
  let changed = false;
  for (const node of graph.nodes) {
    const results = visit(copy.at(node));
    if (results) changed = true;
    copy.advance(results);
  }
  return changed ? copy.finish() : graph;
}

/** A copy whose values are numbered anew, without those that nothing makes any more. */
export function renumbered(graph: Graph): Graph {
  const copy = new Copy(graph);
  copy.begin();
  for (const node of graph.nodes) {
    copy.at(node);
    copy.advance(undefined);
  }
  return copy.finish();
}

/**
 * The new graph, made when it is first asked for: most visits change nothing. Until then old values stand for
 * themselves, which needs a graph whose values a copy would number alike.
 */
class Copy implements Site {
  readonly graph: Graph;
  node: Node;
  #g: GraphBuilder | undefined;
  #now: GraphValue[] = [];
  #done = 0;
  #operands: readonly (GraphValue | undefined)[] | undefined;
  #producers: (Node | undefined)[] | undefined;

  constructor(graph: Graph) {
    this.graph = graph;
    this.node = graph.nodes[0]!;
  }

  get g(): GraphBuilder {
    return this.#g ?? this.begin();
  }

  begin(): GraphBuilder {
    const { graph } = this;
    const g = this.#g = new GraphBuilder();
    graph.inputs.forEach((id, i) => {
      const { dtype, shape, name } = valueOf(graph, id);
      this.#now[id] = g.input(name ?? `x${i}`, dtype, shape);
    });
    for (let i = 0; i < this.#done; i++) this.#copy(graph.nodes[i]!);
    return g;
  }

  at(node: Node): this {
    this.node = node;
    this.#operands = undefined;
    return this;
  }

  get operands(): readonly (GraphValue | undefined)[] {
    return this.#operands ??= this.#operandsOf(this.node);
  }

  /** Past the current node, whose results are these or else copies. */
  advance(results: readonly GraphValue[] | undefined): void {
    const { node } = this;
    if (results) {
      if (!this.#g) this.begin();
      node.outputs.forEach((id, i) => { this.#now[id] = results[i]!; });
    } else if (this.#g) {
      this.#copy(node);
    }
    this.#done++;
  }

  finish(): Graph {
    return this.g.finish(this.graph.outputs.map((id) => this.now(id)));
  }

  readonly now = (id: number): GraphValue => (this.#g ? this.#now[id]! : this.graph.values[id]!);

  readonly producer = (position: number): Node | undefined => {
    const id = this.node.inputs[position];
    return id === undefined ? undefined : this.makerOf(id);
  };

  readonly makerOf = (id: number): Node | undefined => {
    if (!this.#producers) {
      this.#producers = this.graph.values.map(() => undefined);
      for (const node of this.graph.nodes) for (const made of node.outputs) this.#producers[made] = node;
    }
    return this.#producers[id];
  };

  #operandsOf(node: Node): readonly (GraphValue | undefined)[] {
    return node.inputs.map((id) => (id === undefined ? undefined : this.now(id)));
  }

  #copy(node: Node): void {
    const results = this.#g!.copy(node, this.#operandsOf(node), node.outputs.map((id) => this.graph.values[id]!));
    node.outputs.forEach((id, i) => { this.#now[id] = results[i]!; });
  }
}

/** Inputs first, then results in the order of the nodes, nothing else: as a copy is numbered. */
function isNumberedInOrder({ inputs, nodes, values }: Graph): boolean {
  let next = 0;
  for (const id of inputs) if (id !== next++) return false;
  for (const node of nodes) for (const id of node.outputs) if (id !== next++) return false;
  return next === values.length;
}

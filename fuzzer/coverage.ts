// What a stream of graphs has covered: operators, operator × dtype × rank cells, pairs of operators, sizes, ranks and
// shapes of graphs. Graphs in, counts and a table out; it only watches, so that cases stay independent of each other.
import type { Graph, Node } from '../runtime/ir/graph.ts';
import { producersOf, usersOf, valueOf } from '../runtime/ir/graph.ts';
import { elementCount } from '../runtime/ir/tensor.ts';
import { BINS } from './sizes.ts';

export type Counts = ReadonlyMap<string, number>;

export class Coverage {
  #graphs = 0;
  #nodes = 0;
  readonly #operators = new Map<string, number>();
  readonly #cells = new Map<string, number>();
  readonly #pairs = new Map<string, number>();
  readonly #dtypes = new Map<string, number>();
  readonly #ranks = new Map<string, number>();
  readonly #sizes = new Map<string, number>();
  readonly #features = new Map<string, number>();

  add(graph: Graph): void {
    this.#graphs++;
    this.#nodes += graph.nodes.length;
    for (const node of graph.nodes) {
      count(this.#operators, node.op);
      count(this.#cells, cellOf(graph, node));
    }
    for (const pair of pairsOf(graph)) count(this.#pairs, pair);
    for (const { dtype, shape } of graph.values) {
      count(this.#dtypes, dtype);
      count(this.#ranks, String(shape.length));
      for (const extent of shape) count(this.#sizes, binOf(extent));
    }
    for (const feature of traitsOf(graph)) count(this.#features, feature);
  }

  get graphs(): number { return this.#graphs; }
  get operators(): Counts { return this.#operators; }
  /** Operator, dtype and rank of the first operand (or result). */
  get cells(): Counts { return this.#cells; }
  get pairs(): Counts { return this.#pairs; }
  get dtypes(): Counts { return this.#dtypes; }
  get ranks(): Counts { return this.#ranks; }
  get sizes(): Counts { return this.#sizes; }
  /** In how many graphs: several outputs, shared values, dead code, scalars, empty tensors, broadcasting. */
  get features(): Counts { return this.#features; }

  /** For people: one line a fact. */
  table(): string {
    const share = (counts: Counts, of = total(counts)): string => [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, n]) => `${name} ${((100 * n) / of).toFixed(1)} %`).join(' · ');
    const common = [...this.#operators].sort(([, a], [, b]) => b - a);
    const [most, least] = [common[0], common.at(-1)];
    return [
      `${this.#graphs} graphs, ${this.#nodes} nodes, ${this.#operators.size} operators, ${this.#cells.size} operator × dtype × rank cells, ${this.#pairs.size} pairs`,
      `most common ${most?.join(' ') ?? '–'}, least common ${least?.join(' ') ?? '–'}, ratio ${((most?.[1] ?? 0) / (least?.[1] ?? 1)).toFixed(2)}`,
      `sizes: ${share(this.#sizes)}`, `ranks: ${share(this.#ranks)}`, `dtypes: ${share(this.#dtypes)}`,
      `graphs with: ${share(this.#features, this.#graphs)}`,
      `operators: ${common.map(([name, n]) => `${name} ${n}`).join(', ')}`, '',
    ].join('\n');
  }
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

export function total(counts: Counts): number {
  return [...counts.values()].reduce((sum, n) => sum + n, 0);
}

function binOf(extent: number): string {
  if (extent === 0) return 'zero';
  return BINS.find(({ sizes }) => sizes.includes(extent))?.name ?? (extent > 64 ? 'large' : 'other');
}

/** Operator, dtype and rank of the first operand, or of the result where there is none. */
function cellOf(graph: Graph, node: Node): string {
  const first = node.inputs.find((id) => id !== undefined) ?? node.outputs[0]!;
  const { dtype, shape } = valueOf(graph, first);
  return `${node.op} ${dtype} ${shape.length}`;
}

/** Which operator's result which operator reads. */
function pairsOf(graph: Graph): readonly string[] {
  const producers = producersOf(graph);
  return graph.nodes.flatMap((node) => [...new Set(node.inputs)].flatMap((id) => {
    const maker = id === undefined ? undefined : producers[id];
    return maker ? [`${maker.op} → ${node.op}`] : [];
  }));
}

/** What feedback tells graphs apart by. */
export function featuresOf(graph: Graph): ReadonlySet<string> {
  return new Set([...graph.nodes.map((node) => cellOf(graph, node)), ...pairsOf(graph)]);
}

function traitsOf(graph: Graph): ReadonlySet<string> {
  const features = new Set<string>();
  const users = usersOf(graph);
  const outputs = new Set(graph.outputs);
  if (outputs.size > 1) features.add('several outputs');
  for (const { id, shape } of graph.values) {
    if (users[id]!.length > 1) features.add('a value with several readers');
    if (users[id]!.length === 0 && !outputs.has(id)) features.add('dead code');
    if (users[id]!.length > 0 && outputs.has(id)) features.add('an output that is read');
    if (shape.length === 0) features.add('a scalar');
    if (elementCount(shape) === 0) features.add('an empty tensor');
  }
  for (const node of graph.nodes) {
    if (node.outputs.length > 1) features.add('several results');
    if (node.op === 'Shape') features.add('shapes as integers');
    const [a, b] = node.inputs.map((id) => (id === undefined ? undefined : valueOf(graph, id).shape));
    const result = valueOf(graph, node.outputs[0]!).shape;
    if (!['Add', 'Sub', 'Mul', 'Div', 'Pow', 'Min', 'Max', 'Less', 'Equal', 'Where'].includes(node.op) || !a || !b) continue;
    const [stretched, other] = [a.join() !== result.join(), b.join() !== result.join()];
    if (stretched !== other) features.add(stretched ? 'broadcasting the first' : 'broadcasting the second');
    if (stretched && other) features.add('broadcasting both');
  }
  return features;
}

// A graph in, its text form out: one value a line, attributes at their defaults left out. The language of tests,
// regressions and bug reports; text-parse.ts reads it back.
import { operatorNamed } from '../operators/index.ts';
import type { AnyAttribute, AnyAttributes } from '../spec/attributes.ts';
import type { DType } from './dtype.ts';
import type { Graph, GraphValue, Node } from './graph.ts';
import { valueOf } from './graph.ts';
import type { Tensor } from './tensor.ts';

export function printGraph(graph: Graph): string {
  return `${lines(graph).join('\n')}\n`;
}

function lines(graph: Graph): string[] {
  const names = namesOf(graph);
  return [
    ...graph.inputs.map((id) => `${names[id]}: ${printType(valueOf(graph, id))}`),
    ...graph.nodes.map((node) => `${node.outputs.map((id) => names[id]).join(', ')} = ${printNode(graph, node, names)}`),
    `return ${graph.outputs.map((id) => names[id]).join(', ')}`,
  ];
}

export function printType({ dtype, shape }: Pick<GraphValue, 'dtype' | 'shape'>): string {
  return `${dtype}[${shape.join(',')}]`;
}

/** Every value's name: its own where that is an identifier and not taken, else a number. */
function namesOf(graph: Graph): readonly string[] {
  const taken = new Set<string>();
  const names = graph.values.map(({ name }) => {
    if (!name || !/^[A-Za-z_]\w*$/.test(name) || taken.has(name) || name === 'return' || name === '_') return undefined;
    taken.add(name);
    return name;
  });
  return names.map((name, id) => {
    let free = name ?? `v${id}`;
    while (!name && taken.has(free)) free = `${free}_`;
    taken.add(free);
    return free;
  });
}

function printNode(graph: Graph, node: Node, names: readonly string[]): string {
  const operands = node.inputs.map((id) => (id === undefined ? '_' : names[id]!));
  if (node.body) return `Fused(${operands.join(', ')}) { ${lines(node.body).join('; ')} }`;
  const defaults = operatorNamed(node.op)?.attributes ?? {};
  const rank = node.inputs[0] === undefined ? 0 : valueOf(graph, node.inputs[0]).shape.length;
  const attributes = Object.entries(node.attributes).flatMap(([name, value]) => {
    const spec = defaults[name];
    const fallback = spec && 'default' in spec ? (typeof spec.default === 'function' ? spec.default(rank) : spec.default) : undefined;
    const text = spec?.kind === 'real' && !spec.exact ? printFloat32(value as number) : printAttribute(value);
    return fallback !== undefined && printAttribute(fallback) === text ? [] : [`${name}=${text}`];
  });
  return `${node.op}(${[...operands, ...attributes].join(', ')})`;
}

/** All attributes by name, none left out: equal texts mean equal attributes, bit for bit. */
export function printAttributes(attributes: AnyAttributes): string {
  return Object.keys(attributes).sort().map((name) => `${name}=${printAttribute(attributes[name]!)}`).join(', ');
}

function printAttribute(value: AnyAttribute): string {
  if (typeof value === 'object') return 'data' in value ? printTensor(value) : `[${value.map(printNumber).join(', ')}]`;
  return typeof value === 'number' ? printNumber(value) : String(value);
}

export function printTensor(tensor: Tensor): string {
  const elements = Array.from(tensor.data as ArrayLike<number | bigint>, (v) => printElement(tensor.dtype, v));
  return `${printType(tensor)}{${elements.join(', ')}}`;
}

function printElement(dtype: DType, value: number | bigint): string {
  if (typeof value === 'bigint') return String(value);
  return dtype === 'float32' ? printFloat32(value) : printNumber(value);
}

function printNumber(value: number): string {
  if (Object.is(value, -0)) return '-0';
  return Number.isNaN(value) ? 'nan' : value === Infinity ? 'inf' : value === -Infinity ? '-inf' : String(value);
}

/** The shortest decimal that rounds to this float32; nine digits always do. */
function printFloat32(value: number): string {
  if (Number.isFinite(value)) {
    for (let digits = 1; digits <= 9; digits++) {
      const text = String(Number(value.toPrecision(digits)));
      if (Object.is(Math.fround(Number(text)), value)) return Object.is(value, -0) ? '-0' : text;
    }
  }
  return printNumber(value);
}

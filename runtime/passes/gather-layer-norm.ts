// Layer normalisation written out, as exporters wrote it before ONNX had the operator: the distance from the mean over
// the root of the mean of its squares, scaled and shifted, becomes one node, which reads a row while it is near.
//
// Side conditions: float32 or float64 (of narrow types every step rounds); means over the last axes, which stay, and of
// something; the constant under the root is one number that is not negative; scale and shift fit into the axes that are
// normalised. Whoever else reads a value in between still has it.
import type { GraphValue, Node } from '../ir/graph.ts';
import { valueOf } from '../ir/graph.ts';
import { elementCount, tensor } from '../ir/tensor.ts';
import type { Tensor } from '../ir/tensor.ts';
import type { Pass, Site } from './pass.ts';
import { rebuild } from './pass.ts';
import { removeDead } from './remove-dead.ts';

export const gatherLayerNorm: Pass = {
  name: 'gather-layer-norm',
  run(graph) {
    if (!graph.nodes.some(({ op }) => op === 'ReduceMean')) return graph;
    const gathered = rebuild(graph, (site) => {
      const found = normalisedAt(site);
      return found && [found];
    });
    return gathered === graph ? graph : removeDead.run(gathered);
  },
};

interface Normal {
  readonly x: number;
  readonly axis: number;
  readonly epsilon: number;
}

function normalisedAt(site: Site): GraphValue | undefined {
  const { node, g } = site;
  const apply = ({ x, axis, epsilon }: Normal, scale: GraphValue | undefined, bias: GraphValue | undefined): GraphValue => {
    const { dtype } = site.now(x);
    return g.op('LayerNormalization', [site.now(x), scale ?? g.constant(tensor(dtype, [], [1])), bias], { axis, epsilon });
  };
  if (node.op === 'Div') {
    const normal = normalOf(site, node);
    return normal && apply(normal, undefined, undefined);
  }
  if (node.op === 'Mul') {
    const scaled = scaledOf(site, node);
    return scaled && apply(scaled.normal, site.now(scaled.scale), undefined);
  }
  if (node.op !== 'Add') return undefined;
  for (const [product, shift] of sides(node)) {
    const maker = site.makerOf(product);
    const scaled = maker?.op === 'Mul' ? scaledOf(site, maker) : undefined;
    if (scaled && fits(site, shift, scaled.normal)) return apply(scaled.normal, site.now(scaled.scale), site.now(shift));
  }
  return undefined;
}

function scaledOf(site: Site, product: Node): { readonly normal: Normal; readonly scale: number } | undefined {
  for (const [quotient, scale] of sides(product)) {
    const maker = site.makerOf(quotient);
    const normal = maker?.op === 'Div' ? normalOf(site, maker) : undefined;
    if (normal && fits(site, scale, normal)) return { normal, scale };
  }
  return undefined;
}

const sides = ({ inputs: [a, b] }: Node): readonly (readonly [number, number])[] => [[a!, b!], [b!, a!]];

/** Of no more axes than are normalised, each as long or repeated. */
function fits({ graph }: Site, id: number, { x, axis }: Normal): boolean {
  const { shape } = valueOf(graph, id);
  const last = valueOf(graph, x).shape.slice(axis);
  return shape.length <= last.length && shape.every((extent, i) => extent === 1 || extent === last[last.length - shape.length + i]);
}

/** (x − mean) / √(mean of its squares + ε). */
function normalOf(site: Site, quotient: Node): Normal | undefined {
  const [distance, root] = quotient.inputs as [number, number];
  const difference = made(site, distance, 'Sub');
  const mean = difference && meanOf(site, difference.inputs[1]!);
  const sum = made(site, made(site, root, 'Sqrt')?.inputs[0], 'Add');
  if (!difference || !mean || !sum || mean.of !== difference.inputs[0]) return undefined;
  const { dtype, shape } = valueOf(site.graph, mean.of);
  if ((dtype !== 'float32' && dtype !== 'float64') || elementCount(shape.slice(mean.axis)) === 0) return undefined;
  for (const [variance, epsilon] of sides(sum)) {
    const number = numberIn(site, epsilon);
    const squares = meanOf(site, variance);
    if (number !== undefined && number >= 0 && squares?.axis === mean.axis && isSquareOf(site, squares.of, distance)) return { x: mean.of, axis: mean.axis, epsilon: number };
  }
  return undefined;
}

function made(site: Site, id: number | undefined, op: string): Node | undefined {
  const maker = id === undefined ? undefined : site.makerOf(id);
  return maker?.op === op ? maker : undefined;
}

/** What is averaged over its last axes, from which one on. */
function meanOf(site: Site, id: number): { readonly of: number; readonly axis: number } | undefined {
  const node = made(site, id, 'ReduceMean');
  if (!node || node.attributes['keepdims'] !== true) return undefined;
  const of = node.inputs[0]!;
  const rank = valueOf(site.graph, of).shape.length;
  const axes = [...(node.attributes['axes'] as readonly number[])].sort((a, b) => a - b);
  const axis = rank - axes.length;
  return axes.length > 0 && axes.every((each, i) => each === axis + i) ? { of, axis } : undefined;
}

function isSquareOf(site: Site, id: number, distance: number): boolean {
  const product = made(site, id, 'Mul');
  if (product) return product.inputs[0] === distance && product.inputs[1] === distance;
  const power = made(site, id, 'Pow');
  return power?.inputs[0] === distance && numberIn(site, power.inputs[1]!) === 2;
}

function numberIn(site: Site, id: number): number | undefined {
  const { data } = (made(site, id, 'Constant')?.attributes['value'] ?? { data: [] }) as Pick<Tensor, 'data'>;
  return data.length === 1 ? Number(data[0]) : undefined;
}

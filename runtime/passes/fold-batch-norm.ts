// Takes a batch normalisation into the convolution before it, where all parameters are constants and nobody else
// reads what lies between: filters times the slope of their channel, the rest into the bias. What becomes infinite or
// so small that it loses digits is left as it is.
import type { Node } from '../ir/graph.ts';
import { usersOf } from '../ir/graph.ts';
import { isFloat } from '../ir/dtype.ts';
import type { Tensor } from '../ir/tensor.ts';
import { tensor, toNumbers } from '../ir/tensor.ts';
import type { Pass, Site } from './pass.ts';
import { rebuild } from './pass.ts';

/** Products of smaller weights may fall below what keeps all digits. */
const LEAST_WEIGHT = 2 ** -60;

export const foldBatchNorm: Pass = {
  name: 'fold-batch-norm',
  run(graph) {
    if (!graph.nodes.some(({ op }) => op === 'BatchNormalization')) return graph;
    const users = usersOf(graph);
    return rebuild(graph, (site) => {
      const convolution = site.node.op === 'BatchNormalization' ? site.producer(0) : undefined;
      if (convolution?.op !== 'Conv' || users[convolution.outputs[0]!]!.length > 1 || graph.outputs.includes(convolution.outputs[0]!)) return undefined;
      const folded = fold(site, convolution);
      return folded && [site.g.op('Conv', [site.now(convolution.inputs[0]!), site.g.constant(folded.weight), site.g.constant(folded.bias)], convolution.attributes)];
    });
  },
};

function constantOf(site: Site, id: number | undefined): Tensor | undefined {
  const maker = id === undefined ? undefined : site.makerOf(id);
  return maker?.op === 'Constant' ? (maker.attributes['value'] as Tensor) : undefined;
}

function fold(site: Site, convolution: Node): { readonly weight: Tensor; readonly bias: Tensor } | undefined {
  const [, weightId, biasId] = convolution.inputs;
  const weight = constantOf(site, weightId);
  const own = constantOf(site, biasId);
  const parameters = site.node.inputs.slice(1).map((id) => constantOf(site, id));
  if (!weight || !isFloat(weight.dtype) || (biasId !== undefined && !own) || parameters.some((each) => !each)) return undefined;
  const [scale, bias, mean, variance] = parameters.map((each) => toNumbers(each!)) as [number[], number[], number[], number[]];
  const slopes = scale.map((factor, i) => factor / Math.sqrt(variance[i]! + (site.node.attributes['epsilon'] as number)));
  const before = own ? toNumbers(own) : bias.map(() => 0);
  const perFilter = weight.data.length / slopes.length;
  const weights = toNumbers(weight).map((w, i) => w * slopes[Math.floor(i / perFilter)]!);
  const shifts = slopes.map((slope, i) => bias[i]! + (before[i]! - mean[i]!) * slope);
  const fits = (n: number): boolean => n === 0 || (Math.abs(n) >= LEAST_WEIGHT && Math.abs(n) <= 1 / LEAST_WEIGHT);
  if (!weights.every(fits) || !shifts.every((n) => Number.isFinite(Math.fround(n)))) return undefined;
  return { weight: tensor(weight.dtype, weight.shape, weights), bias: tensor(weight.dtype, [slopes.length], shifts) };
}

import { ANY } from '../ir/dtype.ts';
import { axes } from '../spec/attributes.ts';
import { tensor } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';

export const Transpose = defineOperator({
  name: 'Transpose',
  doc: 'Puts the axes into another order: axis i of the result is axis perm[i] of the input; reversed where not said.',
  inputs: { x: tensor('T') },
  attributes: { perm: axes({ default: (rank) => Array.from({ length: rank }, (_, i) => rank - 1 - i) }) },
  dtypes: { T: ANY },
  returns: 'T',
  checks: { permutation: 'the permutation names {named} axes of {rank}' },
  shape({ x }, { perm }, rule) {
    if (perm.length !== x.length) rule.stop('permutation', { named: perm.length, rank: x.length });
    return perm.map((from) => x[from]!);
  },
  onSizes: ([held], [shape]) => (shape && shape.length < 2 ? held : undefined),
  reference: ({ x }, { perm }) => (at) => x.at(x.shape.map((_, axis) => at[perm.indexOf(axis)]!)),
  lower: {
    loops(k, { x }, [result], { perm }) {
      // The axis along which the source is read in order comes last but one: engines turn the two innermost loops.
      const last = perm.length - 1;
      const source = perm.indexOf(last);
      const order = source < 0 || source === last ? perm.map((_, i) => i) : [...perm.keys()].filter((i) => i !== source && i !== last).concat(source, last);
      k.nest(order.map((i) => result!.shape[i]!), (indices) => {
        const at = [...indices];
        order.forEach((i, position) => { at[i] = indices[position]!; });
        const from = [...at];
        perm.forEach((axis, i) => { from[axis] = at[i]!; });
        k.store(result!, at, k.load(x, from));
      });
    },
  },
  gradient(g, { grads: [grad], attributes: { perm } }) {
    const inverse = perm.map((_, axis) => perm.indexOf(axis));
    return { x: g.op('Transpose', [grad], { perm: inverse }) };
  },
  names: {
    onnx: { since: 1 },
    torch: ['torch.permute(input=x, dims=perm)', 'Tensor.permute(x, *dims=perm)'],
    tfjs: ['tf.transpose(x, perm?)', 'Tensor.transpose(x, perm?)'],
  },
  moves: true,
  laws: [
    law('reversing-twice', ({ operands: [x], call }) => {
      if (!x) return undefined;
      const perm = x.shape.map((_, axis) => x.shape.length - 1 - axis);
      return [call([call([x], { perm })], { perm }), x];
    }),
    law('inverse', ({ operands: [x], call }) => {
      if (!x) return undefined;
      const rank = x.shape.length;
      const turned = call([x], { perm: x.shape.map((_, axis) => (axis + 1) % rank) });
      return [call([turned], { perm: x.shape.map((_, axis) => (axis + rank - 1) % rank) }), x];
    }),
  ],
  draw: (draw, [x]) => ({ perm: draw.shuffled((x ?? []).map((_, axis) => axis)) }),
  examples: [
    { inputs: { x: [2, 3, 4] }, gives: [4, 3, 2] },
    { inputs: { x: [2, 3, 4] }, attributes: { perm: [1, 2, 0] }, gives: [3, 4, 2] },
    { inputs: { x: [2, 3, 4] }, attributes: { perm: [0, -1, -2] }, gives: [2, 4, 3] },
    { inputs: { x: [] }, gives: [] },
    { inputs: { x: [0, 5] }, gives: [5, 0] },
    { inputs: { x: [2, 3, 4] }, attributes: { perm: [1, 0] }, breaks: 'permutation' },
  ],
});

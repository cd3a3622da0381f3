import { ANY } from '../ir/dtype.ts';
import { sizes } from '../spec/attributes.ts';
import { tensor } from '../spec/inputs.ts';
import { idempotent, law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';
import { BROADCAST, broadcast } from './shared/broadcast.ts';
import { sumToShape } from './shared/gradients.ts';
import { settleExpand } from './shared/settle-expand.ts';

export const Expand = defineOperator({
  name: 'Expand',
  doc: 'Repeats a tensor along axes of one element, and along new leading axes, as broadcasting against `shape` would.',
  inputs: { x: tensor('T') },
  attributes: { shape: sizes() },
  dtypes: { T: ANY },
  returns: 'T',
  checks: { broadcast: BROADCAST },
  shape: ({ x }, { shape }, rule) => broadcast(x, shape, rule),
  reference: ({ x }) => (at) => x.broadcast(at),
  lower: {
    loops: (k, { x }, [result]) => k.nest(result!.shape, (at) => k.store(result!, at, k.loadBroadcast(x, at))),
  },
  gradient: (g, { grads: [grad], inputs: { x } }) => ({ x: sumToShape(g, grad!, x.shape) }),
  names: {
    onnx: { since: 8, operands: { shape: { position: 1, since: 8 } } },
    torch: ['torch.broadcast_to(input=x, size=shape)', 'Tensor.expand(x, *sizes=shape)'],
    tfjs: ['tf.broadcastTo(x, shape)', 'Tensor.broadcastTo(x, shape)'],
    settle: settleExpand,
  },
  moves: true,
  laws: [
    idempotent(),
    law('times-ones', ({ g, operands: [x], call }) => {
      if (!x || x.dtype === 'bool') return undefined;
      const expanded = call([x]);
      const ones = g.op('Expand', [g.scalar(x.dtype, 1)], { shape: expanded.shape });
      return [expanded, g.op('Mul', [x, ones])];
    }),
  ],
  draw(draw, [x]) {
    const stretched = (x ?? []).map((extent) => (extent === 1 && draw.chance(0.7) ? draw.integer(0, 5) : draw.chance(0.2) ? 1 : extent));
    const kept = stretched.slice(draw.chance(0.1) ? draw.integer(0, stretched.length) : 0);
    const leading = kept.length === stretched.length && draw.chance(0.4) ? [draw.integer(0, 4)] : [];
    return { shape: [...leading, ...kept] };
  },
  examples: [
    { inputs: { x: [3, 1] }, attributes: { shape: [3, 4] }, gives: [3, 4] },
    { inputs: { x: [3, 1] }, attributes: { shape: [2, 1, 6] }, gives: [2, 3, 6] },
    { inputs: { x: [3, 4] }, attributes: { shape: [1] }, gives: [3, 4] },
    { inputs: { x: [3, 1] }, attributes: { shape: [2, -1, 5] }, gives: [2, 3, 5] },
    { inputs: { x: [] }, attributes: { shape: [2, 2] }, gives: [2, 2] },
    { inputs: { x: [1, 3] }, attributes: { shape: [0, 3] }, gives: [0, 3] },
    { inputs: { x: [3, 4] }, attributes: { shape: [3, 5] }, breaks: 'broadcast' },
  ],
});

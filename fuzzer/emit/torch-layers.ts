// Layers of PyTorch: a call whose weights are inputs that nothing else reads becomes a module made in `__init__`, as
// people write models. The weights then are the layer's own; only their shapes are the same.
import type { Draw } from '../../runtime/spec/draw.ts';
import type { Call } from './program.ts';
import { flag, number, numbers, rankOf } from './program.ts';
import { evenPads, optionsText, tupleText, windowText } from './torch-calls.ts';

export interface Layer {
  /** What makes it. */
  readonly made: string;
  /** What it is called with. */
  readonly operand: string;
}

/** `isOwn` tells which operands the layer may hold itself; undefined where there is no such layer. */
export function torchLayer(draw: Draw, call: Call, isOwn: (name: string) => boolean): Layer | undefined {
  const [x, ...weights] = call.operands;
  if (!x || call.results[0]!.dtype !== 'float32' || !weights.every((weight) => weight === undefined || isOwn(weight.name))) return undefined;
  const made = MAKERS[call.op]?.(draw, call);
  return made === undefined ? undefined : { made: `nn.${made}`, operand: x.name };
}

type Maker = (draw: Draw, call: Call) => string | undefined;
const dimensions = (call: Call): number => rankOf(call) - 2;
const plain = (name: string): Maker => () => `${name}()`;
const along = (name: string): Maker => (_, call) => `${name}(dim=${number(call, 'axis')})`;

const conv = (name: string): Maker => (draw, call) => {
  const pads = evenPads(call);
  const [, weight, bias] = call.operands;
  if (!pads) return undefined;
  const group = number(call, 'group');
  const [from, to] = name === 'Conv' ? [weight!.shape[1]! * group, weight!.shape[0]!] : [weight!.shape[0]!, weight!.shape[1]! * group];
  const options = [['stride', numbers(call, 'strides'), 1], ['padding', pads, 0], ...(name === 'Conv' ? [] : [['output_padding', numbers(call, 'output_padding'), 0] as const]),
    ['dilation', numbers(call, 'dilations'), 1], ['groups', [group], 1], ['bias', bias ? [] : ['False'], undefined]] as const;
  return `${name}${dimensions(call)}d(${from}, ${to}, ${draw.pick(['', 'kernel_size='])}${windowText(draw, weight!.shape.slice(2))}${optionsText(draw, options)})`;
};

const pool = (name: string): Maker => (draw, call) => {
  const pads = evenPads(call);
  if (!pads || numbers(call, 'dilations').some((n) => n !== 1)) return undefined;
  const options = [['stride', numbers(call, 'strides'), undefined], ['padding', pads, 0], ['ceil_mode', flag(call, 'ceil_mode') ? ['True'] : [], undefined]] as const;
  return `${name}${dimensions(call)}d(${windowText(draw, numbers(call, 'kernel_shape'))}${optionsText(draw, options)})`;
};

const linear: Maker = (_, call) => {
  const [, weight, bias] = call.operands;
  const [to, from] = weight!.shape;
  if (flag(call, 'transA') || !flag(call, 'transB') || (bias && bias.shape.join() !== String(to))) return undefined;
  return `Linear(${from}, ${to}${bias ? '' : ', bias=False'})`;
};

const batchNorm: Maker = (_, call) => (rankOf(call) < 2 ? undefined : `BatchNorm${Math.max(1, dimensions(call))}d(${call.operands[1]!.shape[0]})`);

const layerNorm: Maker = (_, call) => {
  const [x, scale, bias] = call.operands;
  const shape = x!.shape.slice(number(call, 'axis'));
  return scale!.shape.join() === shape.join() && bias?.shape.join() === shape.join() ? `LayerNorm(${shape.length === 1 ? shape[0] : tupleText(shape)})` : undefined;
};

const MAKERS: Readonly<Record<string, Maker>> = {
  Relu: plain('ReLU'), Sigmoid: plain('Sigmoid'), Tanh: plain('Tanh'), LeakyRelu: (_, call) => `LeakyReLU(${number(call, 'alpha')})`, Softmax: along('Softmax'), LogSoftmax: along('LogSoftmax'),
  Flatten: (_, call) => (number(call, 'axis') === 1 && rankOf(call) > 1 ? 'Flatten()' : undefined),
  Conv: conv('Conv'), ConvTranspose: conv('ConvTranspose'), MaxPool: pool('MaxPool'), Gemm: linear, BatchNormalization: batchNorm, LayerNormalization: layerNorm,
  GlobalAveragePool: (_, call) => `AdaptiveAvgPool${dimensions(call)}d(1)`,
};

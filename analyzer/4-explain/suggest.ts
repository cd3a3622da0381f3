// The one obvious edit, where there is one: an obligation in, `in_features=576` out.

import type { Obligation } from '../2-execute/machine.ts';
import type { Program } from '../program.ts';

/** Rules whose layer says in its first argument what arrives: the layer, the parameter, the hole with what arrived. */
const FIRST_ARGUMENT: Readonly<Record<string, { readonly layer: RegExp; readonly parameter: string; readonly hole: string }>> = {
  'Linear/in_features': { layer: /\bLinear\s*\($/, parameter: 'in_features', hole: 'given' },
  'Conv/channels': { layer: /\bConv[123]d\s*\($/, parameter: 'in_channels', hole: 'c' },
  'ConvTranspose/channels': { layer: /\bConvTranspose[123]d\s*\($/, parameter: 'in_channels', hole: 'c' },
  'BatchNormalization/scale': { layer: /\bBatchNorm[123]d\s*\($/, parameter: 'num_features', hole: 'c' },
  'RNN/input': { layer: /\b(?:RNN|LSTM|GRU)\s*\($/, parameter: 'input_size', hole: 'given' },
};

export function suggestion(obligation: Obligation, files: Pick<ReadonlyMap<string, Program>, 'get'>): string | undefined {
  const known = FIRST_ARGUMENT[obligation.rule];
  const size = known && obligation.holes[known.hole];
  if (!known || size === undefined || typeof size === 'string') return undefined;
  const value = typeof size === 'number' ? size : size.known;
  if (value === undefined) return undefined;
  for (const { tensor } of obligation.operands) {
    const { origin } = tensor;
    if (!tensor.parameter || !origin) continue;
    const text = files.get(origin.file)?.text.slice(origin.start, origin.end) ?? '';
    const open = text.indexOf('(');
    if (open >= 0 && known.layer.test(text.slice(0, open + 1))) return `${known.parameter}=${value}`;
  }
  return undefined;
}

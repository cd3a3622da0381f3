// The one obvious edit, where there is one: an obligation in, `in_features=576` out. Where two edits would do as well,
// none is obvious.

import type { Dim, Size } from '../../runtime/dims/dim.ts';
import type { Obligation } from '../2-execute/machine.ts';
import { lit } from '../2-execute/sizes.ts';
import type { Program } from '../program.ts';

type Files = Pick<ReadonlyMap<string, Program>, 'get'>;

/** Rules of layers that say what arrives: the layer, its argument, and its value in the obligation. */
interface Argument { readonly layer: RegExp; readonly argument: string; readonly value: (obligation: Obligation) => Size | string | undefined }

const hole = (name: string) => ({ holes }: Obligation): Size | string | undefined => holes[name];

const OF_LAYERS: Readonly<Record<string, Argument>> = {
  'Linear/in_features': { layer: /\bLinear\s*\($/, argument: 'in_features', value: hole('given') },
  'Conv/channels': { layer: /\bConv[123]d\s*\($/, argument: 'in_channels', value: hole('c') },
  'ConvTranspose/channels': { layer: /\bConvTranspose[123]d\s*\($/, argument: 'in_channels', value: hole('c') },
  'BatchNormalization/scale': { layer: /\bBatchNorm[123]d\s*\($/, argument: 'num_features', value: hole('c') },
  'InstanceNormalization/scale': { layer: /\bInstanceNorm[123]d\s*\($/, argument: 'num_features', value: hole('c') },
  'GroupNormalization/scale': { layer: /\bGroupNorm\s*\($/, argument: 'num_channels', value: hole('c') },
  'RNN/input': { layer: /\b(?:RNN|LSTM|GRU)(?:Cell)?\s*\($/, argument: 'input_size', value: hole('given') },
  'Embedding/index': { layer: /\bEmbedding\s*\($/, argument: 'num_embeddings', value: ({ holes: { index } }) => numberOf(index) !== undefined && numberOf(index)! >= 0 ? numberOf(index)! + 1 : undefined },
  'LayerNormalization/normalized': { layer: /\bLayerNorm\s*\($/, argument: 'normalized_shape', value: lastSize },
};

const numberOf = (size: Size | string | undefined): number | undefined => (typeof size === 'number' ? size : typeof size === 'object' ? size.known : undefined);

/** Where one size is normalised over. */
function lastSize({ operands }: Obligation): Size | undefined {
  const scale = operands.find(({ name }) => name === 'scale')?.tensor.shape;
  return scale?.length === 1 ? operands[0]?.tensor.shape?.at(-1) : undefined;
}

export function suggestion(obligation: Obligation, files: Files): string | undefined {
  return channelsLast(obligation) ?? ofLayer(obligation, files) ?? ofCall(obligation, files);
}

function ofLayer(obligation: Obligation, files: Files): string | undefined {
  const known = OF_LAYERS[obligation.rule];
  const value = known && numberOf(known.value(obligation));
  if (!known || value === undefined) return undefined;
  for (const { tensor } of obligation.operands) {
    const { origin } = tensor;
    if (!tensor.parameter || !origin) continue;
    const text = files.get(origin.file)?.text.slice(origin.start, origin.end) ?? '';
    const open = text.indexOf('(');
    if (open >= 0 && known.layer.test(text.slice(0, open + 1))) return `${known.argument}=${value}`;
  }
  return undefined;
}

/** Images whose channels come last. */
function channelsLast({ rule, operands }: Obligation): string | undefined {
  if (rule !== 'Conv/channels' && rule !== 'BatchNormalization/scale') return undefined;
  const [x, weight] = operands.map(({ tensor }) => tensor.shape);
  const expected = rule === 'Conv/channels' ? weight?.[1]?.known : weight?.[0]?.known;
  return x?.length === 4 && expected !== undefined && x[3]?.known === expected && x[1]?.known !== expected ? 'permute(0, 3, 1, 2)' : undefined;
}

function ofCall(obligation: Obligation, files: Files): string | undefined {
  const { rule, holes, operands, span } = obligation;
  const [a, b] = operands.map(({ tensor }) => tensor.shape);
  if (rule === 'OneHot/class') return numberOf(holes['index']) === undefined || numberOf(holes['index'])! < 0 ? undefined : `num_classes=${numberOf(holes['index'])! + 1}`;
  if (rule === 'Reshape/count' || rule === 'Reshape/divisible') return a && resized(a, files.get(span.file)?.text.slice(span.start, span.end) ?? '');
  if (rule === 'NegativeLogLikelihoodLoss/target') return b?.at(-1)?.known === 1 && a?.length === b.length && b.length === 2 ? 'labels.squeeze(1)' : undefined;
  if (rule === 'Concat/extents') return a && b && operands.length === 2 ? joinedAlong(a, b) : undefined;
  if (rule === 'MatMul/inner') return a && b ? transposed(a, b) : undefined;
  // Counted from 1.
  const [axis, rank] = [numberOf(holes['axis']), numberOf(holes['rank'])];
  return /\/(?:axis|axes)$/.test(rule) && axis !== undefined && rank !== undefined && axis === rank && rank > 0 ? `axis ${rank - 1}, the last one,` : undefined;
}

/** The only number in `view(…)` or `reshape(…)` that can be replaced so that the elements fit. */
function resized(from: readonly Dim[], text: string): string | undefined {
  const [, name = '', inner = ''] = /\.(view|reshape)\(([^()]*)\)$/.exec(text) ?? [];
  const words = inner.split(',').map((word) => word.trim());
  const numbers = words.map((word) => (/^-?\d+$/.test(word) ? Number(word) : undefined));
  const candidates: string[] = [];
  const whole = from.map(({ known }) => known);
  const put = (i: number, n: number): void => void candidates.push(`${name}(${words.with(i, String(n)).join(', ')})`);
  if (numbers.every((n) => n !== undefined && n > 0) && whole.every((n) => n !== undefined)) {
    const count = whole.reduce((product, n) => product * n, 1);
    for (const i of numbers.keys()) {
      const others = numbers.reduce<number>((product, n, j) => (j === i ? product : product * (n ?? 1)), 1);
      if (count % others === 0) put(i, count / others);
    }
  } else if (numbers.length === 2 && numbers[0] === -1 && whole.slice(1).every((n) => n !== undefined)) {
    // A row of each sample.
    put(1, whole.slice(1).reduce<number>((product, n) => product * (n ?? 1), 1));
  }
  return candidates.length === 1 ? candidates[0] : undefined;
}

function joinedAlong(a: readonly Dim[], b: readonly Dim[]): string | undefined {
  const differ = a.flatMap((dim, i) => (b[i] && dim.equals(b[i]).verdict === 'no' ? [i] : []));
  return a.length === b.length && differ.length === 1 ? `dim=${differ[0]}` : undefined;
}

/** The one side whose last two axes are the wrong way round. */
function transposed(a: readonly Dim[], b: readonly Dim[]): string | undefined {
  const [rows, columns] = [a.at(-2), a.at(-1)];
  const [given, width] = [b.at(-2), b.at(-1)];
  if (!rows || !columns || !given || !width) return undefined;
  const fits = (x: Dim, y: Dim): boolean => x.minus(y).equals(lit(0)).verdict === 'yes';
  const [right, left] = [fits(columns, width), fits(rows, given)];
  return right === left ? undefined : `transpose(-2, -1) of the ${right ? 'right' : 'left'} side`;
}

// Spellings of the pieces of a Split: `num_outputs` (ONNX, the last piece may be smaller), or one piece size for as
// many pieces as it takes (PyTorch), which needs a known extent. In: loose attributes; out: every piece stated.
import type { Dim, Rule, Shape } from '../../dims/dim.ts';
import type { Loose } from '../../spec/settle.ts';

export function settleSplit(given: Loose, [x]: readonly (Shape | undefined)[], rule: Rule): Loose {
  const extent = x && extentAlong(x, given['axis'] ?? 0);
  if (!extent || Array.isArray(given['split'])) return given;
  const split = given['split'] === undefined ? equalPieces(extent, known(given['num_outputs'])) : piecesOf(extent, known(given['split']), rule);
  return split ? { ...given, split } : given;
}

function known(value: unknown): number | undefined {
  const n = typeof value === 'object' && value !== null && 'known' in value ? value.known : value;
  return typeof n === 'number' && Number.isInteger(n) && n > 0 ? n : undefined;
}

function extentAlong(x: Shape, axis: unknown): Dim | undefined {
  return typeof axis === 'number' ? x.at(axis) : undefined;
}

function equalPieces(extent: Dim, count: number | undefined): readonly Dim[] | undefined {
  if (count === undefined) return undefined;
  const piece = extent.plus(count - 1).over(count);
  return [...Array.from({ length: count - 1 }, () => piece), extent.minus(piece.times(count - 1))];
}

function piecesOf(extent: Dim, piece: number | undefined, rule: Rule): readonly Dim[] | undefined {
  const total = extent.known;
  if (piece === undefined || total === undefined) return undefined;
  const count = Math.max(1, Math.ceil(total / piece));
  return Array.from({ length: count }, (_, i) => rule.lit(i < count - 1 ? piece : total - piece * (count - 1)));
}

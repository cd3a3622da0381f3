// Spellings of the shape to expand to: -1 keeps the extent that the input has there (PyTorch).
import type { Dim, Shape } from '../../dims/dim.ts';
import type { Loose } from '../../spec/settle.ts';

export function settleExpand(given: Loose, [x]: readonly (Shape | undefined)[]): Loose {
  if (!x || !Array.isArray(given['shape'])) return given;
  const wanted = given['shape'] as readonly (number | Dim)[];
  const skipped = wanted.length - x.length;
  return { ...given, shape: wanted.map((n, axis) => (n === -1 || (typeof n === 'object' && n.known === -1) ? (x[axis - skipped] ?? n) : n)) };
}

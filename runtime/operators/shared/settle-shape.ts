// Shape's range of axes: negative ones count from the end, what lies beyond the ends is cut off. The number of axes
// is always known, and so are the ends. Source: ONNX Shape-15.
import type { Dim, Shape } from '../../dims/dim.ts';
import type { Loose } from '../../spec/settle.ts';

export function settleShape(given: Loose, [x]: readonly (Shape | undefined)[]): Loose {
  if (!x) return given;
  const clamp = (value: unknown): unknown => {
    const n = typeof value === 'object' && value !== null && 'known' in value ? value.known : value;
    return typeof n === 'number' ? Math.min(Math.max(n < 0 ? n + x.length : n, 0), x.length) : value;
  };
  return { ...given, start: clamp(given['start']), end: clamp(given['end']) };
}

export function heldShape(shape: Shape, start: Dim, end: Dim): readonly Dim[] {
  return shape.slice(start.known, end.known);
}

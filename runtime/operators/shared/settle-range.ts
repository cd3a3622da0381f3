// Spellings of a range: `limit` in the place of the number of elements; start 0 and step 1 where not said; the
// dtype of PyTorch: int64 for integers, float32 where one of the numbers is not. Out: start, delta, count, dtype.
// Source of the count: ONNX Range-11, max(ceil((limit − start) / delta), 0).
import type { Dim, Rule, Shape } from '../../dims/dim.ts';
import { isSize } from '../../dims/dim.ts';
import type { Loose } from '../../spec/settle.ts';

export function settleRange(given: Loose, _: readonly (Shape | undefined)[], rule: Rule): Loose {
  const { limit, ...others } = given;
  const start = plain(given['start'] ?? 0);
  const delta = plain(given['delta'] ?? 1);
  const dtype = given['dtype'] ?? ([start, delta, limit].some((n) => typeof n === 'number' && !Number.isInteger(n)) ? 'float32' : 'int64');
  const settled = { ...others, start, delta, dtype };
  if (given['count'] !== undefined || !isSize(limit) || typeof start !== 'number' || typeof delta !== 'number') return settled;
  if (delta === 0) rule.stop('step');
  return { ...settled, count: typeof limit === 'number' ? Math.max(0, Math.ceil((limit - start) / delta)) : countTo(limit, start, delta) };
}

/** Where the limit is a size, start and step have to be integers for the count to be one formula of sizes. */
function countTo(limit: Dim, start: number, delta: number): Dim | undefined {
  if (!Number.isInteger(start) || !Number.isInteger(delta)) return undefined;
  const length = delta > 0 ? limit.minus(start) : limit.times(-1).plus(start);
  const steps = Math.abs(delta);
  const count = length.plus(steps - 1).over(steps);
  return count.atLeast(0).choose(count, 0);
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  return isSize(value) && typeof value === 'object' ? (value.known ?? value) : value;
}

/** Lists longer than this do not carry shapes. */
const LONGEST = 64;

export function heldRange(start: number, delta: number, count: Dim, lit: (n: number) => Dim): readonly Dim[] | undefined {
  if (count.known === undefined || count.known > LONGEST) return undefined;
  return Array.from({ length: count.known }, (_, i) => lit(start + i * delta));
}

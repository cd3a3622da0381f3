// What runs and is surely not meant. Tensors on their way through an operation in, warnings out. Nothing here is an
// error, so each rule asks for more than the shapes: that a layer's output meets data, or that sizes were named.

import type { Dim } from '../../runtime/dims/dim.ts';
import { codeOf } from '../1-read/meaning.ts';
import { sentenceFor } from '../library/checks.ts';
import { must } from './claims.ts';
import type { Machine } from './machine.ts';
import { lit, sameDim } from './sizes.ts';
import type { TensorValue, Value } from './values.ts';

const isFromLayer = ({ made }: TensorValue): boolean => made === 'layer' || made === 'computed' || made === 'sigmoid';

/** (N, 1) against (N) gives (N, N): a model's column of predictions meets labels in a row, or the other way around. */
export function columnAgainstRow(m: Machine, operator: string, a: Value, b: Value): void {
  if (m.language !== 'python' || a.kind !== 'tensor' || b.kind !== 'tensor') return;
  const isComparison = operator === 'Equal' || operator === 'Less';
  if (operator !== 'Sub' && operator !== 'Mul' && !isComparison) return;
  const [column, row] = a.shape?.length === 2 ? [a, b] : [b, a];
  const [n, one] = column.shape ?? [];
  const [k, more] = row.shape ?? [];
  if (!n || !k || more || column.shape?.length !== 2 || one?.known !== 1 || n.known === 1 || !sameDim(n, k)) return;
  // Weights of samples meet their losses.
  if (operator === 'Mul') return row.made === 'losses' || column.made === 'losses' ? warn(m, 'Broadcast/column', { n }, [['column', column], ['row', row]]) : undefined;
  const predicts = (x: TensorValue): boolean => isFromLayer(x) || (isComparison && x.made === 'choice');
  if (predicts(column) === predicts(row)) return;
  warn(m, 'Broadcast/column', { n }, [['column', column], ['row', row]]);
}

/** A new shape whose axes are those of the old one in another order: view does not move elements, so rows get mixed. */
export function permutedByView(m: Machine, x: TensorValue, to: readonly Dim[]): void {
  const [from, into] = [x.shape?.filter(isLong) ?? [], to.filter(isLong)];
  if (from.length < 2 || into.length < 2 || from.length > 5 || into.length > 5) return;
  const [fine, coarse] = from.length >= into.length ? [from, into] : [into, from];
  if (groups(fine, coarse) || groups(parted(from, into), into) || !regroups(fine, coarse)) return;
  // Another call of the same view may name its sizes.
  m.traces++;
  if (!namesSizes(m)) return;
  // A size that the call leaves open may be any: the program does not say that it is another axis.
  if (leavesOneOpen(m) && [...fine, ...coarse].some((dim) => dim.known === undefined)) return;
  const shapes = { from: `[${from.join(', ')}]`, to: `[${into.join(', ')}]` };
  warn(m, 'View/order', shapes, [['x', x]]);
}

const isLong = (dim: Dim): boolean => dim.known !== 1;

/** Whether the sizes in the call are named: literal ones are experiments. */
const namesSizes = (m: Machine): boolean => /[A-Za-z_]/.test(sizesGiven(m).replaceAll(/\b(?:size|shape)\s*=/g, ''));

const leavesOneOpen = (m: Machine): boolean => /-\s*1\b/.test(sizesGiven(m));

function sizesGiven(m: Machine): string {
  const { userSpan: span } = m;
  const program = span && m.programs.get(span.file);
  const text = program && codeOf(program).slice(span.start, span.end);
  return (text && /\.?(?:view|reshape)\s*\(([^]*)\)$/.exec(text)?.[1]) ?? '';
}

/** Whether neighbours multiply to the coarse sizes, in order. */
function groups(fine: readonly Dim[], coarse: readonly Dim[]): boolean {
  let next = 0;
  for (const size of coarse) {
    let product = fine[next++];
    if (!product) return false;
    while (!sameDim(product, size)) {
      const more: Dim | undefined = fine[next++];
      if (!more) return false;
      product = product.times(more);
    }
  }
  return next === fine.length;
}

/** The last axis taken apart, of which the new last one is a part: boxes of four numbers, as many as there are anchors. */
function parted(from: readonly Dim[], into: readonly Dim[]): readonly Dim[] {
  const [whole, part] = [from.at(-1)?.known, into.at(-1)?.known];
  return whole && part && whole % part === 0 ? [...from.slice(0, -1), lit(whole / part), lit(part)] : from;
}

/** Whether they do so in some order: in which order some are multiplied makes no difference. */
function regroups(fine: readonly Dim[], coarse: readonly Dim[]): boolean {
  const products: Dim[] = [lit(1)];
  for (let set = 1; set < 2 ** fine.length; set++) {
    const last = 31 - Math.clz32(set);
    products.push((products[set - 2 ** last] as Dim).times(fine[last] as Dim));
  }
  const from = (left: number, next: number): boolean => {
    const size = coarse[next];
    if (!size) return left === 0;
    return products.some((product, set) => set > 0 && (set & left) === set && sameDim(product, size) && from(left - set, next + 1));
  };
  return from(products.length - 1, 0);
}

export function warn(m: Machine, rule: string, holes: Readonly<Record<string, Dim | string>>, operands: readonly (readonly [string, TensorValue])[]): void {
  must(m, { rule, claim: lit(0).atLeast(1), sentence: sentenceFor(rule), holes, operands: operands.map(([name, tensor]) => ({ name, tensor })), severity: 'warning' });
}

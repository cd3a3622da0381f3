// Sums of products among stages: what multiplies rows with columns, however many axes each of them has.
import type { Expr, Stmt } from '../../ir/loops.ts';
import { operandsOf } from '../wasm/dependencies.ts';
import { factorOf } from '../wasm/forms.ts';
import type { Axis, Stage } from './stages.ts';

export type Load = Extract<Expr, { kind: 'load' }>;

/** result[outer, rows, columns] = rest(Σ over `terms` of left · right, where `when` holds). */
export interface Product {
  readonly outer: readonly Axis[];
  readonly rows: readonly Axis[];
  readonly columns: readonly Axis[];
  readonly terms: readonly Axis[];
  readonly left: Load;
  readonly right: Load;
  /** Of places in the right factor; elsewhere there is nothing. */
  readonly when: Expr | undefined;
  readonly accumulator: string;
  readonly rest: readonly Stmt[];
}

export function productOf(stage: Stage): Product | undefined {
  const { addresses, written } = stage.facts;
  const [start, loop, ...rest] = stage.body;
  if (start?.kind !== 'let' || start.value.kind !== 'const' || start.value.value !== 0 || start.type !== 'float32' || loop?.kind !== 'for') return undefined;
  const sum = sumIn(loop, start.name);
  if (!sum || [sum.x, sum.y].some((load) => written.has(load.buffer) || !addresses.of(load.at).terms.every(({ atom }) => atom.kind === 'var'))) return undefined;
  const { terms, when } = sum;
  const isIn = (load: Load, name: string): boolean => factorOf(addresses.of(load.at), name) !== 0;
  const asks = (name: string): boolean => when !== undefined && mentions(when, name);
  // Rows are what only the left factor has; conditions ask about columns.
  const split = (left: Load, right: Load): Product | undefined => {
    const rows = stage.axes.filter(({ name }) => isIn(left, name) && !isIn(right, name) && !asks(name));
    const columns = stage.axes.filter(({ name }) => isIn(right, name) && !isIn(left, name));
    const outer = stage.axes.filter((axis) => !rows.includes(axis) && !columns.includes(axis));
    if (rows.length === 0 || columns.length === 0) return undefined;
    return { outer, rows, columns, terms, left, right, when, accumulator: start.name, rest };
  };
  const all = [split(sum.x, sum.y), split(sum.y, sum.x)].filter((product) => product !== undefined);
  // Neighbours along the last axis are neighbours in the result.
  return all.find(({ columns }) => columns.includes(stage.axes.at(-1)!)) ?? all[0];
}

interface Sum {
  readonly terms: readonly Axis[];
  readonly when: Expr | undefined;
  readonly x: Load;
  readonly y: Load;
}

/** Nested loops around one step, which may have a condition. */
function sumIn(loop: Extract<Stmt, { kind: 'for' }>, accumulator: string): Sum | undefined {
  const terms: Axis[] = [];
  let inner: readonly Stmt[] = [loop];
  for (;;) {
    const [only, ...more] = inner;
    if (more.length > 0 || only === undefined) return undefined;
    if (only.kind === 'for') {
      terms.push({ name: only.name, extent: only.extent });
      inner = only.body;
      continue;
    }
    const [step, ...others] = only.kind === 'if' ? only.then : [only];
    if (others.length > 0 || (only.kind === 'if' && (only.otherwise.length > 0 || !isOfPlaces(only.when)))) return undefined;
    if (step?.kind !== 'set' || step.name !== accumulator || !isSumOfProduct(step.value, accumulator)) return undefined;
    return { terms, when: only.kind === 'if' ? only.when : undefined, x: step.value.x.x, y: step.value.x.y };
  }
}

type SumOfProduct = { readonly x: { readonly x: Load; readonly y: Load } };

function isSumOfProduct(e: Expr, accumulator: string): e is Expr & SumOfProduct {
  return e.kind === 'binary' && e.op === 'add' && e.y.kind === 'local' && e.y.name === accumulator
    && e.x.kind === 'binary' && e.x.op === 'mul' && e.x.x.kind === 'load' && e.x.y.kind === 'load';
}

const isOfPlaces = (e: Expr): boolean => e.kind !== 'load' && e.kind !== 'local' && operandsOf(e).every(isOfPlaces);
const mentions = (e: Expr, name: string): boolean => (e.kind === 'var' ? e.name === name : operandsOf(e).some((operand) => mentions(operand, name)));

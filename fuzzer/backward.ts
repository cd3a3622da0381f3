// Growth against the flow: an operator whose result takes the place of an input of the graph. Its operands may be
// values that exist already, so that diamonds grow in both directions; what comes behind is evaluated again.
import type { DType } from '../runtime/ir/dtype.ts';
import type { AnyAttributes } from '../runtime/spec/attributes.ts';
import type { Operator } from '../runtime/spec/spec.ts';
import { drawAttributes } from './attributes.ts';
import { fillBroadcast } from './fill.ts';
import type { Inserter, Operand } from './insert.ts';
import { domainOf, shapeOf } from './insert.ts';
import type { Cell, Sketch, Step } from './sketch.ts';
import { reevaluate } from './sketch.ts';
import { onlyBroadcasts, solveShapes } from './solve.ts';
import type { Types } from './types.ts';

const ATTEMPTS = 3;

/** True where an operator with this result was found. */
export function insertBefore(inserter: Inserter, operator: Operator): boolean {
  const { choices, sketch } = inserter;
  const inputs = sketch.cells.filter((cell) => cell.need?.domain === 'any');
  if (inputs.length === 0 || inserter.left <= 0 || operator.indexed || Object.keys(operator.inputs).length === 0) return false;
  const place = choices.pick(inputs);
  const at = sketch.steps.findIndex((step) => step.operands.includes(place));
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) if (attemptAt(inserter, operator, place, at, attempt)) return true;
  return false;
}

function attemptAt(inserter: Inserter, operator: Operator, place: Cell, at: number, attempt: number): boolean {
  const { choices, sketch, sizes, types } = inserter;
  const attributes = drawAttributes(choices, operator, [place.shape], place.shape.length, types);
  const bound = bindResult(operator, place.dtype, attributes, types);
  if (!bound) return false;
  const operands = drawOperands(inserter, operator, bound, place, at, attempt);
  // What only broadcasts needs no solving, and inference looks at the guess.
  const partial = operands.map(shapeOf);
  const shapes = onlyBroadcasts(operator) ? fillBroadcast(choices, sizes, partial, place.shape) : solveShapes(inserter, operator, partial, attributes, place.shape);
  if (!shapes) return false;
  const before = { cells: [...sketch.cells], steps: [...sketch.steps] };
  const step = inserter.commit(operator, operands, shapes, attributes, at, ({ dtype, shapes: made }) => dtype === place.dtype && made.length === 1 && made[0]!.join() === place.shape.join());
  if (!step) return false;
  if (replace(sketch, step, place)) return true;
  for (const cell of new Set(step.operands)) if (cell) cell.readers--;
  sketch.cells.splice(0, sketch.cells.length, ...before.cells);
  sketch.steps.splice(0, sketch.steps.length, ...before.steps);
  return false;
}

/** The input becomes the result of the step; false, and nothing changed, where a later operator could not bear it. */
function replace(sketch: Sketch, step: Step, place: Cell): boolean {
  const position = sketch.steps.indexOf(step);
  const [result] = step.results as [Cell];
  const undo = reevaluate(sketch, new Map([[place, result.value]]), position + 1);
  if (!undo) return false;
  place.need = undefined;
  sketch.steps[position] = { ...step, results: [place] };
  sketch.cells.splice(sketch.cells.indexOf(result), 1);
  return true;
}

/** dtypes of the operator's variables such that its result has this dtype. */
function bindResult(operator: Operator, wanted: DType, attributes: Readonly<Record<string, unknown>>, types: Types): Readonly<Record<string, DType>> | undefined {
  const { returns, dtypes } = operator;
  if (typeof returns === 'function') { if (returns(attributes as AnyAttributes) !== wanted) return undefined; }
  else if (dtypes[returns] ? !types.allows(operator, returns, wanted) : returns !== wanted) return undefined;
  const choices = Object.keys(dtypes).map((name) => [name, name === returns ? [wanted] : types.of(operator, name)] as const);
  return choices.every(([, allowed]) => allowed.length > 0) ? Object.fromEntries(choices.map(([name, allowed]) => [name, types.pick(allowed)])) : undefined;
}

function drawOperands(inserter: Inserter, operator: Operator, bound: Readonly<Record<string, DType>>, place: Cell, at: number, attempt: number): readonly Operand[] {
  const { choices, sketch, sizes } = inserter;
  const earlier = new Set(sketch.steps.slice(0, at).flatMap((step) => step.results));
  const operands: Operand[] = [];
  for (const [name, input] of Object.entries(operator.inputs)) {
    const dtype = bound[input.dtype] ?? (input.dtype as DType);
    const domain = domainOf(operator, name);
    const count = input.kind === 'variadic' ? input.least + choices.integer(0, 1) : 1;
    for (let i = 0; i < count; i++) {
      if (input.kind === 'optional' && !choices.chance(0.5)) { operands.push(undefined); continue; }
      const { min, max } = input.ranks;
      const fitting = attempt > 0 || domain !== 'any' || !choices.chance(0.4) ? []
        : sketch.cells.filter((cell) => cell !== place && cell.dtype === dtype && cell.shape.length >= min && cell.shape.length <= max && (cell.need !== undefined || earlier.has(cell)));
      if (fitting.length > 0) { operands.push({ there: choices.pick(fitting) }); continue; }
      const near = place.shape.length;
      const rank = near >= min && near <= max && choices.chance(0.7) ? near : sizes.rank(min, Math.min(max, Math.max(min, near + 1)));
      operands.push({ fresh: { dtype, shape: inserter.symbols(rank), domain } });
    }
  }
  while (operands.length > 0 && operands.at(-1) === undefined) operands.pop();
  return operands;
}

// Pushes a value that exists inside the domain of an operator that wants to read it: gradient steps on the inputs it
// depends on, through the reference's own reverse mode. A growing sketch and one of its values in; the sketch with
// other contents of its inputs out, everything behind them evaluated again and still sound, or the sketch as it was.
import { evaluate } from '../runtime/interpret/interpret.ts';
import type { BoundedTensor } from '../runtime/interpret/bounded-tensor.ts';
import { gradientGraph } from '../runtime/interpret/gradient.ts';
import { GraphBuilder } from '../runtime/ir/build.ts';
import type { Graph, GraphValue } from '../runtime/ir/graph.ts';
import { isFloat } from '../runtime/ir/dtype.ts';
import type { Tensor } from '../runtime/ir/tensor.ts';
import { emptyData, toElement } from '../runtime/ir/tensor.ts';
import type { Draw } from '../runtime/spec/draw.ts';
import type { Cell, Sketch, Step } from './sketch.ts';
import { evaluateStep, reevaluate } from './sketch.ts';
import type { Need } from './values.ts';
import { isInside, isSound, patterned, projected, shortfall } from './values.ts';
import { workOf } from './work.ts';

/** Steps from one starting point, and starting points; most searches that succeed need one to three steps. */
const STEPS = 4;
const STARTS = 2;
/** What a value depends on may be so much, in steps and element operations; beyond it a fresh input is cheaper. */
const MOST_ANCESTORS = 10;
const MOST_WORK = 800;
/** A step longer than this leaves what its gradient knows about. */
const MOST_MOVE = 4;

/** What a value depends on: steps in order, and the inputs of the graph among their operands. */
interface Past { readonly steps: readonly Step[]; readonly inputs: readonly Cell[] }

/** True where the value is inside now. Only float inputs move. */
export function pushInside(draw: Draw, sketch: Sketch, cell: Cell, need: Need): boolean {
  const past = pastOf(sketch, cell);
  if (!past || !past.inputs.some(canMove)) return false;
  // Where no path of gradients leads anywhere only new starting points help.
  const slopes = gradientsOf(past, cell);
  for (let start = 0; start < STARTS; start++) {
    let contents = new Map(past.inputs.map((input) => [input, start === 0 || !canMove(input) ? input.value : restarted(draw, input)]));
    for (let step = 0; step <= STEPS; step++) {
      const value = forward(past, contents, cell);
      if (!value) break;
      if (isInside(need, value)) {
        if (settles(sketch, contents)) return true;
        break;
      }
      const next = step < STEPS ? moved(slopes, past.inputs, contents, shortfall(need, value)) : undefined;
      if (!next) break;
      contents = next;
    }
  }
  return false;
}

const canMove = (cell: Cell): boolean => cell.need !== undefined && isFloat(cell.dtype);

function pastOf(sketch: Sketch, cell: Cell): Past | undefined {
  const wanted = new Set([cell]);
  const steps: Step[] = [];
  let work = 0;
  for (let i = sketch.steps.length - 1; i >= 0; i--) {
    const step = sketch.steps[i]!;
    if (!step.results.some((result) => wanted.has(result))) continue;
    steps.push(step);
    for (const operand of step.operands) if (operand) wanted.add(operand);
    work += workOf(step.operator, step.operands.map((operand) => operand?.shape), step.inferred.shapes, step.inferred.attributes);
    if (steps.length > MOST_ANCESTORS || work > MOST_WORK) return undefined;
  }
  return { steps: steps.reverse(), inputs: [...wanted].filter((operand) => operand.need) };
}

/** Takes the inputs and one gradient of the value; gives one gradient for each float input. */
function gradientsOf({ steps, inputs }: Past, cell: Cell): Graph {
  const g = new GraphBuilder();
  const ids = new Map<Cell, GraphValue>(inputs.map((input, i) => [input, g.input(`x${i}`, input.dtype, input.shape)]));
  for (const { operator, operands, inferred, results } of steps) {
    g.inferred(operator, operands.map((operand) => operand && ids.get(operand)), inferred).forEach((value, i) => { ids.set(results[i]!, value); });
  }
  return gradientGraph(g.finish([ids.get(cell)!]));
}

type Contents = Map<Cell, BoundedTensor>;

/** The value for these contents; nothing where something on the way is not finite. */
function forward({ steps }: Past, contents: Contents, cell: Cell): BoundedTensor | undefined {
  const values = new Map(contents);
  for (const step of steps) {
    const operands = step.operands.map((operand) => operand && { value: values.get(operand) ?? operand.value });
    const results = evaluateStep({ operator: step.operator, inferred: step.inferred, operands }, step.results);
    if (!results.every(isSound)) return undefined;
    step.results.forEach((result, i) => { values.set(result, results[i]!); });
  }
  return values.get(cell);
}

/** Polyak's step, whose length follows from the loss, because the least loss is known to be 0. */
function moved(slopes: Graph, inputs: readonly Cell[], contents: Contents, { loss, slope }: ReturnType<typeof shortfall>): Contents | undefined {
  const values = evaluate(slopes, [...inputs.map((input) => contents.get(input)!), slope]);
  const gradients = slopes.outputs.map((id) => values[id]!.data as Float64Array);
  let square = 0;
  for (const gradient of gradients) for (const d of gradient) square += d * d;
  if (!(square > 1e-12) || !Number.isFinite(square)) return undefined;
  const length = loss / square;
  const next = new Map(contents);
  let at = 0;
  for (const input of inputs) {
    if (!isFloat(input.dtype)) continue;
    const gradient = gradients[at++]!;
    if (!canMove(input)) continue;
    const old = contents.get(input)!;
    const data = emptyData(input.dtype, old.data.length);
    for (let i = 0; i < data.length; i++) {
      const move = Math.max(-MOST_MOVE, Math.min(MOST_MOVE, length * gradient[i]!));
      data[i] = toElement(input.dtype, projected(input.need!, (old.data[i] as number) - move)) as never;
    }
    next.set(input, { dtype: input.dtype, shape: input.shape, data });
  }
  return next;
}

/** Around 1, where most domains are satisfied. */
function restarted(draw: Draw, { dtype, shape, need }: Cell): Tensor {
  return patterned(dtype, shape, need!, 0.5, 1, draw.integer(0, 65_535));
}

/** The contents are taken over where everything else that depends on them stays sound too. */
function settles(sketch: Sketch, contents: Contents): boolean {
  const changed = new Map([...contents].filter(([cell, value]) => cell.value !== value));
  return reevaluate(sketch, changed, 0) !== undefined;
}

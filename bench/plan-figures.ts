// How much memory the plan of each model takes beside the least that any plan could: the largest set of buffers that
// are alive at one time. Constants lie outside of both: they are there for as long as the model is.
import { planMemory } from '../runtime/backends/plan-memory.ts';
import { lowerGraph } from '../runtime/backends/lower-graph.ts';
import type { KernelProgram } from '../runtime/backends/kernel-program.ts';
import { BYTES } from '../runtime/ir/dtype.ts';
import { elementCount } from '../runtime/ir/tensor.ts';
import { optimize } from '../runtime/passes/pipeline.ts';
import { rounded } from './bench.ts';
import { MODELS } from './models.ts';

export function planFigures(): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(MODELS).map(([name, build]) => {
    const program = lowerGraph(optimize(build().graph));
    const constants = program.constants.reduce((sum, { buffer }) => sum + bytesOf(program, buffer), 0);
    const planned = planMemory(program, 0).end - constants;
    const least = largestLiveSet(program);
    return [name, { plannedMiB: rounded(planned / 2 ** 20), largestLiveSetMiB: rounded(least / 2 ** 20), ratio: rounded(planned / least) }];
  }));
}

function bytesOf({ buffers }: KernelProgram, buffer: number): number {
  const { dtype, shape } = buffers[buffer]!;
  return BYTES[dtype] * elementCount(shape);
}

function largestLiveSet(program: KernelProgram): number {
  const { steps, inputs, outputs } = program;
  const constants = new Set(program.constants.map(({ buffer }) => buffer));
  const first = new Map<number, number>(inputs.map((id) => [id, 0]));
  const last = new Map<number, number>(inputs.map((id) => [id, 0]));
  steps.forEach(({ binding }, time) => {
    for (const buffer of binding) {
      if (buffer === undefined || constants.has(buffer)) continue;
      if (!first.has(buffer)) first.set(buffer, time);
      last.set(buffer, time);
    }
  });
  for (const buffer of outputs) if (!constants.has(buffer)) last.set(buffer, steps.length - 1);
  const change = new Float64Array(steps.length + 1);
  for (const [buffer, time] of first) {
    change[time]! += bytesOf(program, buffer);
    change[last.get(buffer)! + 1]! -= bytesOf(program, buffer);
  }
  let live = 0, most = 0;
  steps.forEach(({ kernel, binding }, time) => {
    live += change[time]!;
    const scratch = kernel.buffers.reduce((sum, { dtype, shape }, i) => sum + (binding[i] === undefined ? BYTES[dtype] * elementCount(shape) : 0), 0);
    most = Math.max(most, live + scratch);
  });
  return most;
}

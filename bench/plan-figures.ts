// How much memory the plan of each model takes beside the largest set of buffers that are alive at one time, each in a
// place of its own: results that take the place of an operand may need less. Constants lie outside of both.
import { planMemory } from '../runtime/backends/plan-memory.ts';
import { lowerGraph } from '../runtime/backends/lower-graph.ts';
import { optimize } from '../runtime/passes/pipeline.ts';
import { rounded } from './bench.ts';
import { MODELS } from './models.ts';

const MIB = 2 ** 20;

export function planFigures(): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(MODELS).map(([name, build]) => {
    const program = lowerGraph(optimize(build().graph));
    const { end, largestLiveSet } = planMemory(program, 0);
    const constants = planMemory({ ...program, inputs: [], steps: [], outputs: [] }, 0).end;
    const [planned, least] = [end - constants, largestLiveSet - constants];
    return [name, { plannedMiB: rounded(planned / MIB), largestLiveSetMiB: rounded(least / MIB), ratio: rounded(planned / least) }];
  }));
}

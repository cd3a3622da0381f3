// How much memory the plan of each model takes beside the largest set of buffers that are alive at one time, each in a
// place of its own: results that take the place of an operand may need less. What stays, such as weights, lies outside
// of both.
import { hoistConstants } from '../runtime/backends/hoist-constants.ts';
import { planMemory } from '../runtime/backends/plan-memory.ts';
import { lowerGraph } from '../runtime/backends/lower-graph.ts';
import { optimize } from '../runtime/passes/pipeline.ts';
import { rounded } from './bench.ts';
import { MODELS } from './models.ts';

const MIB = 2 ** 20;

export function planFigures(): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(MODELS).map(([name, build]) => {
    const { floor, end, largestLiveSet } = planMemory(hoistConstants(lowerGraph(optimize(build().graph))), 0);
    const [planned, least] = [end - floor, largestLiveSet - floor];
    return [name, { plannedMiB: rounded(planned / MIB), largestLiveSetMiB: rounded(least / MIB), ratio: rounded(planned / least) }];
  }));
}

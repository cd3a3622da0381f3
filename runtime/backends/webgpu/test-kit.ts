// For tests: this machine's device, opened once a file, tests that say why they skip where there is none, and the text of
// shaders.
import type { TestContext } from 'vitest';
import { afterAll } from 'vitest';
import type { Graph } from '../../ir/graph.ts';
import { lowerGraph } from '../lower-graph.ts';
import { Device } from './device.ts';
import type { Environment } from './node/open-gpu.ts';
import { openGpu } from './node/open-gpu.ts';
import type { Schedule } from './schedule.ts';
import { SOFTWARE } from './schedule.ts';
import { shadersOf } from './shader.ts';

/** Gives a test's function: `test(name, onGpu(async (device) => …))`. */
export type OnGpu = (run: (device: Device, context: TestContext) => Promise<void> | void) => (context: TestContext) => Promise<void>;

export async function gpuForTests(environment: Environment): Promise<OnGpu> {
  const opened = await openGpu(environment);
  const device = 'missing' in opened ? undefined : await Device.open(opened.adapter, opened.wait);
  // No process may end while work is pending.
  afterAll(() => device?.destroy());
  return (run) => async (context) => {
    if (!device) return context.skip('missing' in opened ? opened.missing : '');
    await run(device, context);
  };
}

/** Of drivers for CPUs, but for what is said otherwise. */
export function shaderTexts(graph: Graph, options: Partial<Schedule>): string {
  return lowerGraph(graph, { plain: true }).steps.flatMap(({ kernel }) => shadersOf(kernel, { ...SOFTWARE, ...options }).map(({ code }) => code)).join('');
}

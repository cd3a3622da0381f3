// For tests: this machine's device, opened once a file, and tests that say why they skip where there is none.
import type { TestContext } from 'vitest';
import { afterAll } from 'vitest';
import { Device } from './device.ts';
import type { Environment } from './node/open-gpu.ts';
import { openGpu } from './node/open-gpu.ts';

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

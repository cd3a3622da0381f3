// A shader that never ends in a real process: no device can stop it, so its process is ended and the next graph has a
// new one.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { OutsideExecutor } from '../oracle/executors/outside.ts';
import { openGpu } from '../runtime/backends/webgpu/node/open-gpu.ts';
import { parseGraph } from '../runtime/ir/text-parse.ts';
import { tensor } from '../runtime/ir/tensor.ts';
import { world } from './world.ts';

const opened = await openGpu(process.env);
const built = (file: string): string => JSON.stringify(join(import.meta.dirname, '../dist', file));

/** Speaks the adapter protocol, and starts an endless shader at the first request. */
const ENDLESS = `
  import { answerBytes } from ${built('oracle/protocol/frames.js')};
  import { openGpu } from ${built('runtime/backends/webgpu/node/open-gpu.js')};
  import { Device } from ${built('runtime/backends/webgpu/device.js')};
  const { adapter } = await openGpu(process.env);
  const device = await Device.open(adapter);
  const pipeline = await device.pipeline('@group(0) @binding(0) var<storage, read_write> b: array<u32>; @compute @workgroup_size(1) fn main() { loop { b[1] += 1u; if (b[0] == 1u) { break; } } }');
  const buffer = device.take(256, 'storage');
  const group = device.gpu.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries: [{ binding: 0, resource: { buffer, size: 256 } }] });
  process.stdin.once('data', async () => {
    await device.guarded(() => {
      const encoder = device.gpu.createCommandEncoder();
      const pass = encoder.beginComputePass();
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(1);
      pass.end();
      const staging = device.take(256, 'readback');
      encoder.copyBufferToBuffer(buffer, 0, staging, 0, 256);
      device.gpu.queue.submit([encoder.finish()]);
      return staging;
    }).then((staging) => device.read(staging, 256));
    process.stdout.write(answerBytes({ kind: 'failure', message: 'the shader ended' }));
  });
  process.stdout.write(answerBytes({ kind: 'ready', message: 'endless' }));
`;

test('a process whose shader never ends is ended, and that is a failure of the graph', async (context) => {
  if ('missing' in opened) return context.skip(opened.missing);
  const engine = new OutsideExecutor('endless', [process.execPath, '--input-type=module', '-e', ENDLESS], world, { limits: { answerMs: 700, startMs: 30_000, memory: 2 ** 40 } });
  const outcome = await engine.run(parseGraph('Neg(x:[2])'), [tensor('float32', [2], [1, 2])]);
  engine.close();
  expect(outcome).toEqual({ kind: 'failure', message: 'hang: no answer in 0.7 s' });
});

// The GPU engine behind the adapter protocol: what a device refuses or loses is the failure of one graph, and the next one
// has its results.
import { afterEach, expect, test, vi } from 'vitest';
import { Device } from '../../runtime/backends/webgpu/device.ts';
import { gpuForTests } from '../../runtime/backends/webgpu/test-kit.ts';
import { tensor } from '../../runtime/ir/tensor.ts';
import { parseGraph } from '../../runtime/ir/text-parse.ts';
import { encodeModel } from '../../runtime/onnx/encode.ts';
import { exportModel } from '../../runtime/onnx/export.ts';
import type { Outcome } from '../executors/executor.ts';
import type { Engine } from './engine.ts';
import { loadWebGpu } from './webgpu.ts';

const onGpu = await gpuForTests(process.env);
afterEach(() => { vi.restoreAllMocks(); });

const exported = exportModel(parseGraph('Neg(x:[2])'));
if (!exported.ok) throw new Error(exported.reason);
const model = encodeModel(exported.model);
const negate = (engine: Engine): Promise<Outcome> => Promise.resolve(engine.run(model, [tensor('float32', [2], [1, 2])]));
const RESULTS = { kind: 'results', results: [tensor('float32', [2], [-1, -2])] };

/** The engine and the devices that it has opened. */
async function started(): Promise<{ readonly engine: Engine; readonly devices: readonly Device[] }> {
  const devices: Device[] = [];
  const open = Device.open.bind(Device);
  vi.spyOn(Device, 'open').mockImplementation(async (...args) => {
    const device = await open(...args);
    devices.push(device);
    return device;
  });
  return { engine: await loadWebGpu('', process.env), devices };
}

test('a device that is lost between two graphs is replaced', onGpu(async () => {
  const { engine, devices } = await started();
  expect(await negate(engine)).toEqual(RESULTS);
  devices[0]!.destroy();
  await devices[0]!.gpu.lost;
  expect(await negate(engine)).toEqual(RESULTS);
  expect(devices.length).toBe(2);
  devices[1]!.destroy();
}));

test('a graph whose device is lost under it fails in words, and the next one has its results', onGpu(async () => {
  const { engine, devices } = await started();
  const submit = devices[0]!.gpu.queue.submit.bind(devices[0]!.gpu.queue);
  devices[0]!.gpu.queue.submit = (commands) => {
    submit(commands);
    devices[0]!.destroy();
  };
  expect(await negate(engine)).toMatchObject({ kind: 'failure', message: expect.stringMatching(/device was lost|does not give results back/) });
  expect(await negate(engine)).toEqual(RESULTS);
  devices[1]!.destroy();
}));

test('a graph for which there is no memory fails in words, and the next one has its results', onGpu(async () => {
  const { engine, devices } = await started();
  const { gpu } = devices[0]!;
  const scopes: string[] = [];
  const [push, pop] = [gpu.pushErrorScope.bind(gpu), gpu.popErrorScope.bind(gpu)];
  gpu.pushErrorScope = (filter) => {
    scopes.push(filter);
    push(filter);
  };
  let refusals = 1;
  gpu.popErrorScope = async () => {
    const refuses = scopes.pop() === 'out-of-memory' && refusals-- > 0;
    const said = await pop();
    return refuses ? { message: 'no room for 4 GiB' } : said;
  };
  expect(await negate(engine)).toEqual({ kind: 'failure', message: 'out of GPU memory: no room for 4 GiB' });
  expect(await negate(engine)).toEqual(RESULTS);
  devices[0]!.destroy();
}));

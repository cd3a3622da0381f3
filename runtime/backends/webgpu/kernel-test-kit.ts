// For tests: a device where this machine has an adapter, and one kernel run on it beside the walked kernel.
import { expandMath } from '../../ir/expand-math.ts';
import type { Kernel } from '../../ir/loops.ts';
import { runKernel } from '../../ir/run-loops.ts';
import { elementCount, emptyData } from '../../ir/tensor.ts';
import type { TensorData } from '../../ir/tensor.ts';
import type { KernelProgram } from '../kernel-program.ts';
import type { Device } from './device.ts';
import type { Schedule } from './schedule.ts';
import { compileProgram } from './webgpu.ts';

/** The kernel alone as a program; what it writes is both given, so that it has its old contents, and a result. */
function programOf({ buffers, body, name }: Kernel): KernelProgram {
  const inputs = buffers.flatMap(({ role }, i) => (role === 'input' ? [i] : []));
  const outputs = buffers.flatMap(({ role }, i) => (role === 'output' ? [i] : []));
  return { buffers, inputs: [...inputs, ...outputs], constants: [], outputs, steps: [{ kernel: { name, buffers, body }, binding: buffers.map(({ role }, i) => (role === 'scratch' ? undefined : i)) }] };
}

/** One line for each element that differs from the walked kernel's; `differs` says what counts. */
export async function compareOnGpu(device: Device, kernel: Kernel, contents: ReadonlyMap<string, TensorData>, options: Partial<Schedule>, differs: (want: number | bigint, got: number | bigint) => boolean): Promise<readonly string[]> {
  const initial = new Map(kernel.buffers.map(({ name, dtype, shape }) => [name, contents.get(name) ?? emptyData(dtype, elementCount(shape))]));
  const expected = new Map([...initial].map(([name, data]) => [name, data.slice() as TensorData]));
  runKernel(expandMath(kernel, { shader: true }), expected);
  const program = programOf(kernel);
  const executable = await compileProgram(device, program, options);
  try {
    const results = await executable.run(program.inputs.map((id) => {
      const { name, dtype, shape } = kernel.buffers[id]!;
      return { dtype, shape, data: initial.get(name)! };
    }));
    return program.outputs.flatMap((id, i) => {
      const { name } = kernel.buffers[id]!;
      const want = expected.get(name)!;
      return Array.from(results[i]!.data as ArrayLike<number | bigint>).flatMap((got, at) => (
        differs(want[at]!, got) ? [`${name}[${at}] is ${got}, not ${want[at]}`] : []
      ));
    });
  } finally {
    executable.release();
  }
}

/** NaN has one meaning; +0 and −0 are two. */
export const differsInBits = (want: number | bigint, got: number | bigint): boolean => !Object.is(want, got);

// For tests: runs one kernel by walking it (run-loops.ts) and as WebAssembly with and without vectors, on the same
// data, and says where they differ. Every module passes binaryen's validator first.
import binaryen from 'binaryen';
import { BYTES } from '../../ir/dtype.ts';
import { expandMath } from '../../ir/expand-math.ts';
import { fromHalfBits } from '../../ir/half.ts';
import type { Kernel, KernelBuffer } from '../../ir/loops.ts';
import { runKernel } from '../../ir/run-loops.ts';
import { elementCount, emptyData } from '../../ir/tensor.ts';
import type { TensorData } from '../../ir/tensor.ts';
import { webAssembly } from './host.ts';
import { compileKernels } from './kernels.ts';
import type { KernelOptions } from './emitter.ts';

export type Contents = ReadonlyMap<string, TensorData>;

/** The text of a module, which also proves that it is valid. */
export function validate(bytes: Uint8Array): string {
  const parsed = binaryen.readBinary(bytes);
  parsed.setFeatures(binaryen.Features.SIMD128 | binaryen.Features.NontrappingFPToInt | binaryen.Features.MutableGlobals);
  const valid = parsed.validate();
  const text = parsed.emitText();
  parsed.dispose();
  if (!valid) throw new Error(`invalid module:\n${text}`);
  return text;
}

/** Addresses from 64 up, 16 bytes apart at least, so that reads beside a buffer are not another's data by chance. */
function placed(buffers: readonly KernelBuffer[]): { addresses: number[]; end: number } {
  const addresses: number[] = [];
  let end = 64;
  for (const { dtype, shape } of buffers) {
    addresses.push(end);
    end += Math.ceil((elementCount(shape) * BYTES[dtype] + 16) / 16) * 16;
  }
  return { addresses, end };
}

function runWasm(kernel: Kernel, contents: Contents, options: KernelOptions): { results: Map<string, TensorData>; text: string } {
  const { addresses, end } = placed(kernel.buffers);
  const bytes = compileKernels([{ kernel, addresses }], { module: 'host', name: 'memory', minimum: 1 }, options);
  const text = validate(bytes);
  const memory = new webAssembly.Memory({ initial: Math.ceil(end / 65536) + 1 });
  const results = new Map(kernel.buffers.map(({ name, dtype, shape }, i) => {
    const empty = emptyData(dtype, elementCount(shape));
    const view = new (empty.constructor as new (buffer: ArrayBuffer, at: number, length: number) => TensorData)(memory.buffer, addresses[i]!, empty.length);
    view.set((contents.get(name) ?? empty) as never);
    return [name, view];
  }));
  new webAssembly.Instance(new webAssembly.Module(bytes), { host: { memory } }).exports['run']!();
  return { results, text };
}

export interface Comparison {
  /** One line for each element of an output that differs from the walked kernel's. */
  readonly differences: readonly string[];
  readonly scalarText: string;
  readonly vectorText: string;
  readonly tiledText: string;
  readonly results: ReadonlyMap<string, TensorData>;
}

/** Outputs start as zeros unless given. */
export function compareKernel(kernel: Kernel, contents: Contents): Comparison {
  const expected = new Map(kernel.buffers.map(({ name, dtype, shape }) => [name, (contents.get(name) ?? emptyData(dtype, elementCount(shape))).slice() as TensorData]));
  runKernel(expandMath(kernel), expected);
  const scalar = runWasm(kernel, contents, { simd: false });
  const vector = runWasm(kernel, contents, { leastVectorWork: 0, leastTiledWork: Infinity });
  const tiled = runWasm(kernel, contents, { leastVectorWork: 0, leastTiledWork: 0 });
  const differences: string[] = [];
  for (const { name, role, bitsOf } of kernel.buffers) {
    if (role !== 'output') continue;
    // NaN has many patterns.
    const numbers = (data: TensorData): TensorData => (bitsOf ? fromHalfBits(bitsOf, data as Uint16Array) : data);
    const want = numbers(expected.get(name)!);
    for (const [engine, { results }] of [['scalar', scalar], ['vector', vector], ['tiled', tiled]] as const) {
      const got = numbers(results.get(name)!);
      for (let i = 0; i < want.length; i++) {
        if (!Object.is(got[i], want[i])) differences.push(`${engine} ${name}[${i}] is ${got[i]}, not ${want[i]}`);
      }
    }
  }
  return { differences, scalarText: scalar.text, vectorText: vector.text, tiledText: tiled.text, results: vector.results };
}

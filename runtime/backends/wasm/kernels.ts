// Kernels to one WebAssembly module. Math functions are expanded; `run` holds small kernels, which call math functions,
// and calls large ones, which are functions of their own, in order; where some run in chunks, `run0`, `run1` … are
// kernels in chunks and what lies between them. Buffers have fixed addresses in the memory that the module imports.
import { expandMath } from '../../ir/expand-math.ts';
import type { Stmt } from '../../ir/loops.ts';
import { encodeModule, FunctionCode, SIGNATURES } from './binary.ts';
import type { EncodedFunction, MemoryImport } from './binary.ts';
import { Emitter } from './emitter.ts';
import type { KernelOptions } from './emitter.ts';
import { Frame, Known } from './frame.ts';
import type { MathCalls, PlacedKernel } from './frame.ts';
import { mathCalls } from './math-functions.ts';
import { op } from './opcodes.ts';
import { iterationsOf } from './tile.ts';

/** A kernel with more innermost iterations is a function of its own, and so is one behind more code than this. */
const MOST_INLINE_WORK = 1024;
const MOST_INLINE_BYTES = 1 << 13;

/** The first `prepare` kernels are for before the first run, each a function of its own. */
export function compileKernels(kernels: readonly PlacedKernel[], memory: MemoryImport, options: KernelOptions = {}, prepare = 0): Uint8Array<ArrayBuffer> {
  const known = new Known();
  const functions: (FunctionCode | EncodedFunction)[] = [];
  const exports: Record<string, number> = {};
  const math = mathCalls(functions, options.relaxed ?? false);
  const alone = (placed: PlacedKernel): number => {
    const code = new FunctionCode(placed.chunk === undefined ? SIGNATURES.none : SIGNATURES.chunk);
    emitKernel(placed, code, known, options);
    return functions.push(code) - 1;
  };
  for (let step = 0; step < prepare; step++) exports[`prepare${step}`] = alone(kernels[step]!);
  const inChunks = kernels.some(({ chunk }) => chunk !== undefined);
  segmentsOf(kernels.slice(prepare)).forEach(({ first, end, chunk }, n) => {
    const name = inChunks ? `run${n}` : 'run';
    const segment = kernels.slice(prepare + first, prepare + end);
    if (chunk !== undefined) {
      exports[name] = alone(segment[0]!);
      return;
    }
    // One function is made faster than many, and called once.
    const run = new FunctionCode();
    for (const placed of segment) {
      if (run.body.length < MOST_INLINE_BYTES && workOf(placed.kernel.body) <= MOST_INLINE_WORK) emitKernel(placed, run, known, options, math);
      else run.body.with(op.call, alone(placed));
      run.release();
    }
    exports[name] = functions.push(run) - 1;
  });
  return encodeModule({ memory, functions, exports });
}

const workOf = (body: readonly Stmt[]): number => body.reduce((sum, stmt) => sum + iterationsOf(stmt), 0);

/** Kernels that run one after the other without anybody else; a kernel in chunks is alone. */
export interface Segment {
  readonly first: number;
  readonly end: number;
  readonly chunk?: string | undefined;
}

export function segmentsOf(kernels: readonly Pick<PlacedKernel, 'chunk'>[]): readonly Segment[] {
  const segments: Segment[] = [];
  kernels.forEach(({ chunk }, i) => {
    const last = segments.at(-1);
    if (chunk === undefined && last && last.chunk === undefined) segments[segments.length - 1] = { ...last, end: i + 1 };
    else segments.push({ first: i, end: i + 1, chunk });
  });
  return segments.length > 0 ? segments : [{ first: 0, end: 0 }];
}

function emitKernel(placed: PlacedKernel, into: FunctionCode, known: Known, options: KernelOptions, math?: MathCalls): void {
  const kernel = expandMath(placed.kernel, { calls: math !== undefined });
  // The chunk that is left over may be small, and gets the bits that it would have in a whole.
  new Emitter(new Frame({ ...placed, kernel }, into, known, options.relaxed, math), placed.chunk === undefined ? options : { ...options, leastVectorWork: 0 }).body(kernel.body);
}

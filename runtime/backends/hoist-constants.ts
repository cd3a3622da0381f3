// A kernel program in, one that computes what follows from its constants once in: packed weights, transposed
// matrices. Outermost loops that read nothing but constants become steps of `prepare`, and what they write stays for
// as long as the constants do.
import type { Stmt } from '../ir/loops.ts';
import { elementCount } from '../ir/tensor.ts';
import { buffersIn } from './buffers-in.ts';
import type { KernelProgram, ProgramBuffer, Step } from './kernel-program.ts';

/** Fewer elements are computed as quickly as they are kept. */
const LEAST_KEPT = 1024;

export function hoistConstants(program: KernelProgram, leastKept = LEAST_KEPT): KernelProgram {
  const fixed = new Set(program.constants.map(({ buffer }) => buffer));
  if (fixed.size === 0) return program;
  const buffers: ProgramBuffer[] = [...program.buffers];
  const prepare: Step[] = [];
  const steps = program.steps.flatMap((step) => {
    const moved = fixedLoops(step, fixed, leastKept);
    if (moved.size === 0) return [step];
    const { kernel, binding } = step;
    const rest = kernel.body.filter((stmt) => !moved.has(stmt));
    const needed = new Set(rest.flatMap((stmt) => [...buffersIn(stmt).read, ...buffersIn(stmt).written]));
    // Scratch that outlives its step becomes a buffer of the program.
    const bound = binding.map((buffer, i) => {
      const { name, dtype, shape } = kernel.buffers[i]!;
      const isKept = [...moved].some((stmt) => buffersIn(stmt).written.has(name));
      const place = buffer ?? (isKept && needed.has(name) ? buffers.push({ dtype, shape }) - 1 : undefined);
      if (isKept && place !== undefined) fixed.add(place);
      return place;
    });
    prepare.push(part({ ...step, binding: bound }, [...moved]));
    return rest.length > 0 ? [{ ...part({ ...step, binding: bound }, rest), ...(step.inPlace ? { inPlace: step.inPlace } : {}) }] : [];
  });
  return prepare.length > 0 ? { ...program, buffers, prepare, steps } : program;
}

/** The step with some of its statements, and the buffers that they use. */
function part({ kernel, binding }: Step, body: readonly Stmt[]): Step {
  const used = new Set(body.flatMap((stmt) => [...buffersIn(stmt).read, ...buffersIn(stmt).written]));
  const kept = kernel.buffers.map((buffer, i) => ({ buffer, place: binding[i] })).filter(({ buffer }) => used.has(buffer.name));
  return { kernel: { name: kernel.name, buffers: kept.map(({ buffer }) => buffer), body }, binding: kept.map(({ place }) => place) };
}

/** Loops that read only constants and what such loops wrote; who writes a buffer that one of them writes is one too. */
function fixedLoops({ kernel, binding }: Step, fixed: ReadonlySet<number>, leastKept: number): ReadonlySet<Stmt> {
  const { body, buffers } = kernel;
  const constant = new Set(buffers.filter((_, i) => binding[i] !== undefined && fixed.has(binding[i])).map(({ name }) => name));
  if (constant.size === 0 || body.some(({ kind }) => kind !== 'for')) return new Set();
  let loops = new Set(body);
  for (let before = -1; loops.size !== before;) {
    before = loops.size;
    const settled = new Set(constant);
    for (const { name } of buffers) if (body.some((stmt) => buffersIn(stmt).written.has(name)) && body.every((stmt) => loops.has(stmt) || !buffersIn(stmt).written.has(name))) settled.add(name);
    loops = new Set([...loops].filter((stmt) => [...buffersIn(stmt).read, ...buffersIn(stmt).written].every((name) => settled.has(name))));
  }
  const kept = buffers.filter(({ name }) => [...loops].some((stmt) => buffersIn(stmt).written.has(name)));
  return kept.reduce((sum, { shape }) => sum + elementCount(shape), 0) >= leastKept ? loops : new Set();
}

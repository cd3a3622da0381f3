// A kernel program in, one for several threads out: the same work, in steps that one thread runs or that fall into
// chunks. Every outermost loop of a kernel is a step of its own, since one loop may need all that another wrote; it
// falls into chunks where no two iterations meet in memory. Chunks depend on nothing but the program and the number
// of threads, and may run in any order: results are the same whoever runs them.
import { BYTES } from '../ir/dtype.ts';
import { isMath } from '../ir/expand-math.ts';
import { add, lt, mul } from '../ir/loop-builder.ts';
import type { Expr, Kernel, KernelBuffer, Stmt } from '../ir/loops.ts';
import { variable } from '../ir/make.ts';
import { elementCount } from '../ir/tensor.ts';
import { buffersIn } from './buffers-in.ts';
import { isIndependent, privateScratch } from './independence.ts';
import type { KernelProgram, ProgramBuffer, Step } from './kernel-program.ts';
import { mapStmt } from './map-expressions.ts';
import { bodiesOf, expressionsOf, operandsOf } from './wasm/dependencies.ts';

type Loop = Extract<Stmt, { kind: 'for' }>;

/** With fewer operations, some microseconds, handing a loop to a thread that is awake costs more than it saves. */
const LEAST_SHARED_WORK = 1 << 19;
/** Threads sleep between runs, and what they read was copied by another: all loops together have to be worth so many times as much. */
const WAKING = 8;
/** Operations of exp, log, tanh or erf. */
const MATH_WORK = 16;
/** More chunks than threads, so that one who comes late takes less. */
const CHUNKS_PER_THREAD = 8;
/** A chunk of a loop without inner loops is whole vectors, several at a time. */
const VECTORS = 16;
const CHUNK = 'chunk';

export interface PartitionOptions {
  readonly threads: number;
  readonly leastSharedWork?: number;
}

export function partition(program: KernelProgram, { threads, leastSharedWork = LEAST_SHARED_WORK }: PartitionOptions): KernelProgram {
  const made: Made = { buffers: [...program.buffers], work: 0 };
  const steps = program.steps.flatMap((step) => split(step, threads, leastSharedWork, made));
  return made.work < WAKING * leastSharedWork ? program : { ...program, buffers: made.buffers, steps };
}

interface Made {
  readonly buffers: ProgramBuffer[];
  /** Of all loops that are shared. */
  work: number;
}

/** Scratch that outlives a step becomes a buffer of the program. */
function split(step: Step, threads: number, leastWork: number, made: Made): readonly Step[] {
  const { kernel, binding } = step;
  if (kernel.body.some((stmt) => stmt.kind === 'let' || stmt.kind === 'set')) return [step];
  const parts: { body: Stmt[]; loop?: Loop }[] = [];
  for (const stmt of kernel.body) {
    const work = workOf(stmt);
    const loop = stmt.kind === 'for' && work >= leastWork && isIndependent(stmt, kernel) ? stmt : undefined;
    if (loop) made.work += work;
    const last = parts.at(-1);
    if (loop) parts.push({ body: [loop], loop });
    else if (last && !last.loop) last.body.push(stmt);
    else parts.push({ body: [stmt] });
  }
  if (!parts.some(({ loop }) => loop)) return [step];
  const bound = parts.length === 1 ? binding : binding.map((buffer, i) => buffer ?? made.buffers.push({ dtype: kernel.buffers[i]!.dtype, shape: kernel.buffers[i]!.shape }) - 1);
  return parts.map(({ body, loop }) => {
    const used = new Set(body.flatMap((stmt) => [...buffersIn(stmt).read, ...buffersIn(stmt).written]));
    // What each chunk has for itself is larger than what the kernel had, and nobody else reads it.
    const own = loop ? privateScratch(loop, kernel) : new Set<string>();
    const kept = kernel.buffers.map((buffer, i) => ({ buffer, place: own.has(buffer.name) ? undefined : bound[i] })).filter(({ buffer }) => used.has(buffer.name));
    const part: Step = { kernel: { name: kernel.name, buffers: kept.map(({ buffer }) => buffer), body }, binding: kept.map(({ place }) => place) };
    const whole = parts.length === 1 && step.inPlace ? { ...part, inPlace: step.inPlace } : part;
    return loop ? inChunks(whole, loop, own, threads) : whole;
  });
}

/** Iterations c·size … c·size + size − 1 for each chunk c; the last chunk has what is left over. */
function inChunks(step: Step, loop: Loop, own: ReadonlySet<string>, threads: number): Step {
  const { size, whole } = chunksOf(loop, threads);
  const rest = loop.extent - size * whole;
  const count = rest > 0 ? whole + 1 : whole;
  const chunk = variable(CHUNK);
  const first = mul(chunk, size);
  const some = (extent: number): readonly Stmt[] => {
    const place = add(variable(loop.name), first);
    return [{ ...loop, extent, body: loop.body.map((stmt) => replaced(stmt, loop.name, place)) }];
  };
  const body: readonly Stmt[] = rest === 0 || rest === size ? some(size) : [{ kind: 'if', when: lt(chunk, whole), then: some(size), otherwise: some(rest) }];
  return { ...step, kernel: withOwn({ ...step.kernel, body }, own, count, chunk), chunks: { variable: CHUNK, count } };
}

function chunksOf({ extent, body }: Loop, threads: number): { readonly size: number; readonly whole: number } {
  const most = threads * CHUNKS_PER_THREAD;
  const even = body.some((stmt) => stmt.kind === 'for') ? 1 : VECTORS;
  if (extent <= most * even) {
    const size = Math.min(even, Math.ceil(extent / threads));
    return { size, whole: Math.floor(extent / size) };
  }
  for (let count = most; count >= threads * 2; count--) if (extent % (count * even) === 0) return { size: extent / count, whole: count };
  const size = Math.ceil(extent / most / even) * even;
  return { size, whole: Math.floor(extent / size) };
}

/** Scratch that each iteration fills before it reads it: every chunk gets its own. */
function withOwn(kernel: Kernel, own: ReadonlySet<string>, count: number, chunk: Expr): Kernel {
  if (own.size === 0) return kernel;
  const sizes = new Map(kernel.buffers.filter(({ name }) => own.has(name)).map((buffer) => [buffer.name, elementCount(buffer.shape)]));
  const shift = (buffer: string, at: Expr): Expr => (sizes.has(buffer) ? add(at, mul(chunk, padded(kernel, buffer, sizes))) : at);
  const buffers = kernel.buffers.map((buffer): KernelBuffer => (own.has(buffer.name) ? { ...buffer, shape: [count, padded(kernel, buffer.name, sizes)] } : buffer));
  return { ...kernel, buffers, body: kernel.body.map((stmt) => mapStmt(stmt, (e) => e, shift)) };
}

/** Whole cache lines, so that threads do not write into the same one. */
function padded({ buffers }: Kernel, name: string, sizes: ReadonlyMap<string, number>): number {
  const line = 64 / BYTES[buffers.find((buffer) => buffer.name === name)!.dtype];
  return Math.ceil(sizes.get(name)! / line) * line;
}

/** Operations on elements: loads, stores and arithmetic; addresses cost little. */
export function workOf(stmt: Stmt): number {
  const inside = bodiesOf(stmt).reduce((sum, body) => sum + body.reduce((all, each) => all + workOf(each), 0), 0);
  if (stmt.kind === 'for') return stmt.extent * inside;
  const seen = new Set<Expr>();
  return expressionsOf(stmt).reduce((sum, e) => sum + workIn(e, seen), 1 + inside);
}

function workIn(e: Expr, seen: Set<Expr>): number {
  if (e.type === 'index' || e.kind === 'const' || e.kind === 'local' || seen.has(e)) return 0;
  seen.add(e);
  const own = e.kind === 'unary' && isMath(e.op) ? MATH_WORK : 1;
  return operandsOf(e).reduce((sum, operand) => sum + workIn(operand, seen), own);
}

/** A statement in which a loop variable is something else. */
function replaced(stmt: Stmt, name: string, by: Expr): Stmt {
  return mapStmt(stmt, (e) => (e.kind === 'var' && e.name === name ? by : e), (_, at) => at);
}

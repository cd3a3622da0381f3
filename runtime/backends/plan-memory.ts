// A program in, an address for every buffer out. Buffers whose lives do not overlap in time share memory; constants
// and inputs keep their places for a whole run.
import { BYTES } from '../ir/dtype.ts';
import { elementCount } from '../ir/tensor.ts';
import type { KernelProgram, ProgramBuffer } from './kernel-program.ts';

const ALIGNMENT = 16;

export interface MemoryPlan {
  /** By program buffer; undefined for a buffer that nothing uses. */
  readonly addresses: readonly (number | undefined)[];
  /** By step, then by kernel buffer. */
  readonly scratch: readonly ReadonlyMap<number, number>[];
  /** The first byte after all buffers. */
  readonly end: number;
}

interface Life {
  readonly bytes: number;
  first: number;
  last: number;
  readonly place: (address: number) => void;
}

/** Addresses begin at `base`. */
export function planMemory(program: KernelProgram, base: number): MemoryPlan {
  const addresses: (number | undefined)[] = program.buffers.map(() => undefined);
  const scratch = program.steps.map(() => new Map<number, number>());
  const lives = livesOf(program, (buffer, address) => { addresses[buffer] = address; }, (step, buffer, address) => { scratch[step]!.set(buffer, address); });
  lives.sort((a, b) => a.first - b.first || b.bytes - a.bytes);
  let end = base;
  let active: { address: number; end: number; last: number }[] = [];
  for (const life of lives) {
    active = active.filter((other) => other.last >= life.first);
    const address = firstGap(active, life.bytes, base);
    life.place(address);
    active.push({ address, end: address + life.bytes, last: life.last });
    active.sort((a, b) => a.address - b.address);
    end = Math.max(end, address + life.bytes);
  }
  return { addresses, scratch, end };
}

function livesOf(program: KernelProgram, placeBuffer: (buffer: number, address: number) => void, placeScratch: (step: number, buffer: number, address: number) => void): Life[] {
  const { steps } = program;
  const lives = new Map<number, Life>();
  const use = (buffer: number, time: number): void => {
    const life = lives.get(buffer);
    if (life) {
      life.first = Math.min(life.first, time);
      life.last = Math.max(life.last, time);
    } else {
      lives.set(buffer, { bytes: bytesOf(program.buffers[buffer]!), first: time, last: time, place: (address) => placeBuffer(buffer, address) });
    }
  };
  for (const buffer of program.inputs) use(buffer, -1);
  // Constants outlive the run: they are written once.
  for (const { buffer } of program.constants) { use(buffer, -1); use(buffer, steps.length); }
  const temporary: Life[] = [];
  steps.forEach(({ kernel, binding }, time) => binding.forEach((buffer, position) => {
    if (buffer !== undefined) use(buffer, time);
    else temporary.push({ bytes: bytesOf(kernel.buffers[position]!), first: time, last: time, place: (address) => placeScratch(time, position, address) });
  }));
  for (const buffer of program.outputs) use(buffer, steps.length);
  return [...lives.values(), ...temporary];
}

/** Whole multiples of the alignment, and never nothing, so that every buffer has a place of its own. */
function bytesOf({ dtype, shape }: ProgramBuffer): number {
  return Math.max(1, Math.ceil((elementCount(shape) * BYTES[dtype]) / ALIGNMENT)) * ALIGNMENT;
}

/** `active` is in order of addresses. */
function firstGap(active: readonly { readonly address: number; readonly end: number }[], bytes: number, base: number): number {
  let address = base;
  for (const other of active) {
    if (other.address - address >= bytes) break;
    address = Math.max(address, other.end);
  }
  return address;
}

// A program in, an address for every buffer out. Constants and what is prepared from them keep their places for as
// long as the executable lives, so they lie side by side; all else, constants that serve nothing but preparation among
// it, shares what is left: the largest first, each at the lowest address where it meets nobody who lives at the same
// time. A result may take the place of an operand that dies where it is born, if its kernel allows it.
import { BYTES } from '../ir/dtype.ts';
import { elementCount } from '../ir/tensor.ts';
import { buffersIn } from './buffers-in.ts';
import type { KernelProgram, ProgramBuffer, Step } from './kernel-program.ts';

/** A line of the caches. */
const ALIGNMENT = 64;

export interface MemoryPlan {
  /** By program buffer; undefined for a buffer that nothing uses. */
  readonly addresses: readonly (number | undefined)[];
  /** By step, those of the preparation first, then by kernel buffer. */
  readonly scratch: readonly ReadonlyMap<number, number>[];
  /** The first byte after what stays, and after all buffers. */
  readonly floor: number;
  readonly end: number;
  /** What no plan can do without: the most bytes that live at one time, every buffer in a place of its own. */
  readonly largestLiveSet: number;
}

/** From the step that makes it to the last that reads it: first the steps of the preparation, then the inputs, then the steps. */
interface Life {
  readonly bytes: number;
  first: number;
  last: number;
  address: number;
}

/** Addresses begin at `base`. */
export function planMemory(program: KernelProgram, base: number): MemoryPlan {
  const { buffers, prepare = [] } = program;
  const arrival = prepare.length;
  const steps = [...prepare, ...program.steps];
  const timeOf = (step: number): number => (step < arrival ? step : step + 1);
  const lives: (Life | undefined)[] = buffers.map(() => undefined);
  const use = (buffer: number, time: number): void => {
    const life = lives[buffer];
    if (life) life.last = Math.max(life.last, time);
    else lives[buffer] = { bytes: bytesOf(buffers[buffer]!), first: time, last: time, address: base };
  };
  const places = new Map<number, number>();
  let floor = base;
  for (const buffer of staying(program)) {
    places.set(buffer, floor);
    floor += bytesOf(buffers[buffer]!);
  }
  for (const buffer of program.inputs) use(buffer, arrival);
  const temporary: { readonly step: number; readonly position: number; readonly life: Life }[] = [];
  steps.forEach(({ kernel, binding }, step) => binding.forEach((buffer, position) => {
    const time = timeOf(step);
    if (buffer === undefined) temporary.push({ step, position, life: { bytes: bytesOf(kernel.buffers[position]!), first: time, last: time, address: base } });
    else if (!places.has(buffer)) use(buffer, time);
  }));
  const end = timeOf(steps.length);
  for (const buffer of program.outputs) if (!places.has(buffer)) use(buffer, end);
  const all = (): Life[] => [...lives.filter((life) => life !== undefined), ...temporary.map(({ life }) => life)];
  const largestLiveSet = floor - base + mostAtOnce(all(), end);
  steps.forEach((step, i) => { mergeInPlace(step, timeOf(i), lives); });
  const last = placeAll([...new Set(all())], floor);
  const scratch = steps.map(() => new Map<number, number>());
  for (const { step, position, life } of temporary) scratch[step]!.set(position, life.address);
  return { addresses: buffers.map((_, buffer) => places.get(buffer) ?? lives[buffer]?.address), scratch, floor, end: last, largestLiveSet };
}

/** What is prepared, and constants that a run reads or returns. */
function staying({ buffers, constants, prepare, steps, outputs }: KernelProgram): ReadonlySet<number> {
  if (!prepare) return new Set(constants.map(({ buffer }) => buffer));
  const read = new Set<number | undefined>([...steps.flatMap(({ binding }) => binding), ...outputs]);
  const fixed = new Set<number | undefined>(constants.map(({ buffer }) => buffer));
  for (const { kernel, binding } of prepare) {
    const written = new Set(kernel.body.flatMap((stmt) => [...buffersIn(stmt).written]));
    binding.forEach((buffer, i) => { if (written.has(kernel.buffers[i]!.name)) fixed.add(buffer); });
  }
  return new Set(buffers.map((_, buffer) => buffer).filter((buffer) => fixed.has(buffer) && read.has(buffer)));
}

/** Whole multiples of the alignment, and never nothing, so that every buffer has a place of its own. */
function bytesOf({ dtype, shape }: ProgramBuffer): number {
  return Math.max(1, Math.ceil((elementCount(shape) * BYTES[dtype]) / ALIGNMENT)) * ALIGNMENT;
}

function mostAtOnce(lives: readonly Life[], end: number): number {
  const changes = new Float64Array(end + 2);
  for (const { bytes, first, last } of lives) {
    changes[first]! += bytes;
    changes[last + 1]! -= bytes;
  }
  let [now, most] = [0, 0];
  for (const change of changes) most = Math.max(most, now += change);
  return most;
}

/** Where a step allows it, the life of its result goes on in the place of an operand that ends there. */
function mergeInPlace({ inPlace }: Step, time: number, lives: (Life | undefined)[]): void {
  const result = inPlace && lives[inPlace.result];
  if (!result) return;
  const operand = inPlace.operands.find((buffer) => lives[buffer]?.last === time && lives[buffer].bytes === result.bytes);
  if (operand === undefined) return;
  lives[operand]!.last = result.last;
  lives[inPlace.result] = lives[operand];
}

/** Gives every life an address; returns the first byte after all of them. */
function placeAll(lives: Life[], base: number): number {
  lives.sort((a, b) => b.bytes - a.bytes || a.first - b.first);
  /** In order of addresses. */
  const placed: Life[] = [];
  let end = base;
  for (const life of lives) {
    life.address = firstGap(placed, life, base);
    end = Math.max(end, life.address + life.bytes);
    let at = placed.length;
    while (at > 0 && placed[at - 1]!.address > life.address) at--;
    placed.splice(at, 0, life);
  }
  return end;
}

function firstGap(placed: readonly Life[], { first, last, bytes }: Life, base: number): number {
  let address = base;
  for (const other of placed) {
    if (other.first > last || other.last < first) continue;
    if (other.address - address >= bytes) break;
    address = Math.max(address, other.address + other.bytes);
  }
  return address;
}

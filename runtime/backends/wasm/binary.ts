// Bytes of WebAssembly: Code collects instructions, FunctionCode adds locals, encodeModule writes the sections.
// Nothing is checked here; tests validate every module with binaryen. Source: WebAssembly core specification 2.0,
// chapter "Binary Format".
import { invariant } from '../../invariant.ts';
import { op, valueType } from './opcodes.ts';
import type { ValueType } from './opcodes.ts';

const scratch = new DataView(new ArrayBuffer(8));

/** Bytes are made in plain loops: modules are small and many. */
function scratchBytes(width: 4 | 8): number[] {
  const bytes: number[] = [];
  for (let i = 0; i < width; i++) bytes.push(scratch.getUint8(i));
  return bytes;
}

/** The 4 or 8 little-endian bytes of a float. */
export function floatBytes(width: 4 | 8, value: number): number[] {
  if (width === 4) scratch.setFloat32(0, value, true);
  else scratch.setFloat64(0, value, true);
  return scratchBytes(width);
}

/** The 4 or 8 little-endian bytes of a two's complement integer. */
export function integerBytes(width: 4 | 8, value: number | bigint): number[] {
  if (width === 4) scratch.setInt32(0, Number(value), true);
  else scratch.setBigInt64(0, BigInt(value), true);
  return scratchBytes(width);
}

const EMPTY_BLOCK = 0x40;

const ROOM = 1 << 10;
/** Fewer bytes are copied one by one, which takes less than setting up a copy of all. */
const SHORT = 128;
/** Room of code that has been appended to other code, for the next: modules are many, and would leave much garbage. */
const spare: Uint8Array<ArrayBuffer>[] = [];
const MOST_SPARE = 64;
const MOST_ROOM = 1 << 14;

/** A growing sequence of instructions. */
export class Code {
  #room: Uint8Array<ArrayBuffer>;
  #length = 0;

  constructor() {
    this.#room = spare.pop() ?? new Uint8Array(ROOM);
  }

  get length(): number {
    return this.#length;
  }

  /** Valid until something is added. */
  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#room.subarray(0, this.#length);
  }

  byte(value: number): this {
    if (this.#length === this.#room.length) this.#reserve(1);
    this.#room[this.#length++] = value;
    return this;
  }

  /** LEB128 of a number from 0 to 2³² − 1. */
  unsigned(value: number): this {
    let rest = value >>> 0;
    while (rest > 0x7f) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    return this.byte(rest);
  }

  /** LEB128 of a signed 32-bit number. */
  signed(value: number): this {
    let rest = value | 0;
    while (rest < -64 || rest > 63) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>= 7;
    }
    return this.byte(rest & 0x7f);
  }

  op(code: number): this {
    return code > 0xffff ? this.byte(code >>> 16).unsigned(code & 0xffff) : this.byte(code);
  }

  /** An instruction with one unsigned immediate: a local, a function, a label depth. */
  with(code: number, immediate: number): this {
    return this.op(code).unsigned(immediate);
  }

  get(local: number): this { return this.with(op.localGet, local); }
  set(local: number): this { return this.with(op.localSet, local); }
  tee(local: number): this { return this.with(op.localTee, local); }

  i32(value: number): this {
    return this.byte(op.i32Const).signed(value);
  }

  i64(value: bigint): this {
    this.byte(op.i64Const);
    let rest = BigInt.asIntN(64, value);
    while (rest < -64n || rest > 63n) {
      this.byte(Number(rest & 0x7fn) | 0x80);
      rest >>= 7n;
    }
    return this.byte(Number(rest & 0x7fn));
  }

  float(width: 4 | 8, value: number): this {
    return this.byte(width === 4 ? op.f32Const : op.f64Const).all(floatBytes(width, value));
  }

  v128(bytes: readonly number[]): this {
    invariant(bytes.length === 16, 'a v128 constant has 16 bytes');
    return this.op(op.v128Const).all(bytes);
  }

  shuffle(lanes: readonly number[]): this {
    invariant(lanes.length === 16, 'a shuffle names 16 bytes');
    return this.op(op.i8x16Shuffle).all(lanes);
  }

  /** A load or store. `alignment` is log₂ of bytes and only a hint; `lane` where the instruction names one. */
  memory(code: number, alignment: number, offset: number, lane?: number): this {
    this.op(code).unsigned(alignment).unsigned(offset);
    return lane === undefined ? this : this.byte(lane);
  }

  /** Opens a block, loop or if without parameters and results. */
  open(code: number): this {
    return this.byte(code).byte(EMPTY_BLOCK);
  }

  /** The other's code, which ends with this. */
  append(other: Code): this {
    this.all(other.#length < SHORT ? other.#room : other.bytes, other.#length);
    other.#release();
    return this;
  }

  name(text: string): this {
    this.unsigned(text.length);
    // Names are ASCII.
    for (let i = 0; i < text.length; i++) this.byte(text.charCodeAt(i));
    return this;
  }

  /** How a module begins. */
  header(): this {
    return this.all([0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
  }

  /** A section of a module. */
  section(id: number, contents: Code): this {
    return this.byte(id).unsigned(contents.length).append(contents);
  }

  /** A copy of the bytes; the code ends with this. */
  finish(): Uint8Array<ArrayBuffer> {
    const bytes = this.bytes.slice();
    this.#release();
    return bytes;
  }

  #release(): void {
    if (spare.length < MOST_SPARE && this.#room.length <= MOST_ROOM && this.#room.length > 0) spare.push(this.#room);
    this.#room = NOTHING;
    this.#length = 0;
  }

  all(bytes: ArrayLike<number>, count = bytes.length): this {
    if (this.#length + count > this.#room.length) this.#reserve(count);
    if (count < SHORT) for (let i = 0; i < count; i++) this.#room[this.#length + i] = bytes[i]!;
    else this.#room.set(bytes, this.#length);
    this.#length += count;
    return this;
  }

  #reserve(more: number): void {
    const room = new Uint8Array(Math.max(2 * this.#room.length, this.#length + more, ROOM));
    room.set(this.bytes);
    this.#room = room;
  }
}

const NOTHING = new Uint8Array(0);

/**
 * What a function takes and gives, by the number of its type: nothing, a chunk, or one value for another of its type.
 */
export const SIGNATURES = { none: 0, chunk: 1, f32: 2, f64: 3, v128: 4 } as const;
export type Signature = typeof SIGNATURES[keyof typeof SIGNATURES];

/** A function: its body, and the locals that it declares behind its parameter. */
export class FunctionCode {
  readonly body = new Code();
  readonly signature: Signature;
  readonly #locals: ValueType[] = [];
  /** Positions of the locals of each type, and how many of them are in use. */
  readonly #positions: Record<ValueType, number[]> = { i32: [], i64: [], f32: [], f64: [], v128: [] };
  #used: Record<ValueType, number> = { i32: 0, i64: 0, f32: 0, f64: 0, v128: 0 };

  constructor(signature: Signature = SIGNATURES.none) {
    this.signature = signature;
  }

  /** A parameter is the first local. */
  local(type: ValueType): number {
    const positions = this.#positions[type];
    const known = positions[this.#used[type]++];
    if (known !== undefined) return known;
    const position = this.#locals.push(type) - (this.signature === SIGNATURES.none ? 1 : 0);
    positions.push(position);
    return position;
  }

  /** What follows in the body uses none of the locals so far: they may serve again. */
  release(): void {
    this.#used = { i32: 0, i64: 0, f32: 0, f64: 0, v128: 0 };
  }

  /** The function as it stands in the code section. */
  encode(): Code {
    const header = new Code();
    const runs: { type: ValueType; count: number }[] = [];
    for (const type of this.#locals) {
      const last = runs.at(-1);
      if (last?.type === type) last.count++;
      else runs.push({ type, count: 1 });
    }
    header.unsigned(runs.length);
    for (const { type, count } of runs) header.unsigned(count).byte(valueType[type]);
    return new Code().unsigned(header.length + this.body.length + 1).append(header).append(this.body).byte(op.end);
  }
}

export interface MemoryImport {
  readonly module: string;
  readonly name: string;
  /** In pages of 64 KiB. A shared memory must state its maximum. */
  readonly minimum: number;
  readonly maximum?: number;
  readonly shared?: boolean;
}

/** A function whose code is there already. */
export interface EncodedFunction {
  readonly signature: Signature;
  /** As it stands in the code section. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface ModuleParts {
  readonly memory: MemoryImport;
  readonly functions: readonly (FunctionCode | EncodedFunction)[];
  /** Exported name → position in `functions`. */
  readonly exports: Readonly<Record<string, number>>;
}

function memoryImport({ module, name, minimum, maximum, shared }: MemoryImport): Code {
  invariant(!shared || maximum !== undefined, 'a shared memory needs a maximum');
  const code = new Code().byte(1).name(module).name(name).byte(2).byte((maximum === undefined ? 0 : 1) | (shared ? 2 : 0)).unsigned(minimum);
  return maximum === undefined ? code : code.unsigned(maximum);
}

const TYPE = 0x60;

/** Functions of values are few. */
function typesOf(functions: ModuleParts['functions']): Code {
  const hasValues = functions.some(({ signature }) => signature > SIGNATURES.chunk);
  const code = new Code().byte(hasValues ? 5 : 2).byte(TYPE).byte(0).byte(0).byte(TYPE).byte(1).byte(valueType.i32).byte(0);
  if (hasValues) for (const type of [valueType.f32, valueType.f64, valueType.v128]) code.byte(TYPE).byte(1).byte(type).byte(1).byte(type);
  return code;
}

export function encodeModule({ memory, functions, exports }: ModuleParts): Uint8Array<ArrayBuffer> {
  const declared = new Code().unsigned(functions.length);
  for (const { signature } of functions) declared.byte(signature);
  const names = Object.keys(exports);
  const exported = new Code().unsigned(names.length);
  for (const name of names) exported.name(name).byte(0).unsigned(exports[name]!);
  const code = new Code().unsigned(functions.length);
  for (const each of functions) {
    if (each instanceof FunctionCode) code.append(each.encode());
    else code.all(each.bytes);
  }
  const module = new Code().header().section(1, typesOf(functions)).section(2, memoryImport(memory)).section(3, declared).section(7, exported).section(10, code);
  return module.finish();
}

// Bytes of WebAssembly: Code collects instructions, FunctionCode adds locals, encodeModule writes the sections.
// Nothing is checked here; tests validate every module with binaryen. Source: WebAssembly core specification 2.0,
// chapter "Binary Format".
import { invariant } from '../../invariant.ts';
import { op, valueType } from './opcodes.ts';
import type { ValueType } from './opcodes.ts';

/** LEB128 of a number from 0 to 2³² − 1. */
export function pushUnsigned(bytes: number[], value: number): void {
  let rest = value >>> 0;
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  bytes.push(rest);
}

/** LEB128 of a signed 32-bit number. */
export function pushSigned(bytes: number[], value: number): void {
  let rest = value | 0;
  while (rest < -64 || rest > 63) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>= 7;
  }
  bytes.push(rest & 0x7f);
}

function pushSigned64(bytes: number[], value: bigint): void {
  let rest = BigInt.asIntN(64, value);
  while (rest < -64n || rest > 63n) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest & 0x7fn));
}

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

/** A growing sequence of instructions. */
export class Code {
  readonly bytes: number[] = [];

  op(code: number): this {
    if (code > 0xffff) {
      this.bytes.push(code >>> 16);
      pushUnsigned(this.bytes, code & 0xffff);
    } else {
      this.bytes.push(code);
    }
    return this;
  }

  /** An instruction with one unsigned immediate: a local, a function, a label depth. */
  with(code: number, immediate: number): this {
    this.op(code);
    pushUnsigned(this.bytes, immediate);
    return this;
  }

  get(local: number): this { return this.with(op.localGet, local); }
  set(local: number): this { return this.with(op.localSet, local); }
  tee(local: number): this { return this.with(op.localTee, local); }

  i32(value: number): this {
    this.bytes.push(op.i32Const);
    pushSigned(this.bytes, value);
    return this;
  }

  i64(value: bigint): this {
    this.bytes.push(op.i64Const);
    pushSigned64(this.bytes, value);
    return this;
  }

  float(width: 4 | 8, value: number): this {
    this.bytes.push(width === 4 ? op.f32Const : op.f64Const, ...floatBytes(width, value));
    return this;
  }

  v128(bytes: readonly number[]): this {
    invariant(bytes.length === 16, 'a v128 constant has 16 bytes');
    this.op(op.v128Const).bytes.push(...bytes);
    return this;
  }

  shuffle(lanes: readonly number[]): this {
    invariant(lanes.length === 16, 'a shuffle names 16 bytes');
    this.op(op.i8x16Shuffle).bytes.push(...lanes);
    return this;
  }

  /** A load or store. `alignment` is log₂ of bytes and only a hint; `lane` where the instruction names one. */
  memory(code: number, alignment: number, offset: number, lane?: number): this {
    this.op(code);
    pushUnsigned(this.bytes, alignment);
    pushUnsigned(this.bytes, offset);
    if (lane !== undefined) this.bytes.push(lane);
    return this;
  }

  /** Opens a block, loop or if without parameters and results. */
  open(code: number): this {
    this.bytes.push(code, EMPTY_BLOCK);
    return this;
  }

  append(other: Code): this {
    for (const byte of other.bytes) this.bytes.push(byte);
    return this;
  }
}

/** A function without results and with some i32 parameters: its body, and the locals that it declares. */
export class FunctionCode {
  readonly body = new Code();
  readonly parameters: number;
  readonly #locals: ValueType[] = [];

  constructor(parameters = 0) {
    this.parameters = parameters;
  }

  /** Parameters are the first locals. */
  local(type: ValueType): number {
    return this.parameters + this.#locals.push(type) - 1;
  }

  /** The locals of the function, as they stand before its body. */
  header(): number[] {
    const runs: { type: ValueType; count: number }[] = [];
    for (const type of this.#locals) {
      const last = runs.at(-1);
      if (last?.type === type) last.count++;
      else runs.push({ type, count: 1 });
    }
    const bytes: number[] = [];
    pushUnsigned(bytes, runs.length);
    for (const { type, count } of runs) {
      pushUnsigned(bytes, count);
      bytes.push(valueType[type]);
    }
    return bytes;
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

export interface ModuleParts {
  readonly memory: MemoryImport;
  readonly functions: readonly FunctionCode[];
  /** Exported name → position in `functions`. */
  readonly exports: Readonly<Record<string, number>>;
}

/** Names are ASCII. */
function pushName(bytes: number[], name: string): void {
  pushUnsigned(bytes, name.length);
  for (let i = 0; i < name.length; i++) bytes.push(name.charCodeAt(i));
}

function memoryImport(memory: MemoryImport): number[] {
  invariant(!memory.shared || memory.maximum !== undefined, 'a shared memory needs a maximum');
  const bytes = [1];
  pushName(bytes, memory.module);
  pushName(bytes, memory.name);
  bytes.push(2, (memory.maximum === undefined ? 0 : 1) | (memory.shared ? 2 : 0));
  pushUnsigned(bytes, memory.minimum);
  if (memory.maximum !== undefined) pushUnsigned(bytes, memory.maximum);
  return bytes;
}

export function encodeModule({ memory, functions, exports }: ModuleParts): Uint8Array<ArrayBuffer> {
  const bytes = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  const section = (id: number, contents: readonly number[]): void => {
    bytes.push(id);
    pushUnsigned(bytes, contents.length);
    for (const byte of contents) bytes.push(byte);
  };
  section(1, [2, 0x60, 0, 0, 0x60, 1, valueType.i32, 0]);
  section(2, memoryImport(memory));
  const types: number[] = [];
  pushUnsigned(types, functions.length);
  for (const { parameters } of functions) types.push(parameters);
  section(3, types);
  const exported: number[] = [];
  pushUnsigned(exported, Object.keys(exports).length);
  for (const [name, position] of Object.entries(exports)) {
    pushName(exported, name);
    exported.push(0);
    pushUnsigned(exported, position);
  }
  section(7, exported);
  return withCode(bytes, functions);
}

/** The code section is most of a module, so it is copied only once. */
function withCode(before: readonly number[], functions: readonly FunctionCode[]): Uint8Array<ArrayBuffer> {
  const heads: number[][] = [];
  const count: number[] = [];
  pushUnsigned(count, functions.length);
  let size = count.length;
  for (const { body, header } of functions.map((f) => ({ body: f.body.bytes, header: f.header() }))) {
    const head: number[] = [];
    pushUnsigned(head, header.length + body.length + 1);
    head.push(...header);
    heads.push(head);
    size += head.length + body.length + 1;
  }
  const start = [10];
  pushUnsigned(start, size);
  const module = new Uint8Array(before.length + start.length + size);
  let at = 0;
  const write = (bytes: readonly number[]): void => {
    module.set(bytes, at);
    at += bytes.length;
  };
  [before, start, count].forEach(write);
  functions.forEach((f, i) => {
    write(heads[i]!);
    write(f.body.bytes);
    module[at++] = op.end;
  });
  return module;
}

// Protocol buffers by table. Bytes and a message's table come in and a plain object with those fields goes out,
// or the other way round. Fields that the table does not name are skipped. Reading throws `WireError`, which
// decode.ts catches; writing assumes values that fit their fields. Numbers follow the protobuf encoding guide:
// varints of 64 bits, fields of repeated numbers packed or not.

import protobuf from 'protobufjs/minimal.js';
import type { Reader, Writer } from 'protobufjs/minimal.js';
import type { OnnxError } from './model.ts';

type Kind = 'int' | 'int64' | 'float' | 'text' | 'bytes' | 'fixed32s' | 'fixed64s' | 'message';

/** `Value` is the type of the field in the object. */
export interface Field<Value> {
  readonly id: number;
  readonly kind: Kind;
  readonly repeated: boolean;
  readonly of?: () => Table<never>;
  /** Never set: it ties the field to its type. */
  readonly value?: Value;
}

export type Table<T> = { readonly [K in keyof T]: Field<T[K]> };

/** A message as it was read: any field may be absent. `at` is the offset of its first byte. */
export type Wire<T> = { readonly [K in keyof T]?: T[K] | undefined } & { readonly at?: number };

const scalar = <Value>(kind: Kind) => (id: number): Field<Value> => ({ id, kind, repeated: false });

export const field = {
  int: scalar<number>('int'),
  int64: scalar<bigint>('int64'),
  float: scalar<number>('float'),
  text: scalar<string>('text'),
  bytes: scalar<Uint8Array>('bytes'),
  /** Repeated floats, kept as their little-endian bytes. */
  fixed32s: scalar<Uint8Array>('fixed32s'),
  /** Repeated doubles, likewise. */
  fixed64s: scalar<Uint8Array>('fixed64s'),
  /** The table comes through a function because messages contain each other. */
  message: <T>(id: number, of: () => Table<T>): Field<Wire<T>> => ({
    id, kind: 'message', repeated: false, of: of as () => Table<never>,
  }),
  many: <Value>(one: Field<Value>): Field<readonly Value[]> => ({
    id: one.id, kind: one.kind, repeated: true, ...(one.of && { of: one.of }),
  }),
};

export class WireError extends Error {
  readonly kind: OnnxError['kind'];
  readonly offset: number;
  constructor(kind: OnnxError['kind'], reason: string, offset: number) {
    super(reason);
    this.kind = kind;
    this.offset = offset;
  }
}

const wireTypes: Record<Kind, number> = { int: 0, int64: 0, float: 5, text: 2, bytes: 2, fixed32s: 5, fixed64s: 1, message: 2 };
const packable: ReadonlySet<Kind> = new Set<Kind>(['int', 'int64', 'fixed32s', 'fixed64s']);

/** ONNX nests control flow in control flow; deeper than this is an attack or an accident. */
const maxDepth = 200;

interface Entry { readonly name: string; readonly field: Field<unknown> }
type Values = Record<string, unknown>;

interface Index {
  readonly byId: ReadonlyMap<number, Entry>;
  /** Fields that arrive in pieces, which are joined when their message ends. */
  readonly joined: readonly string[];
}

const indexes = new WeakMap<object, Index>();

function indexOf(table: object): Index {
  let index = indexes.get(table);
  if (!index) {
    const entries = Object.entries(table as Record<string, Field<unknown>>).map(([name, f]) => ({ name, field: f }));
    index = {
      byId: new Map(entries.map((entry) => [entry.field.id, entry])),
      joined: entries.filter((entry) => isFixed(entry.field.kind)).map((entry) => entry.name),
    };
    indexes.set(table, index);
  }
  return index;
}

const isFixed = (kind: Kind): boolean => kind === 'fixed32s' || kind === 'fixed64s';

export function readMessage<T>(bytes: Uint8Array, table: Table<T>): Wire<T> {
  return new MessageReader(bytes).message(table, bytes.length, 0) as Wire<T>;
}

class MessageReader {
  readonly #reader: Reader;
  readonly #size: number;
  /** Before this, nothing told the file from arbitrary bytes. */
  #recognised = false;

  constructor(bytes: Uint8Array) {
    this.#reader = new protobuf.Reader(bytes);
    this.#size = bytes.length;
  }

  message(table: object, end: number, depth: number): Values {
    const reader = this.#reader, { byId, joined } = indexOf(table);
    const values: Values = { at: reader.pos };
    const outer = reader.len;
    if (depth > maxDepth) throw new WireError('unsupported', `Messages are nested more than ${maxDepth} deep.`, reader.pos);
    reader.len = end;
    while (reader.pos < end) {
      const at = reader.pos;
      const tag = this.#number('the number of a field', () => reader.tag());
      const entry = byId.get(tag >>> 3);
      if (entry) this.#field(values, entry, tag & 7, depth, at);
      else this.#skip(tag, at);
    }
    reader.len = outer;
    for (const name of joined) if (values[name]) values[name] = join(values[name] as readonly Uint8Array[]);
    return values;
  }

  #field(values: Values, { name, field: f }: Entry, wireType: number, depth: number, at: number): void {
    const packed = packable.has(f.kind) && wireType === 2 && (f.repeated || isFixed(f.kind));
    if (!packed && wireType !== wireTypes[f.kind]) {
      throw this.#broken(`Field '${name}' has wire type ${wireType} instead of ${wireTypes[f.kind]}.`, at);
    }
    if (packed) {
      const end = this.#lengthOf(name) + this.#reader.pos;
      if (f.kind === 'int' || f.kind === 'int64') this.#packed(values, name, f.kind, end);
      else ((values[name] ??= []) as unknown[]).push(this.#take(end, f.kind === 'fixed32s' ? 4 : 8, name));
      return;
    }
    const value = this.#value(name, f, depth);
    this.#recognised = true;
    if (f.repeated || isFixed(f.kind)) ((values[name] ??= []) as unknown[]).push(value);
    else if (f.kind === 'message' && values[name] !== undefined) {
      throw new WireError('malformed', `Field '${name}' appears twice, as if two files had been joined.`, at);
    } else values[name] = value;
  }

  #value(name: string, f: Field<unknown>, depth: number): unknown {
    const reader = this.#reader;
    switch (f.kind) {
      case 'int': return this.#int(name);
      case 'int64': return this.#int64(name);
      case 'float': return this.#number(name, () => reader.float());
      case 'fixed32s': return this.#take(reader.pos + 4, 4, name);
      case 'fixed64s': return this.#take(reader.pos + 8, 8, name);
      case 'bytes': return this.#take(this.#lengthOf(name) + reader.pos, 1, name);
      case 'text': {
        const at = reader.pos;
        return utf8(this.#take(this.#lengthOf(name) + reader.pos, 1, name))
          ?? this.#fail(`Field '${name}' is not UTF-8.`, at);
      }
      case 'message': return this.message(f.of!(), this.#lengthOf(name) + reader.pos, depth + 1);
    }
  }

  #packed(values: Values, name: string, kind: 'int' | 'int64', end: number): void {
    const reader = this.#reader, outer = reader.len;
    const list = (values[name] ??= []) as unknown[];
    reader.len = end;
    while (reader.pos < end) list.push(kind === 'int' ? this.#int(name) : this.#int64(name));
    reader.len = outer;
  }

  #int64(name: string): bigint {
    const long = this.#number(name, () => this.#reader.int64());
    return BigInt.asIntN(64, (BigInt(long.high >>> 0) << 32n) | BigInt(long.low >>> 0));
  }

  #int(name: string): number {
    const at = this.#reader.pos;
    const value = Number(this.#int64(name));
    return Number.isSafeInteger(value) ? value : this.#fail(`Field '${name}' is ${value}, which is out of range.`, at);
  }

  #take(end: number, unit: number, name: string): Uint8Array {
    const reader = this.#reader, start = reader.pos;
    if (end > reader.len) throw this.#cut(name, end);
    if ((end - start) % unit !== 0) this.#fail(`Field '${name}' has ${end - start} bytes, which is not a multiple of ${unit}.`, start);
    reader.pos = end;
    return reader.buf.subarray(start, end);
  }

  #lengthOf(name: string): number {
    const length = this.#number(name, () => this.#reader.size());
    if (this.#reader.pos + length > this.#reader.len) throw this.#cut(name, this.#reader.pos + length);
    return length;
  }

  #skip(tag: number, at: number): void {
    const reader = this.#reader, id = tag >>> 3, wireType = tag & 7;
    if (id === 0 || wireType === 3 || wireType === 4 || wireType > 5) {
      throw this.#broken(`Field number ${id} with wire type ${wireType} does not exist.`, at);
    }
    if (!this.#recognised) throw new WireError('not-onnx', `This is not an ONNX file: it starts with a field number ${id}.`, at);
    if (wireType === 0) this.#int64(`number ${id}`);
    else {
      const length = wireType === 1 ? 8 : wireType === 5 ? 4 : this.#lengthOf(`number ${id}`);
      this.#take(reader.pos + length, 1, `number ${id}`);
    }
  }

  /** protobufjs throws where a number runs past the end or has too many bytes. */
  #number<V>(name: string, read: () => V): V {
    const at = this.#reader.pos;
    try {
      return read();
    } catch (error) {
      if (error instanceof RangeError) throw this.#cut(name, this.#reader.len + 1);
      throw this.#broken(`The number of field '${name}' has too many bytes.`, at);
    }
  }

  #cut(name: string, end: number): WireError {
    const { pos, len } = this.#reader;
    if (len !== this.#size) return this.#broken(`Field '${name}' runs past the end of the message that holds it.`, pos);
    const missing = end - len;
    if (!this.#recognised && pos > 1) {
      return new WireError('not-onnx', 'This is not an ONNX file: its first field is longer than the file.', pos);
    }
    const expected = `at least ${missing} more byte${missing === 1 ? ' is' : 's are'} expected`;
    return new WireError('truncated', `The file ends inside field '${name}': ${expected}.`, len);
  }

  #broken(reason: string, offset: number): WireError {
    if (this.#recognised) return new WireError('malformed', reason, offset);
    return new WireError('not-onnx', `This is not an ONNX file: ${reason.charAt(0).toLowerCase()}${reason.slice(1)}`, offset);
  }

  #fail(reason: string, offset: number): never {
    throw this.#broken(reason, offset);
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Undefined where the bytes are not UTF-8. */
export function utf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function writeMessage<T>(table: Table<T>, message: Wire<T>): Uint8Array {
  const writer = new protobuf.Writer();
  write(writer, table, message as Values);
  return writer.finish();
}

function write(writer: Writer, table: object, message: Values): void {
  for (const [id, { name, field: f }] of indexOf(table).byId) {
    const value = message[name];
    if (value === undefined) continue;
    if (!f.repeated) writeValue(writer, id, f, value);
    else if (packable.has(f.kind)) writePacked(writer, id, value as readonly (number | bigint)[]);
    else for (const item of value as readonly unknown[]) writeValue(writer, id, f, item);
  }
}

function writePacked(writer: Writer, id: number, values: readonly (number | bigint)[]): void {
  if (values.length === 0) return;
  writer.uint32(id << 3 | 2).fork();
  for (const value of values) writer.int64(String(value));
  writer.ldelim();
}

function writeValue(writer: Writer, id: number, f: Field<unknown>, value: unknown): void {
  writer.uint32(id << 3 | (isFixed(f.kind) ? 2 : wireTypes[f.kind]));
  switch (f.kind) {
    case 'int': case 'int64': writer.int64(String(value)); break;
    case 'float': writer.float(value as number); break;
    case 'text': writer.string(value as string); break;
    case 'bytes': case 'fixed32s': case 'fixed64s': writer.bytes(value as Uint8Array); break;
    case 'message':
      writer.fork();
      write(writer, f.of!(), value as Values);
      writer.ldelim();
  }
}

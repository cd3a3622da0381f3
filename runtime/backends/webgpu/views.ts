// How the buffers of a kernel are bound in a shader: elements one by one or four at a time, and what is larger than a
// binding may be in several parts. Addresses in, WGSL text out.
import type { KernelBuffer, StoredDType } from '../../ir/loops.ts';
import type { Schedule } from './schedule.ts';
import { bytesOf, elementBytes, elementType, isNativeHalf } from './storage.ts';

export interface View {
  readonly name: string;
  readonly dtype: StoredDType;
  /** Float16 as shaders have it. */
  readonly isHalf: boolean;
  /** Elements are read and written four at a time. */
  readonly vectors: boolean;
  readonly parts: number;
  /** Of each part, single ones or vectors, but for the last. */
  readonly partElements: number;
}

/** What a shader binds: a part of a buffer of its kernel. */
export interface Binding {
  readonly buffer: string;
  readonly part: number;
}

/** One after the other, each of so many bytes, but for the last. */
export interface Part {
  readonly at: number;
  readonly bytes: number;
}

export function partsOf(bytes: number, partBytes: number): readonly Part[] {
  return Array.from({ length: Math.ceil(bytes / partBytes) }, (_, i) => ({ at: i * partBytes, bytes: Math.min(partBytes, bytes - i * partBytes) }));
}

export function viewOf(buffer: KernelBuffer, name: string, vectors: boolean, { partBytes, halves }: Pick<Schedule, 'partBytes' | 'halves'>): View {
  const bytes = elementBytes(buffer, halves) * (vectors ? 4 : 1);
  return { name, dtype: buffer.dtype, isHalf: isNativeHalf(buffer, halves), vectors, parts: partsOf(bytesOf(buffer, halves), partBytes).length, partElements: partBytes / bytes };
}

const partName = ({ name }: View, part: number): string => (part === 0 ? name : `${name}_${part}`);

export const readText = (view: View, address: string): string => (view.parts === 1 ? `${view.name}[${address}]` : `${view.name}_read(${address})`);

export const writeText = (view: View, address: string, value: string): string => (
  view.parts === 1 ? `${view.name}[${address}] = ${value};` : `${view.name}_write(${address}, ${value});`
);

/** The bindings of a view from a number on, and the functions that find an element's part. */
export function declarationOf(view: View, first: number, isWritten: boolean): string {
  const { name, vectors, parts, partElements } = view;
  const type = elementType(view, vectors);
  const each = Array.from({ length: parts }, (_, part) => part);
  const bindings = each.map((part) => `@group(0) @binding(${first + part}) var<storage, ${isWritten ? 'read_write' : 'read'}> ${partName(view, part)}: array<${type}>;\n`);
  if (parts === 1) return bindings.join('');
  const inPart = (part: number): string => `${partName(view, part)}[i - ${part * partElements}]`;
  const find = (found: (part: number) => string): string => each.map((part) => (part === parts - 1 ? ` ${found(part)}` : ` if (i < ${(part + 1) * partElements}) { ${found(part)} }`)).join('');
  const read = `fn ${name}_read(i: i32) -> ${type} {${find((part) => `return ${inPart(part)};`)} }\n`;
  const write = `fn ${name}_write(i: i32, value: ${type}) {${find((part) => `${inPart(part)} = value; return;`)} }\n`;
  return `${bindings.join('')}${read}${isWritten ? write : ''}`;
}

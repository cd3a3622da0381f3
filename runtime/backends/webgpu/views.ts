// How the buffers of a kernel are bound in a shader: elements one by one or four at a time, and what is larger than a
// binding may be in several parts. Addresses in, WGSL text out.
import type { KernelBuffer, StoredDType } from '../../ir/loops.ts';
import { bytesOf, elementType } from './storage.ts';

export interface View {
  readonly name: string;
  readonly dtype: StoredDType;
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

const VECTOR_BYTES = 16;

export function viewOf(buffer: KernelBuffer, name: string, vectors: boolean, partBytes: number): View {
  const elementBytes = vectors ? VECTOR_BYTES : bytesOf({ dtype: buffer.dtype, shape: [4] }) / 4;
  return { name, dtype: buffer.dtype, vectors, parts: partsOf(bytesOf(buffer), partBytes).length, partElements: partBytes / elementBytes };
}

const partName = ({ name }: View, part: number): string => (part === 0 ? name : `${name}_${part}`);

export const readText = (view: View, address: string): string => (view.parts === 1 ? `${view.name}[${address}]` : `${view.name}_read(${address})`);

export const writeText = (view: View, address: string, value: string): string => (
  view.parts === 1 ? `${view.name}[${address}] = ${value};` : `${view.name}_write(${address}, ${value});`
);

/** The bindings of a view from a number on, and the functions that find an element's part. */
export function declarationOf(view: View, first: number, isWritten: boolean): string {
  const { name, dtype, vectors, parts, partElements } = view;
  const type = elementType(dtype, vectors);
  const each = Array.from({ length: parts }, (_, part) => part);
  const bindings = each.map((part) => `@group(0) @binding(${first + part}) var<storage, ${isWritten ? 'read_write' : 'read'}> ${partName(view, part)}: array<${type}>;\n`);
  if (parts === 1) return bindings.join('');
  const inPart = (part: number): string => `${partName(view, part)}[i - ${part * partElements}]`;
  const find = (found: (part: number) => string): string => each.map((part) => (part === parts - 1 ? ` ${found(part)}` : ` if (i < ${(part + 1) * partElements}) { ${found(part)} }`)).join('');
  const read = `fn ${name}_read(i: i32) -> ${type} {${find((part) => `return ${inPart(part)};`)} }\n`;
  const write = `fn ${name}_write(i: i32, value: ${type}) {${find((part) => `${inPart(part)} = value; return;`)} }\n`;
  return `${bindings.join('')}${read}${isWritten ? write : ''}`;
}

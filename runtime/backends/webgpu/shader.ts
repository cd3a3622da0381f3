// A stage in, a compute shader out: its text, which is the same for stages that do the same, the buffers that it
// binds in order, and how many workgroups it runs.
import type { KernelBuffer } from '../../ir/loops.ts';
import { Emitter } from './emit.ts';
import type { View } from './emit.ts';
import { preludeOf } from './prelude.ts';
import type { ShapeOptions } from './shape.ts';
import { shapeOf } from './shape.ts';
import { sizesBinding, sizesRead } from './sizes.ts';
import type { Stage } from './stages.ts';
import { elementType } from './storage.ts';

export interface Shader {
  readonly code: string;
  /** Names of the kernel's buffers, by binding. */
  readonly buffers: readonly string[];
  readonly workgroups: readonly [number, number];
  /** What its uniform buffer holds, bound behind the buffers; empty where it has none. */
  readonly sizes: Int32Array;
}

const WORKGROUP = 64;
/** Every device allows this many along one dimension. */
const MOST_GROUPS = 65535;

export function shaderOf(stage: Stage, buffers: readonly KernelBuffer[], options: ShapeOptions): Shader {
  const shape = shapeOf(stage, options);
  const used = buffers.filter(({ name }) => stage.facts.accesses.some(({ buffer }) => buffer === name));
  const views = new Map<string, View>(used.map(({ name, dtype }, i) => [name, { name: `b${i}`, dtype, vectors: shape.vectorViews.has(name) }]));
  const emitter = new Emitter(stage, shape, views);
  const count = shape.counts.reduce((n, extent) => n * extent, 1);
  const groups = Math.max(1, Math.ceil(count / WORKGROUP));
  const along = Math.min(groups, MOST_GROUPS);
  const end = emitter.sizes.of(count);
  emitter.axes({ text: 'n', depth: 0, vector: false });
  emitter.body(stage.body);
  const sizes = emitter.sizes.data;
  const body = emitter.writer.finish();
  const bindings = used.map(({ name, dtype }, i) => (
    `@group(0) @binding(${i}) var<storage, ${stage.facts.written.has(name) ? 'read_write' : 'read'}> b${i}: array<${elementType(dtype, views.get(name)!.vectors)}>;\n`
  ));
  const prelude = preludeOf(emitter.calls);
  const hidden = body.includes('nothing') ? 'var<private> nothing: u32 = 0u;\n' : '';
  const code = `${bindings.join('')}${sizes.length > 0 ? sizesBinding(used.length, sizes) : ''}${hidden}${prelude}
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let n = i32(${groups > along ? `id.x + id.y * ${along * WORKGROUP}u` : 'id.x'});
${sizesRead(sizes)}  if (n >= ${end}) { return; }
${body}}
`;
  return { code, buffers: used.map(({ name }) => name), workgroups: [along, Math.ceil(groups / along)], sizes };
}

// A kernel in, compute shaders out, one for each stage: its text, which is the same for stages that do the same, the
// buffers that it binds in order, and how many workgroups it runs.
import { expandMath } from '../../ir/expand-math.ts';
import type { Kernel, KernelBuffer } from '../../ir/loops.ts';
import { Emitter } from './emit.ts';
import { groupedBody } from './grouped.ts';
import { nativeHalves } from './native-halves.ts';
import { preludeOf } from './prelude.ts';
import type { Schedule } from './schedule.ts';
import { shapeOf } from './shape.ts';
import { sizesBinding, sizesRead } from './sizes.ts';
import type { Stage } from './stages.ts';
import { stagesOf } from './stages.ts';
import { isNativeHalf } from './storage.ts';
import { tiledBody } from './tiled.ts';
import type { Binding, View } from './views.ts';
import { declarationOf, viewOf } from './views.ts';

export interface Shader {
  readonly code: string;
  readonly bindings: readonly Binding[];
  readonly workgroups: readonly [number, number, number?];
  /** What its uniform buffer holds, which is bound last; empty where it has none. */
  readonly sizes: Int32Array;
}

const WORKGROUP = 64;

export function shadersOf(kernel: Kernel, schedule: Schedule): readonly Shader[] {
  const expanded = expandMath(kernel, { shader: true });
  const { body, buffers } = schedule.halves ? nativeHalves(expanded) : expanded;
  return stagesOf(body).map((stage) => shaderOf(stage, buffers, schedule));
}

function shaderOf(stage: Stage, buffers: readonly KernelBuffer[], options: Schedule): Shader {
  const used = buffers.filter(({ name }) => stage.facts.accesses.some(({ buffer }) => buffer === name));
  const viewsWith = (vectors: ReadonlySet<string>): ReadonlyMap<string, View> => (
    new Map(used.map((buffer, i) => [buffer.name, viewOf(buffer, `b${i}`, vectors.has(buffer.name), options)]))
  );
  const bindings = [...viewsWith(new Set())].flatMap(([buffer, { parts }]) => Array.from({ length: parts }, (_, part) => ({ buffer, part })));
  const tiled = options.tiles ? tiledBody(stage, viewsWith, { ...options, tiles: options.tiles }) : undefined;
  if (tiled) {
    const { head, body, calls, workgroups, vectorViews } = tiled;
    return { code: enabled(`${declared(stage, viewsWith(vectorViews), body, calls)}${head}${body}}\n`), bindings, workgroups, sizes: new Int32Array() };
  }
  const grouped = options.groups ? groupedBody(stage, viewsWith(new Set()), { ...options, groups: options.groups }) : undefined;
  if (grouped) {
    const { head, body, calls, rows } = grouped;
    const along = Math.min(rows, options.mostGroups);
    const code = `${declared(stage, viewsWith(new Set()), body, calls)}${head}  let row = i32(${rows > along ? `group.x + group.y * ${along}u` : 'group.x'});
${rows > along ? `  if (row >= ${rows}) { return; }\n` : ''}${body}}
`;
    return { code: enabled(code), bindings, workgroups: [along, Math.ceil(rows / along)], sizes: new Int32Array() };
  }
  const shape = shapeOf(stage, options, new Set(used.filter((buffer) => buffer.dtype === 'float32' || buffer.dtype === 'int32' || isNativeHalf(buffer, options.halves)).map(({ name }) => name)));
  const views = viewsWith(new Set([...shape.vectorViews, ...shape.quads.keys()]));
  const emitter = new Emitter(stage, shape, views, options.halves);
  const count = shape.counts.reduce((n, extent) => n * extent, 1);
  const groups = Math.max(1, Math.ceil(count / WORKGROUP));
  const along = Math.min(groups, options.mostGroups);
  const end = emitter.sizes.of(count);
  emitter.axes({ text: 'n', depth: 0, vector: false });
  emitter.body(stage.body);
  const sizes = emitter.sizes.data;
  const body = emitter.writer.finish();
  const code = `${declared(stage, views, body, emitter.calls)}${sizes.length > 0 ? sizesBinding(bindings.length, sizes) : ''}
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let n = i32(${groups > along ? `id.x + id.y * ${along * WORKGROUP}u` : 'id.x'});
${sizesRead(sizes)}  if (n >= ${end}) { return; }
${body}}
`;
  return { code: enabled(code), bindings, workgroups: [along, Math.ceil(groups / along)], sizes };
}

/** Behind what switches on the features that it uses. */
const enabled = (code: string): string => `${/\bf16\b/.test(code) ? 'enable f16;\n' : ''}${/\bsubgroup/.test(code) ? 'enable subgroups;\n' : ''}${code}`;

/** What stands before the main function: buffers, and the functions that the body calls. */
function declared(stage: Stage, views: ReadonlyMap<string, View>, body: string, calls: Iterable<string>): string {
  let bindings = 0;
  const declarations = [...views].map(([buffer, view]) => {
    const text = declarationOf(view, bindings, stage.facts.written.has(buffer));
    bindings += view.parts;
    return text;
  });
  return `${declarations.join('')}${body.includes('nothing') ? 'var<private> nothing: u32 = 0u;\n' : ''}${preludeOf(calls)}`;
}

// Rows for cards: a stage in whose iterations each reduce a long row, the body of a shader out in which the invocations
// of a workgroup share a row. Each folds every so manieth element, so that neighbours read neighbours; what they have is
// combined as a tree in workgroup memory, or between neighbours in a subgroup first. Drivers for CPUs do better with an
// invocation for each row.
import type { BinaryOp, Expr, ScalarType, Stmt } from '../../ir/loops.ts';
import { expressionsOf, operandsOf } from '../wasm/dependencies.ts';
import { factorOf } from '../wasm/forms.ts';
import { Emitter } from './emit.ts';
import { laneType } from './operations.ts';
import type { Schedule } from './schedule.ts';
import type { Stage } from './stages.ts';
import type { View } from './views.ts';

export interface GroupedBody {
  readonly head: string;
  readonly body: string;
  readonly calls: ReadonlySet<string>;
  readonly rows: number;
}

type Loop = Extract<Stmt, { kind: 'for' }>;
type Let = Extract<Stmt, { kind: 'let' }>;

type Part =
  /** Every invocation knows it. */
  | { readonly kind: 'same'; readonly stmt: Let }
  | { readonly kind: 'fold'; readonly start: Let; readonly loop: Loop; readonly op: BinaryOp }
  | { readonly kind: 'spread'; readonly loop: Loop }
  | { readonly kind: 'once'; readonly stmt: Stmt };

const LONG = 1024;
const NARROW = 64;
const WIDE = 256;

/** Undefined where the stage is something else. */
export function groupedBody(stage: Stage, views: ReadonlyMap<string, View>, { groups, width: wish, leastRow, halves }: Pick<Schedule, 'width' | 'leastRow' | 'halves'> & { readonly groups: 'tree' | 'subgroups' }): GroupedBody | undefined {
  const parts = partsOf(stage);
  const folds = parts?.filter((part) => part.kind === 'fold') ?? [];
  const longest = Math.max(0, ...folds.map(({ loop }) => loop.extent));
  // Where neighbours of a row are no neighbours in memory, an invocation for each row reads neighbours.
  const isInMemory = folds.some(({ loop }) => stage.facts.accesses.some(({ form }) => factorOf(form, loop.name) === 1));
  if (!parts || longest < leastRow || !isInMemory || !ownElements(stage, parts)) return undefined;
  const subgroups = groups === 'subgroups';
  const fitting = longest < LONG ? NARROW : WIDE;
  const width = wish === 'fitting' ? fitting : wish;
  const emitter = new Emitter({ ...stage, body: [] }, { counts: stage.axes.map(({ extent }) => extent), varying: new Set(), isVarying: () => false, vectorViews: new Set(), quads: new Map(), isSmall: false }, views, halves);
  const { writer } = emitter;
  emitter.axes({ text: 'row', depth: 0, vector: false });
  const overRow = ({ name, extent, body }: Loop): void => {
    const variable = writer.fresh('at');
    writer.open(`for (var ${variable} = lane; ${variable} < ${extent}; ${variable} += ${width})`, false);
    emitter.bind(name, { text: variable, depth: writer.depth, vector: false });
    emitter.body(body);
    writer.close();
  };
  for (const part of parts) {
    switch (part.kind) {
      case 'same': emitter.body([part.stmt]); break;
      case 'spread': overRow(part.loop); break;
      case 'once':
        writer.open('if (lane == 0)', true);
        emitter.body([part.stmt]);
        writer.close();
        break;
      case 'fold': {
        const { start: { name, type }, op } = part;
        emitter.body([part.start]);
        const own = emitter.variableOf(name);
        overRow(part.loop);
        const shared = `parts_${type}`;
        const combine = (x: string, y: string): string => emitter.combined(op, type, x, y);
        if (subgroups) {
          writer.line(`for (var d = subgroup_size / 2u; d > 0u; d /= 2u) { ${own} = ${combine(own, type === 'bool' ? `(subgroupShuffleXor(u32(${own}), d) != 0u)` : `subgroupShuffleXor(${own}, d)`)}; }`);
          writer.line(`if (subgroup_lane == 0u) { ${shared}[subgroup] = ${own}; }`);
          writer.line('workgroupBarrier();');
          writer.line(`${own} = ${shared}[0];`);
          writer.line(`for (var s = 1u; s < subgroups; s++) { ${own} = ${combine(own, `${shared}[s]`)}; }`);
        } else {
          writer.line(`${shared}[lane] = ${own};`);
          writer.line('workgroupBarrier();');
          writer.open(`for (var half = ${width / 2}; half > 0; half /= 2)`, false);
          writer.line(`if (lane < half) { ${shared}[lane] = ${combine(`${shared}[lane]`, `${shared}[lane + half]`)}; }`);
          writer.line('workgroupBarrier();');
          writer.close();
          writer.line(`${own} = ${shared}[0];`);
        }
        writer.line('workgroupBarrier();');
        const total = writer.fresh('t');
        writer.line(`let ${total} = ${own};`);
        emitter.name(name, type, { text: total, depth: 0, vector: false });
      }
    }
  }
  const types = new Set(folds.map(({ start }) => start.type));
  const rows = stage.axes.reduce((n, { extent }) => n * extent, 1);
  return { head: headOf(types, width, subgroups), body: writer.finish(), calls: emitter.calls, rows };
}

function headOf(types: ReadonlySet<ScalarType>, width: number, subgroups: boolean): string {
  const shared = [...types].map((type) => `var<workgroup> parts_${type}: array<${laneType(type, false)}, ${width}>;\n`).join('');
  const more = subgroups ? ', @builtin(subgroup_id) subgroup: u32, @builtin(num_subgroups) subgroups: u32, @builtin(subgroup_invocation_id) subgroup_lane: u32, @builtin(subgroup_size) subgroup_size: u32' : '';
  return `${shared}@compute @workgroup_size(${width})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) index: u32${more}) {
  let lane = i32(index);
`;
}

function partsOf({ body, facts }: Stage): readonly Part[] | undefined {
  const parts: Part[] = [];
  for (let i = 0; i < body.length; i++) {
    const stmt = body[i]!;
    if (stmt.kind === 'let' && !facts.mutable.has(stmt.name)) parts.push({ kind: 'same', stmt });
    else if (stmt.kind === 'let') {
      const loop = body[++i];
      const op = loop?.kind === 'for' ? foldOf(stmt, loop) : undefined;
      if (loop?.kind !== 'for' || op === undefined) return undefined;
      parts.push({ kind: 'fold', start: stmt, loop, op });
    } else if (stmt.kind === 'for' && stmt.body.every(({ kind }) => kind === 'let' || kind === 'store')) parts.push({ kind: 'spread', loop: stmt });
    else if (stmt.kind === 'store') parts.push({ kind: 'once', stmt });
    else return undefined;
  }
  return parts;
}

/** What begins a fold without changing it; of minima and maxima anything does. */
const NEUTRAL: Partial<Readonly<Record<BinaryOp, number>>> = { add: 0, mul: 1 };
const FOLDS: ReadonlySet<BinaryOp> = new Set(['add', 'mul', 'min', 'max']);

function foldOf({ name, value }: Let, { body }: Loop): BinaryOp | undefined {
  const step = body.at(-1);
  if (step?.kind !== 'set' || step.name !== name || step.value.kind !== 'binary' || !FOLDS.has(step.value.op)) return undefined;
  const { op, x, y } = step.value;
  const isOwn = (e: Expr): boolean => e.kind === 'local' && e.name === name;
  const uses = (e: Expr): boolean => isOwn(e) || operandsOf(e).some(uses);
  const before = body.slice(0, -1);
  if (before.some((stmt) => (stmt.kind !== 'let' && stmt.kind !== 'store') || expressionsOf(stmt).some(uses))) return undefined;
  if (!(isOwn(x) && !uses(y)) && !(isOwn(y) && !uses(x))) return undefined;
  const neutral = NEUTRAL[op];
  return neutral === undefined || (value.kind === 'const' && Number(value.value) === neutral) ? op : undefined;
}

/** Nobody reads or writes what another invocation of its workgroup writes. */
function ownElements({ facts, axes }: Stage, parts: readonly Part[]): boolean {
  const loops = new Set(parts.flatMap((part) => (part.kind === 'fold' || part.kind === 'spread' ? [part.loop.name] : [])));
  const isRow = (key: string): boolean => axes.some(({ name }) => name === key);
  for (const buffer of facts.written) {
    const texts = new Set<string>();
    for (const { form } of facts.accesses.filter((access) => access.buffer === buffer)) {
      const inner = form.terms.filter(({ key }) => !isRow(key));
      if (inner.length > 1 || inner.some(({ key }) => !loops.has(key))) return false;
      texts.add(`${form.constant} ${form.terms.map(({ key, factor }) => `${factor}*${isRow(key) ? key : 'element'}`).sort().join('+')}`);
    }
    if (texts.size > 1) return false;
  }
  return true;
}

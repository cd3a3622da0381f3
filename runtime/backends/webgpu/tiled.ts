// Sums of products for cards: a stage in, the body of a shader out in which the 16 × 16 invocations of a workgroup
// bring tiles of both factors into workgroup memory, and each sums a block of results in registers. Terms are added in
// the order of the plain loop, so both give the same bits. Drivers for CPUs are slower with barriers than without.
import type { Expr, Stmt } from '../../ir/loops.ts';
import { factorOf } from '../wasm/forms.ts';
import type { View } from './emit.ts';
import { Emitter } from './emit.ts';
import type { Axis, Stage } from './stages.ts';
import type { Value } from './writer.ts';

type Load = Extract<Expr, { kind: 'load' }>;

/** result[…, row, column] = rest(Σ over `depth` of left · right). */
interface Product {
  readonly outer: readonly Axis[];
  readonly row: Axis;
  readonly column: Axis;
  readonly depth: Axis;
  readonly left: Load;
  readonly right: Load;
  readonly accumulator: string;
  readonly rest: readonly Stmt[];
}

export interface TiledBody {
  readonly declarations: string;
  readonly body: string;
  readonly calls: ReadonlySet<string>;
  readonly workgroups: readonly [number, number, number];
}

const SIDE = 16;
const DEPTH = 16;
/** Results of one invocation along rows and columns, where there are enough for all cores of a card; else half as many. */
const LARGE_BLOCK = 8;
const SMALL_BLOCK = 4;
const MANY_GROUPS = 128;
const MOST_GROUPS = 65535;
/** Shorter factors leave most of a tile empty. */
const LEAST = 32;

/** Undefined where the stage is no product of two float32 buffers that is large enough. */
export function tiledBody(stage: Stage, views: ReadonlyMap<string, View>, size: 4 | 8 | 'fitting'): TiledBody | undefined {
  const product = productOf(stage);
  if (!product || [product.left, product.right].some(({ buffer }) => views.get(buffer)!.dtype !== 'float32')) return undefined;
  const { outer, row, column, depth } = product;
  if ([row, column, depth].some(({ extent }) => extent < LEAST)) return undefined;
  const batch = outer.reduce((n, { extent }) => n * extent, 1);
  const groupsOf = (block: number): readonly [number, number, number] => [Math.ceil(column.extent / (SIDE * block)), Math.ceil(row.extent / (SIDE * block)), batch];
  const fitting = groupsOf(LARGE_BLOCK).reduce((n, count) => n * count) >= MANY_GROUPS ? LARGE_BLOCK : SMALL_BLOCK;
  const block = size === 'fitting' ? fitting : size;
  const workgroups = groupsOf(block);
  return workgroups.some((count) => count > MOST_GROUPS) ? undefined : { ...write(stage, product, block, views), workgroups };
}

function productOf(stage: Stage): Product | undefined {
  const [start, loop, ...rest] = stage.body;
  if (start?.kind !== 'let' || start.value.kind !== 'const' || start.value.value !== 0 || start.type !== 'float32' || loop?.kind !== 'for') return undefined;
  const [step, ...more] = loop.body;
  if (more.length > 0 || step?.kind !== 'set' || step.name !== start.name || !isSumOfProduct(step.value, start.name)) return undefined;
  const { x, y } = step.value.x;
  const depends = ({ at }: Load, name: string): boolean => factorOf(stage.facts.addresses.of(at), name) !== 0;
  const isPlain = ({ at }: Load): boolean => stage.facts.addresses.of(at).terms.every(({ atom }) => atom.kind === 'var');
  if (![x, y].every((load) => depends(load, loop.name) && isPlain(load) && !stage.facts.written.has(load.buffer))) return undefined;
  const column = stage.axes.findLast(({ name }) => depends(x, name) !== depends(y, name));
  if (!column) return undefined;
  const [left, right] = depends(y, column.name) ? [x, y] : [y, x];
  const row = stage.axes.findLast(({ name }) => depends(left, name) && !depends(right, name));
  if (!row) return undefined;
  const outer = stage.axes.filter((axis) => axis !== row && axis !== column);
  return { outer, row, column, depth: { name: loop.name, extent: loop.extent }, left, right, accumulator: start.name, rest };
}

type SumOfProduct = { readonly x: { readonly x: Load; readonly y: Load } };

function isSumOfProduct(e: Expr, accumulator: string): e is Expr & SumOfProduct {
  return e.kind === 'binary' && e.op === 'add' && e.y.kind === 'local' && e.y.name === accumulator
    && e.x.kind === 'binary' && e.x.op === 'mul' && e.x.x.kind === 'load' && e.x.y.kind === 'load';
}

function write(stage: Stage, { outer, row, column, depth, left, right, accumulator, rest }: Product, block: number, views: ReadonlyMap<string, View>): Omit<TiledBody, 'workgroups'> {
  const width = SIDE * block;
  const vectors = width / 4;
  const own = block / 4;
  const emitter = new Emitter({ ...stage, axes: outer, body: rest }, { counts: outer.map(({ extent }) => extent), varying: new Set(), isVarying: () => false, vectorViews: new Set(), isSmall: false }, views);
  const { writer } = emitter;
  const here = (text: string): Value => ({ text, depth: writer.depth, vector: false });
  const each = (count: number, body: (i: number) => void): void => { for (let i = 0; i < count; i++) body(i); };
  const groups = (x: string): string => `i32(group.${x})`;

  emitter.axes({ text: groups('z'), depth: 0, vector: false });
  writer.line(`let firstRow = ${groups('y')} * ${width};`);
  writer.line(`let firstColumn = ${groups('x')} * ${width};`);
  each(block, (r) => each(own, (q) => writer.line(`var sum${r}_${q} = vec4<f32>();`)));

  writer.open(`for (var base = 0; base < ${depth.extent}; base += ${DEPTH})`, false);
  // A vector at a time: to write one component may write all of them. Neighbours read neighbours along the axis that is
  // contiguous in memory.
  const bring = (tile: string, load: Load, axis: Axis, first: string): void => {
    const alongDepth = Math.abs(factorOf(stage.facts.addresses.of(load.at), depth.name)) === 1;
    each((DEPTH * vectors) / (SIDE * SIDE), (part) => {
      const id = `${tile}${part}`;
      writer.line(`let ${id}_n = lane + ${part * SIDE * SIDE};`);
      writer.line(`let ${id}_k = ${alongDepth ? `${id}_n % ${DEPTH}` : `${id}_n / ${vectors}`};`);
      writer.line(`let ${id}_v = ${alongDepth ? `${id}_n / ${DEPTH}` : `${id}_n % ${vectors}`};`);
      writer.line(`let ${id}_d = base + ${id}_k;`);
      const elements = [0, 1, 2, 3].map((c) => {
        writer.line(`let ${id}_${c} = ${first} + ${id}_v * 4 + ${c};`);
        emitter.bind(depth.name, here(`${id}_d`));
        emitter.bind(axis.name, here(`${id}_${c}`));
        return `select(0f, ${emitter.value(load).text}, ${id}_d < ${depth.extent} && ${id}_${c} < ${axis.extent})`;
      });
      writer.line(`${tile}[${id}_k * ${vectors} + ${id}_v] = vec4<f32>(${elements.join(', ')});`);
    });
  };
  bring('left', left, row, 'firstRow');
  bring('right', right, column, 'firstColumn');
  writer.line('workgroupBarrier();');
  writer.open(`for (var k = 0; k < ${DEPTH}; k++)`, false);
  each(own, (q) => writer.line(`let a${q} = left[k * ${vectors} + i32(local.y) * ${own} + ${q}];`));
  each(own, (q) => writer.line(`let b${q} = right[k * ${vectors} + i32(local.x) + ${q * SIDE}];`));
  each(block, (r) => each(own, (q) => writer.line(`sum${r}_${q} = a${r >> 2}.${'xyzw'[r & 3]} * b${q} + sum${r}_${q};`)));
  writer.close();
  writer.line('workgroupBarrier();');
  writer.close();

  each(block, (r) => {
    writer.line(`let row${r} = firstRow + i32(local.y) * ${block} + ${r};`);
    each(own, (q) => each(4, (c) => {
      const at = `column${r}_${q}_${c}`;
      writer.line(`let ${at} = firstColumn + (i32(local.x) + ${q * SIDE}) * 4 + ${c};`);
      writer.open(`if (row${r} < ${row.extent} && ${at} < ${column.extent})`, true);
      emitter.bind(row.name, here(`row${r}`));
      emitter.bind(column.name, here(at));
      emitter.name(accumulator, 'float32', here(`sum${r}_${q}.${'xyzw'[c]}`));
      emitter.body(rest);
      writer.close();
    }));
  });
  const declarations = ['left', 'right'].map((tile) => `var<workgroup> ${tile}: array<vec4<f32>, ${DEPTH * vectors}>;\n`).join('');
  return { declarations, body: writer.finish(), calls: emitter.calls };
}

export const TILED_HEAD = `@compute @workgroup_size(${SIDE}, ${SIDE})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_id) local: vec3<u32>) {
  let lane = i32(local.y * ${SIDE}u + local.x);
`;

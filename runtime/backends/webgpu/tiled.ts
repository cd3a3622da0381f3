// Sums of products for cards: a stage in, the body of a shader out in which the invocations of a workgroup, a square,
// bring tiles of both factors into workgroup memory, and each sums a block of results in registers. While one tile is
// multiplied, the next is on its way from memory. Convolutions are the same product: a filter is a row, a place in the
// image a column, and the terms are taps times channels. Terms are added in the order of the plain loop, so both give
// the same bits. Drivers for CPUs are slower with barriers than without.
import type { Expr } from '../../ir/loops.ts';
import { factorOf } from '../wasm/forms.ts';
import { Emitter } from './emit.ts';
import type { Load, Product } from './product.ts';
import { productOf } from './product.ts';
import type { Schedule } from './schedule.ts';
import type { Axis, Stage } from './stages.ts';
import type { View } from './views.ts';
import type { Value } from './writer.ts';

export interface TiledBody {
  readonly head: string;
  readonly body: string;
  readonly calls: ReadonlySet<string>;
  readonly workgroups: readonly [number, number, number];
  /** Buffers whose elements are read four at a time. */
  readonly vectorViews: ReadonlySet<string>;
}

const FACTORS = ['left', 'right'] as const;
/** Results of one invocation along rows and columns, where there are enough for all cores of a card; else half as many. */
const LARGE_BLOCK = 8;
const SMALL_BLOCK = 4;
const MANY_GROUPS = 128;

/** Undefined where the stage is no product of two buffers of floats that is large enough. */
export function tiledBody(stage: Stage, viewsWith: (vectors: ReadonlySet<string>) => ReadonlyMap<string, View>, { tiles, side, leastFactor, mostGroups, halves }: Pick<Schedule, 'side' | 'leastFactor' | 'mostGroups' | 'halves'> & { readonly tiles: 4 | 8 | 'fitting' }): TiledBody | undefined {
  const product = productOf(stage);
  if (!product) return undefined;
  if ([product.left, product.right].some(({ type }) => type !== 'float32')) return undefined;
  const [rows, columns, terms] = [product.rows, product.columns, product.terms].map(countOf) as [number, number, number];
  if ([rows, columns, terms].some((count) => count < leastFactor)) return undefined;
  const groupsOf = (block: number): readonly [number, number, number] => [Math.ceil(columns / (side * block)), Math.ceil(rows / (side * block)), countOf(product.outer)];
  const fitting = groupsOf(LARGE_BLOCK).reduce((n, count) => n * count) >= MANY_GROUPS ? LARGE_BLOCK : SMALL_BLOCK;
  const block = tiles === 'fitting' ? fitting : tiles;
  const workgroups = groupsOf(block);
  if (workgroups.some((count) => count > mostGroups)) return undefined;
  const vectorViews = new Set([product.left, product.right].map(({ buffer }) => buffer).filter((buffer) => isVector(stage, product, buffer)));
  return { ...new Tiles(stage, product, side, block, viewsWith(vectorViews), vectorViews, halves).written(), workgroups, vectorViews };
}

export const countOf = (axes: readonly Axis[]): number => axes.reduce((n, { extent }) => n * extent, 1);

/** Whether four neighbours along rows, or along columns, are one aligned vector of memory. */
function isVector(stage: Stage, { left, right, rows, columns, when }: Product, buffer: string): boolean {
  const [load, axes] = left.buffer === buffer ? [left, rows] : [right, columns];
  const last = axes.at(-1)!;
  const accesses = stage.facts.accesses.filter((access) => access.buffer === buffer);
  const form = stage.facts.addresses.of(load.at);
  return accesses.length === 1 && (when === undefined || load === left) && last.extent % 4 === 0
    && form.constant % 4 === 0 && form.terms.every(({ key, factor }) => (key === last.name ? factor === 1 : factor % 4 === 0));
}

type Positions = readonly (readonly [axis: string, position: Value])[];

class Tiles {
  readonly #stage: Stage;
  readonly #product: Product;
  readonly #vectorViews: ReadonlySet<string>;
  readonly #emitter: Emitter;
  readonly #side: number;
  /** Of a workgroup; as many vectors has a tile. */
  readonly #invocations: number;
  readonly #block: number;
  /** Rows and columns of a tile, and in how many vectors of four. */
  readonly #width: number;
  readonly #vectors: number;
  /** Terms of a tile: every invocation brings one vector of each factor. */
  readonly #depth: number;
  readonly #terms: number;

  constructor(stage: Stage, product: Product, side: number, block: number, views: ReadonlyMap<string, View>, vectorViews: ReadonlySet<string>, halves: boolean) {
    this.#stage = stage;
    this.#product = product;
    this.#vectorViews = vectorViews;
    this.#side = side;
    this.#invocations = side * side;
    this.#block = block;
    this.#width = side * block;
    this.#vectors = this.#width / 4;
    this.#depth = this.#invocations / this.#vectors;
    this.#terms = countOf(product.terms);
    const { outer, rest } = product;
    this.#emitter = new Emitter({ ...stage, axes: outer, body: rest }, { counts: outer.map(({ extent }) => extent), varying: new Set(), isVarying: () => false, vectorViews: new Set(), quads: new Map(), isSmall: false }, views, halves);
  }

  written(): Omit<TiledBody, 'workgroups' | 'vectorViews'> {
    const { writer, calls } = this.#emitter;
    const own = this.#block / 4;
    this.#emitter.axes({ text: 'i32(group.z)', depth: 0, vector: false });
    writer.line(`let firstRow = i32(group.y) * ${this.#width};`);
    writer.line(`let firstColumn = i32(group.x) * ${this.#width};`);
    each(this.#block, (r) => each(own, (q) => writer.line(`var sum${r}_${q} = vec4<f32>();`)));
    writer.line('var now = 0;');
    writer.open(`for (var base = ${-this.#depth}; base < ${this.#terms}; base += ${this.#depth})`, false);
    const { left, right, rows, columns, when } = this.#product;
    this.#bring('left', left, rows, 'firstRow', undefined);
    this.#bring('right', right, columns, 'firstColumn', when);
    this.#multiply(own);
    // What is written now was read two turns ago, and a barrier lies between.
    writer.line('now = 1 - now;');
    for (const name of FACTORS) writer.line(`${name}Tiles[now * ${this.#invocations} + ${name}K * ${this.#vectors} + ${name}V] = ${name}Next;`);
    writer.line('workgroupBarrier();');
    writer.close();
    this.#store();
    const declarations = FACTORS.map((name) => `var<workgroup> ${name}Tiles: array<vec4<f32>, ${2 * this.#invocations}>;\n`).join('');
    return { head: `${declarations}${headOf(this.#side)}`, body: writer.finish(), calls };
  }

  /**
   * What comes after the tile that is multiplied. Neighbouring invocations read neighbours along the axis that is
   * contiguous in memory.
   */
  #bring(name: string, load: Load, axes: readonly Axis[], first: string, condition: Expr | undefined): void {
    const { writer } = this.#emitter;
    const { terms } = this.#product;
    const alongTerms = Math.abs(factorOf(this.#stage.facts.addresses.of(load.at), terms.at(-1)!.name)) === 1;
    writer.line(`let ${name}K = ${alongTerms ? `lane % ${this.#depth}` : `lane / ${this.#vectors}`};`);
    writer.line(`let ${name}V = ${alongTerms ? `lane / ${this.#depth}` : `lane % ${this.#vectors}`};`);
    writer.line(`let ${name}D = base + ${this.#depth} + ${name}K;`);
    writer.line(`var ${name}Next = vec4<f32>();`);
    const element = (at: string, place: number, read: () => void): void => {
      writer.line(`let ${at} = ${first} + ${name}V * 4 + ${place};`);
      this.#guarded(this.#inside(at, countOf(axes)), () => {
        this.#bind(this.#positions(axes, at));
        read();
      });
    };
    this.#guarded(`${name}D < ${this.#terms}`, () => {
      this.#bind(this.#positions(terms, `${name}D`));
      if (this.#vectorViews.has(load.buffer)) element(`${name}At`, 0, () => writer.line(`${name}Next = ${this.#emitter.vector(load).text};`));
      else each(4, (c) => element(`${name}At${c}`, c, () => this.#guarded(condition && this.#emitter.value(condition).text, () => writer.line(`${name}Next.${'xyzw'[c]} = ${this.#emitter.value(load).text};`))));
    });
  }

  #multiply(own: number): void {
    const { writer } = this.#emitter;
    writer.open('if (base >= 0)', true);
    writer.open(`for (var k = 0; k < ${this.#depth}; k++)`, false);
    writer.line(`let row = now * ${this.#invocations} + k * ${this.#vectors} + i32(local.y) * ${own};`);
    writer.line(`let column = now * ${this.#invocations} + k * ${this.#vectors} + i32(local.x);`);
    each(own, (q) => writer.line(`let l${q} = leftTiles[row + ${q}];`));
    each(own, (q) => writer.line(`let r${q} = rightTiles[column + ${q * this.#side}];`));
    each(this.#block, (r) => each(own, (q) => writer.line(`sum${r}_${q} = l${r >> 2}.${'xyzw'[r & 3]} * r${q} + sum${r}_${q};`)));
    writer.close();
    writer.close();
  }

  #store(): void {
    const { writer } = this.#emitter;
    const { rows, columns, accumulator, rest } = this.#product;
    const at = (axes: readonly Axis[], name: string, number: string): Positions => {
      writer.line(`let ${name} = ${number};`);
      return this.#positions(axes, name);
    };
    const toRow = Array.from({ length: this.#block }, (_, r) => at(rows, `row${r}`, `firstRow + i32(local.y) * ${this.#block} + ${r}`));
    const toColumn = Array.from({ length: this.#block }, (_, c) => at(columns, `column${c}`, `firstColumn + (i32(local.x) + ${(c >> 2) * this.#side}) * 4 + ${c & 3}`));
    toRow.forEach((row, r) => this.#guarded(this.#inside(`row${r}`, countOf(rows)), () => toColumn.forEach((column, c) => this.#guarded(this.#inside(`column${c}`, countOf(columns)), () => {
      this.#bind(row);
      this.#bind(column);
      this.#emitter.name(accumulator, 'float32', this.#here(`sum${r}_${c >> 2}.${'xyzw'[c & 3]}`));
      this.#emitter.body(rest);
    }))));
  }

  #here(text: string): Value {
    return { text, depth: this.#emitter.writer.depth, vector: false };
  }

  /** Positions along axes from a number, last axis fastest. */
  #positions(axes: readonly Axis[], number: string): Positions {
    const { writer } = this.#emitter;
    let over = number;
    const inner = axes.slice(1).toReversed().map(({ name, extent }) => {
      const [next, position] = [writer.fresh('q'), writer.fresh('p')];
      writer.line(`let ${next} = ${over} / ${extent};`);
      writer.line(`let ${position} = ${over} - ${next} * ${extent};`);
      over = next;
      return [name, this.#here(position)] as const;
    });
    return [...inner, [axes[0]!.name, this.#here(over)]];
  }

  #bind(positions: Positions): void {
    for (const [axis, position] of positions) this.#emitter.bind(axis, position);
  }

  /** Nobody asks where the answer is always yes. */
  #guarded(condition: string | undefined, body: () => void): void {
    if (condition === undefined) return body();
    this.#emitter.writer.open(`if (${condition})`, true);
    body();
    this.#emitter.writer.close();
  }

  #inside(at: string, extent: number): string | undefined {
    return extent % this.#width === 0 ? undefined : `${at} < ${extent}`;
  }
}

function each(times: number, body: (i: number) => void): void {
  for (let i = 0; i < times; i++) body(i);
}

const headOf = (side: number): string => `@compute @workgroup_size(${side}, ${side})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_id) local: vec3<u32>) {
  let lane = i32(local.y * ${side}u + local.x);
`;

// Numbers that come from shapes and attributes: extents, strides, slopes. Written into the text of a shader, which
// compilers can use, or read from a uniform buffer: then kernels that differ in nothing else share a shader, and none is
// compiled anew for another shape.
import type { Expr } from '../../ir/loops.ts';
import { constantText } from './operations.ts';

type Constant = Extract<Expr, { kind: 'const' }>;

export class Sizes {
  readonly areData: boolean;
  readonly #data: number[] = [];
  readonly #known = new Map<Constant, string>();

  constructor(areData: boolean) {
    this.areData = areData;
  }

  /** An extent as WGSL text. */
  of(value: number): string {
    return this.areData ? this.#slot(value) : constantText('index', value);
  }

  /** Whether a constant of a kernel is read: what differs from call to call, and every position but 0. */
  isRead(e: Expr): boolean {
    if (!this.areData || e.kind !== 'const') return false;
    return e.isParameter === true || (e.type === 'index' && e.value !== 0);
  }

  constant(e: Constant): string {
    if (!this.isRead(e)) return constantText(e.type, e.value);
    let text = this.#known.get(e);
    if (text === undefined) this.#known.set(e, text = this.#parameter(e));
    return text;
  }

  /** What the uniform buffer holds: whole vectors of four. */
  get data(): Int32Array {
    const data = new Int32Array(Math.ceil(this.#data.length / 4) * 4);
    data.set(this.#data);
    return data;
  }

  #parameter({ type, value }: Constant): string {
    switch (type) {
      case 'index':
      case 'int32': return this.#slot(Number(value));
      case 'float32': return `bitcast<f32>(${this.#slot(new Int32Array(Float32Array.of(Number(value)).buffer)[0]!)})`;
      case 'int64':
      case 'uint64': return `bitcast<vec2<u32>>(vec2<i32>(${this.#slot(Number(BigInt.asIntN(32, BigInt(value))))}, ${this.#slot(Number(BigInt.asIntN(32, BigInt(value) >> 32n)))}))`;
      default: return constantText(type, value);
    }
  }

  #slot(value: number): string {
    const at = this.#data.push(value | 0) - 1;
    return `s${at >> 2}.${'xyzw'[at & 3]}`;
  }
}

export const sizesBinding = (binding: number, { length }: Int32Array): string => `@group(0) @binding(${binding}) var<uniform> sizes: array<vec4<i32>, ${length / 4}>;\n`;

/** Each vector is read once. */
export const sizesRead = ({ length }: Int32Array): string => Array.from({ length: length / 4 }, (_, i) => `  let s${i} = sizes[${i}];\n`).join('');

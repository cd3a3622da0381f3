// Numbers that come from shapes: extents, strides, offsets. Written into the text of a shader, which compilers can use,
// or read from a uniform buffer: then kernels that differ in nothing else share a shader, and none is compiled anew for
// another shape. 0, 1 and −1 are always written: they mean the same in every shape.

export class Sizes {
  readonly #isData: boolean;
  readonly #data: number[] = [];

  constructor(isData: boolean) {
    this.#isData = isData;
  }

  /** The number as WGSL text. */
  of(value: number): string {
    const whole = value | 0;
    if (!this.#isData || Math.abs(whole) <= 1) return whole < 0 ? `(${whole === -(2 ** 31) ? '-2147483647 - 1' : whole})` : String(whole);
    const at = this.#data.push(whole) - 1;
    return `s${at >> 2}.${'xyzw'[at & 3]}`;
  }

  /** What the uniform buffer holds: whole vectors of four. */
  get data(): Int32Array {
    const data = new Int32Array(Math.ceil(this.#data.length / 4) * 4);
    data.set(this.#data);
    return data;
  }
}

export const sizesBinding = (binding: number, { length }: Int32Array): string => `@group(0) @binding(${binding}) var<uniform> sizes: array<vec4<i32>, ${length / 4}>;\n`;

/** Each vector is read once. */
export const sizesRead = ({ length }: Int32Array): string => Array.from({ length: length / 4 }, (_, i) => `  let s${i} = sizes[${i}];\n`).join('');

// What a signature says besides shapes: how the code calls sizes, and which element types inputs are used as. Names that
// sizes are given and uses of inputs in; plain data out, which contracts.ts prints.

/** Functions under execution, the innermost first. */
interface Running { readonly caller?: Running | undefined }

export class Signatures {
  /** Element types that stand for the families that annotations state: `Float`, `Int`. */
  standIns: Readonly<Partial<Record<'float' | 'integer' | 'bool', string>>> = {};
  /** By the size's symbol; of several names that of the function furthest out, and of that the first. */
  readonly #called = new Map<string, { readonly name: string; readonly depth: number }>();
  /** By the input's key; empty where its uses contradict each other. */
  readonly #types = new Map<string, string>();

  nameOf(symbol: string): string | undefined {
    return this.#called.get(symbol)?.name;
  }

  call(symbol: string, name: string, active: Running | undefined): void {
    const depth = depthOf(active);
    const before = this.#called.get(symbol);
    if (!before || depth < before.depth) this.#called.set(symbol, { name, depth });
  }

  typeOf(key: string): string | undefined {
    return this.#types.get(key) || undefined;
  }

  use(key: string, dtype: string): void {
    const before = this.#types.get(key);
    this.#types.set(key, before === undefined || before === dtype ? dtype : '');
  }

  clear(): void {
    this.#called.clear();
    this.#types.clear();
  }
}

function depthOf(active: Running | undefined): number {
  let depth = 0;
  for (let one = active; one; one = one.caller) depth++;
  return depth;
}

// The few parts of JavaScript's WebAssembly interface that we use. Type libraries for Node leave them out, and the one
// for browsers would let every file use the DOM.

export interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

export interface Instance {
  readonly exports: Readonly<Record<string, (chunk?: number) => void>>;
}

interface Host {
  readonly Memory: new (limits: { initial: number; maximum?: number; shared?: boolean }) => Memory;
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object, imports: Record<string, Record<string, unknown>>) => Instance;
  validate(bytes: Uint8Array<ArrayBuffer>): boolean;
}

export const webAssembly = (globalThis as unknown as { readonly WebAssembly: Host }).WebAssembly;

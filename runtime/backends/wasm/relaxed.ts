// Whether the engine has the fused multiply-add of relaxed SIMD. Node 20 hides it behind a flag of V8, which must be
// set before anything is compiled that uses it; later versions have it, and browsers say whether they do.
import { encodeModule, FunctionCode } from './binary.ts';
import { webAssembly } from './host.ts';
import { op } from './opcodes.ts';

function probe(): boolean {
  const f = new FunctionCode();
  const v = f.local('v128');
  f.body.get(v).get(v).get(v).op(op.f32x4RelaxedMadd).op(op.drop);
  return webAssembly.validate(encodeModule({ memory: { module: 'host', name: 'memory', minimum: 1 }, functions: [f], exports: {} }));
}

/** In a variable, so that bundlers for browsers do not look for it. */
const V8 = 'node:v8';

async function find(): Promise<boolean> {
  if (probe()) return true;
  const v8 = await import(V8).catch(() => undefined) as { setFlagsFromString(flags: string): void } | undefined;
  v8?.setFlagsFromString('--experimental-wasm-relaxed-simd');
  return probe();
}

export const hasRelaxed: boolean = await find();

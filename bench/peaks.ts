// What one core does at best: multiplications and additions on vectors of 128 bits that stay in registers (in one
// instruction where the engine has it), and copies of memory.
import { encodeModule, FunctionCode } from '../runtime/backends/wasm/binary.ts';
import { webAssembly } from '../runtime/backends/wasm/host.ts';
import { op } from '../runtime/backends/wasm/opcodes.ts';

const CHAINS = 12;
const ROUNDS = 1 << 20;
const TIMES = 40;

function fastest(run: () => void): number {
  let best = Infinity;
  for (let i = 0; i < TIMES; i++) {
    const begin = performance.now();
    run();
    best = Math.min(best, performance.now() - begin);
  }
  return best / 1000;
}

/** Of the relaxed SIMD proposal; V8 up to Node 20 has it behind a flag. */
const RELAXED_MADD = 0xfd_0000 + 0x105;

/** Floating-point operations a second: independent chains of x·y + y, as many as hide the latency. */
export function multiplyAddsPerSecond(): number {
  const fused = chains(true);
  return webAssembly.validate(fused) ? measured(fused) : measured(chains(false));
}

function chains(fused: boolean): Uint8Array<ArrayBuffer> {
  const f = new FunctionCode();
  const { body } = f;
  const counter = f.local('i32');
  const factor = f.local('v128');
  const sums = Array.from({ length: CHAINS }, () => f.local('v128'));
  body.i32(ROUNDS).set(counter).open(op.loop);
  for (const sum of sums) {
    body.get(sum).get(factor);
    if (fused) body.get(factor).op(RELAXED_MADD).set(sum);
    else body.op(op.f32x4Mul).get(factor).op(op.f32x4Add).set(sum);
  }
  body.get(counter).i32(1).op(op.i32Sub).tee(counter).with(op.brIf, 0).op(op.end);
  // The results must count, or the engine drops them.
  body.i32(0);
  sums.forEach((sum, i) => { body.get(sum); if (i > 0) body.op(op.f32x4Add); });
  body.memory(op.v128Store, 2, 0);
  return encodeModule({ memory: { module: 'host', name: 'memory', minimum: 1 }, functions: [f], exports: { run: 0 } });
}

function measured(bytes: Uint8Array<ArrayBuffer>): number {
  const { exports } = new webAssembly.Instance(new webAssembly.Module(bytes), { host: { memory: new webAssembly.Memory({ initial: 1 }) } });
  return (8 * CHAINS * ROUNDS) / fastest(() => exports['run']!());
}

/** Bytes read and written a second by copying 4 MiB, the size of the tensors that are measured. */
export function copiedBytesPerSecond(): number {
  const from = new Float32Array(1 << 20).fill(1);
  const to = new Float32Array(from.length);
  return (2 * from.byteLength) / fastest(() => { to.set(from); });
}

// What is wrong on purpose must still end: the measure of the fuzzer runs all of it on every graph.
import { expect, it } from 'vitest';
import type { Expr } from '../ir/loops.ts';
import type { KernelProgram } from './kernel-program.ts';
import { PLANTED_KERNELS } from './planted-kernels.ts';

/** As integer powers are lowered: each square reads the one before it twice. Written out it has 2¹⁷ parts. */
const SQUARES = 16;

function squares(): Expr {
  let e: Expr = { kind: 'const', type: 'int32', value: 3 };
  for (let i = 0; i < SQUARES; i++) e = { kind: 'binary', type: 'int32', op: 'mul', x: e, y: e };
  return e;
}

function parts(e: Expr, seen = new Set<Expr>()): ReadonlySet<Expr> {
  if (seen.has(e)) return seen;
  seen.add(e);
  if (e.kind === 'binary') for (const part of [e.x, e.y]) parts(part, seen);
  return seen;
}

it.each(PLANTED_KERNELS)('$name leaves shared parts shared', ({ change }) => {
  const program: KernelProgram = { buffers: [], inputs: [], outputs: [], constants: [], steps: [{ kernel: { name: 'power', buffers: [], body: [{ kind: 'let', name: 'y', type: 'int32', value: squares() }] }, binding: [] }] };
  const [changed] = change(program).steps[0]!.kernel.body;
  expect(changed?.kind === 'let' && parts(changed.value).size).toBe(SQUARES + 1);
});

// The math functions that small kernels call, compiled when the first of them asks: most graphs are compiled once
// and run once, and writing out functions for them anew took a third of their code. The arithmetic is that of
// kernels which have it inside, bit for bit.
import { mathFunction } from '../../ir/expand-math.ts';
import type { Expr } from '../../ir/loops.ts';
import { BYTES } from '../../ir/dtype.ts';
import { encodeModule, FunctionCode } from './binary.ts';
import { Frame, Known } from './frame.ts';
import { webAssembly } from './host.ts';
import { Emitter, wholeRange } from './kernels.ts';
import { MATH_VERSIONS } from './math-calls.ts';
import type { MathVersion } from './math-calls.ts';
import type { Loop, VectorPlan } from './vector-plan.ts';

type Functions = Readonly<Record<string, unknown>>;
const made: Functions[] = [];

/** By the names of `MATH_VERSIONS`. */
export function mathFunctions(relaxed: boolean): Functions {
  return made[relaxed ? 1 : 0] ??= compile(relaxed);
}

function compile(relaxed: boolean): Functions {
  const exports: Record<string, number> = {};
  MATH_VERSIONS.forEach(({ name }, i) => { exports[name] = i; });
  const bytes = encodeModule({ memory: { module: 'host', name: 'memory', minimum: 0 }, functions: MATH_VERSIONS.map((version) => emit(version, relaxed)), exports });
  return new webAssembly.Instance(new webAssembly.Module(bytes), { host: { memory: new webAssembly.Memory({ initial: 0 }) } }).exports;
}

/** A loop of one turn, so that vectors of constants have a place before it. */
function emit({ function: name, type, vector, signature }: MathVersion, relaxed: boolean): FunctionCode {
  const local = (its: string): Extract<Expr, { kind: 'local' }> => ({ kind: 'local', type, name: its });
  const { body, value } = mathFunction(name, local('x'));
  const loop: Loop = {
    kind: 'for', name: 'once', extent: 1,
    body: [{ kind: 'let', name: 'x', type, value: local('given') }, ...body, { kind: 'let', name: 'y', type, value }],
  };
  const code = new FunctionCode(signature);
  const frame = new Frame({ kernel: { name, buffers: [], body: [loop] }, addresses: new Map() }, code, new Known(), relaxed);
  frame.locals.set('given', 0);
  const plan: VectorPlan = { lane: BYTES[type] as VectorPlan['lane'], repeatable: true, variable: loop.name, written: new Set(), isVaryingLocal: () => true };
  new Emitter(frame, {}).loop(loop, wholeRange(loop), vector ? plan : undefined);
  code.body.get(frame.locals.get('y')!);
  return code;
}

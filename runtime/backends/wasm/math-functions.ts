// Math functions as functions of a module: small kernels call them, since most graphs are compiled once and run once,
// and writing them out in each kernel took a third of the time. Their code is made when it is first needed and copied
// into modules from then on: to import them costs V8 more (100 µs for the first) than to read them again (2 µs).
// The arithmetic is that of kernels which have it inside, bit for bit.
import { functionOf, mathFunction } from '../../ir/expand-math.ts';
import type { MathFunction } from '../../ir/expand-math.ts';
import { BYTES } from '../../ir/dtype.ts';
import { violated } from '../../invariant.ts';
import type { Expr } from '../../ir/loops.ts';
import { FunctionCode, SIGNATURES } from './binary.ts';
import type { EncodedFunction, Signature } from './binary.ts';
import { Emitter, wholeRange } from './emitter.ts';
import { Frame, Known } from './frame.ts';
import type { MathCalls } from './frame.ts';
import type { Loop, VectorPlan } from './vector-plan.ts';

type Float = 'float32' | 'float64';

const encoded = new Map<string, EncodedFunction>();

/** For one module, to whose functions those are added that are called. */
export function mathCalls(functions: (FunctionCode | EncodedFunction)[], relaxed: boolean): MathCalls {
  return (e, vector) => {
    const name = functionOf(e);
    if (!name || !(e.type === 'float32' || e.type === 'float64')) violated(`${e.op} of ${e.type} is no function`);
    const key = `${name} ${e.type} ${vector} ${relaxed}`;
    let code = encoded.get(key);
    if (!code) encoded.set(key, code = encode(name, e.type, vector, relaxed));
    const known = functions.indexOf(code);
    return known >= 0 ? known : functions.push(code) - 1;
  };
}

/** A loop of one turn, so that vectors of constants have a place before it. */
function encode(name: MathFunction, type: Float, vector: boolean, relaxed: boolean): EncodedFunction {
  const local = (its: string): Extract<Expr, { kind: 'local' }> => ({ kind: 'local', type, name: its });
  const { body, value } = mathFunction(name, local('x'));
  const loop: Loop = {
    kind: 'for', name: 'once', extent: 1,
    body: [{ kind: 'let', name: 'x', type, value: local('given') }, ...body, { kind: 'let', name: 'y', type, value }],
  };
  const code = new FunctionCode(signatureOf(type, vector));
  const frame = new Frame({ kernel: { name, buffers: [], body: [loop] }, addresses: [] }, code, new Known(), relaxed);
  frame.locals.set('given', 0);
  const plan: VectorPlan = { lane: BYTES[type] as VectorPlan['lane'], repeatable: true, variable: loop.name, written: new Set(), isVaryingLocal: () => true };
  new Emitter(frame, {}).loop(loop, wholeRange(loop), vector ? plan : undefined);
  code.body.get(frame.locals.get('y')!);
  return { signature: code.signature, bytes: code.encode().finish() };
}

function signatureOf(type: Float, vector: boolean): Signature {
  if (vector) return SIGNATURES.v128;
  return type === 'float32' ? SIGNATURES.f32 : SIGNATURES.f64;
}

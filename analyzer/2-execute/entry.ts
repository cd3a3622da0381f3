// What nobody calls. Functions and modules of the checked file that the program itself never entered are entered with
// inputs that nothing is known of, each on a state of its own that is undone afterwards.

import type * as ir from '../program.ts';
import { attempt } from './control.ts';
import type { Machine } from './machine.ts';
import { unknownTensor } from './operators.ts';
import { lookInClass } from './classes.ts';
import { changesIn, forget } from './typescript/changes.ts';
import type { Args, ClassValue, FunctionValue, ModuleValue, Value } from './values.ts';
import { int } from './values.ts';

export function enterUncalled(m: Machine, program: ir.Program, module: ModuleValue): void {
  for (const statement of program.body) {
    const declared = statement.kind === 'export' && statement.declaration ? statement.declaration : statement;
    if (declared.kind !== 'function' && declared.kind !== 'class') continue;
    const value = module.cells.map.get(declared.name);
    if (declared.kind === 'function' && value?.kind === 'function' && !m.entered.has(value.code)) apart(m, () => {
      if (m.language === 'typescript') forget(m, value.env, changesIn(program.body, false));
      return enter(m, value, undefined);
    });
    if (declared.kind === 'class' && value?.kind === 'class') apart(m, () => enterClass(m, value, declared.span));
  }
}

/** On a state that is thrown away. */
export function apart(m: Machine, run: () => void): void {
  const { depth } = m.store;
  const { facts, path, frames, userSpan, userStack } = m;
  m.store.open();
  Object.assign(m, { frames: [], userSpan: undefined, userStack: [] });
  try {
    attempt(m, run);
  } finally {
    m.store.rollback(depth);
    Object.assign(m, { facts, path, frames, userSpan, userStack });
  }
}

function enter(m: Machine, f: FunctionValue, self: Value | undefined, tensors = false): Value {
  return m.parts.call(self ? { kind: 'method', self, func: f } : f, inputsFor(m, f, self !== undefined, tensors), f.code.span);
}

/** Defaults stand for themselves; an `int` is some positive integer; the rest is unknown. */
function inputsFor(m: Machine, f: FunctionValue, bound: boolean, tensors: boolean): Args {
  const positional: Value[] = [];
  const named = new Map<string, Value>();
  const params = f.code.params.slice(bound && m.language === 'python' ? 1 : 0);
  for (const param of params) {
    if (param.how === 'rest' || param.how === 'keywords' || param.default) break;
    const value = inputFor(m, param, tensors);
    if (param.how === 'keyword') named.set(param.name, value);
    else positional.push(value);
  }
  return { positional, named };
}

function inputFor(m: Machine, param: ir.Param, tensors: boolean): Value {
  const annotation = param.annotation?.kind === 'name' ? param.annotation.name : param.annotation?.kind === 'attribute' ? param.annotation.name : undefined;
  if (annotation === 'int') return int(m.fresh(param.name, 1));
  if (annotation === 'float') return { kind: 'float' };
  if (annotation === 'str') return { kind: 'string' };
  const rank = m.language === 'typescript' ? /^Tensor([1-6])D$/.exec(annotation ?? '')?.[1] : undefined;
  if (rank) return { kind: 'tensor', dtype: undefined, shape: Array.from({ length: Number(rank) }, () => m.fresh(param.name)), origin: param.span };
  if (annotation === 'Tensor' || (tensors && !annotation)) return unknownTensor(m, `the argument ${param.name}`);
  return m.unknown(`the argument ${param.name}`, param.span);
}

/** A module that nobody makes or whose forward nobody runs. */
function enterClass(m: Machine, type: ClassValue, at: ir.Span): void {
  const forward = lookInClass(type, 'forward');
  if (!type.mro.some((base) => base.name === 'Module') || forward?.kind !== 'function' || !forward.env.module.isUser) return;
  if (m.entered.has(forward.code)) return;
  const init = lookInClass(type, '__init__');
  const args: Args = init?.kind === 'function' && init.env.module.isUser ? inputsFor(m, init, true, false) : { positional: [], named: new Map() };
  const instance = m.parts.call(type, args, at);
  if (instance.kind === 'instance') enter(m, forward, instance, true);
}

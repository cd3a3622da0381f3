// What nobody calls. Functions and modules of the checked file that the program itself never entered are entered with
// inputs that nothing is known of, each on a state of its own that is undone afterwards.

import type * as ir from '../program.ts';
import { attempt } from './control.ts';
import type { Machine, Obligation, TensorNote, UnknownNote } from './machine.ts';
import { LOOP_STEPS } from './limits.ts';
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

function enter(m: Machine, f: FunctionValue, self: Value | undefined, tensors = false, rank?: number): Value {
  return m.parts.call(self ? { kind: 'method', self, func: f } : f, inputsFor(m, f, self !== undefined, tensors, rank), f.code.span);
}

/** Defaults stand for themselves; an `int` is some positive integer; the rest is unknown. */
function inputsFor(m: Machine, f: FunctionValue, bound: boolean, tensors: boolean, rank?: number): Args {
  const positional: Value[] = [];
  const named = new Map<string, Value>();
  const params = f.code.params.slice(bound && m.language === 'python' ? 1 : 0);
  for (const param of params) {
    if (param.how === 'rest' || param.how === 'keywords' || param.default) {
      if (m.language === 'python') continue;
      break;
    }
    const value = inputFor(m, param, tensors, rank);
    if (param.how === 'keyword') named.set(param.name, value);
    else positional.push(value);
  }
  const open = params.some(({ how }) => how === 'rest' || how === 'keywords');
  return open ? { positional, named, rest: m.unknown(`the arguments of ${f.name}`, f.code.span) } : { positional, named };
}

function inputFor(m: Machine, param: ir.Param, tensors: boolean, rank?: number): Value {
  const annotation = param.annotation?.kind === 'name' ? param.annotation.name : param.annotation?.kind === 'attribute' ? param.annotation.name : undefined;
  if (annotation === 'int') return int(m.fresh(param.name, 1));
  if (annotation === 'float') return { kind: 'float' };
  if (annotation === 'str') return { kind: 'string' };
  const stated = m.language === 'typescript' ? /^Tensor([1-6])D$/.exec(annotation ?? '')?.[1] : undefined;
  const asked = annotation === 'Tensor' || (tensors && !annotation);
  const axes = stated ? Number(stated) : asked && !/mask/.test(param.name) ? rank : undefined;
  if (axes !== undefined) return { kind: 'tensor', dtype: undefined, shape: Array.from({ length: axes }, () => m.fresh(param.name)), origin: param.span };
  if (asked) return unknownTensor(m, `the argument ${param.name}`);
  if (m.language === 'python' && !annotation && COUNTS.test(param.name) && !PAIRS.test(param.name)) return int(m.fresh(param.name, 1));
  return m.unknown(`the argument ${param.name}`, param.span);
}

/** Names that modules give to numbers of things, but not those that may be a pair. */
const COUNTS = /^(dim|depth|heads|channels|planes|nhead|nhid|ninp|ntoken|nlayers|dims?_\w+|in_\w*(channels|features|planes|dim)|\w+_(dim|dims|size|channels|features|planes|heads|layers|classes|len|length))$|^(n|num)_\w+$/;
const PAIRS = /(image|patch|kernel|img|input|crop|window|frame)_size$/;


/** A module that nobody makes or whose forward nobody runs. */
function enterClass(m: Machine, type: ClassValue, at: ir.Span): void {
  const forward = lookInClass(type, 'forward');
  if (!type.mro.some((base) => base.name === 'Module') || forward?.kind !== 'function' || !forward.env.module.isUser) return;
  if (m.entered.has(forward.code)) return;
  const init = lookInClass(type, '__init__');
  const args: Args = init?.kind === 'function' && init.env.module.isUser ? inputsFor(m, init, true, false) : { positional: [], named: new Map() };
  const instance = m.parts.call(type, args, at);
  if (instance.kind === 'instance') enterByRank(m, forward, instance);
}

/** Ranks that inputs are tried with, the most common first; last, none. */
const RANKS = [3, 4, 2, undefined] as const;

/**
 * Nobody says what comes in: the first rank under which nothing can go wrong and everything is known, else the one that
 * leaves the least unknown. A rank under which something fails is not what the module is for.
 */
function enterByRank(m: Machine, forward: FunctionValue, instance: Value): void {
  const before = noted(m);
  let best: Noted | undefined;
  try {
    for (const rank of RANKS) {
      restore(m, before);
      const start = m.steps;
      apart(m, () => enter(m, forward, instance, true, rank));
      // What is open under a rank of our own choosing is the rank's, not the program's.
      if (rank !== undefined) m.obligations.splice(before.obligations.length, Infinity, ...m.obligations.slice(before.obligations.length).filter(({ verdict, under }) => verdict === 'no' || under));
      const now = noted(m);
      const fails = rank !== undefined && now.obligations.slice(before.obligations.length).some(({ severity, verdict, under }) => severity === 'error' && (verdict === 'no' || under));
      if (!fails && (!best || unknownOf(now) < unknownOf(best))) best = now;
      if (best && (unknownOf(best) === unknownOf(before) || m.steps - start > LOOP_STEPS)) break;
    }
  } finally {
    // Also where a limit ends all: what a rank that was only tried has said does not count.
    restore(m, best ?? before);
  }
}

interface Noted { readonly obligations: readonly Obligation[]; readonly tensors: ReadonlyMap<string, TensorNote>; readonly unknowns: ReadonlyMap<string, UnknownNote> }

const noted = (m: Machine): Noted => ({ obligations: [...m.obligations], tensors: new Map(m.tensors), unknowns: new Map(m.unknowns) });
const unknownOf = ({ tensors }: Noted): number => [...tensors.values()].filter(({ status }) => status === 'unknown').length;

function restore(m: Machine, to: Noted): void {
  m.obligations.splice(0, m.obligations.length, ...to.obligations);
  for (const [own, kept] of [[m.tensors, to.tensors], [m.unknowns, to.unknowns]] as [Map<string, unknown>, ReadonlyMap<string, unknown>][]) {
    own.clear();
    for (const [key, value] of kept) own.set(key, value);
  }
}

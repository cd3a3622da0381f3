// Program IR in; claims on paths, what was not understood, and how many tensors are known out. Nothing is solved or
// explained here. Parts of the executor meet in this file: each knows the machine, none knows another's file.

import { codeOf } from '../1-read/meaning.ts';
import type { Language, Program } from '../program.ts';
import { fork, inFrame } from './control.ts';
import { call } from './calls.ts';
import { findAttribute, getAttribute, makeClass, setAttribute } from './classes.ts';
import { enterUncalled } from './entry.ts';
import { evaluate } from './expressions.ts';
import { getItem, iterate, setItem } from './items.ts';
import type { KeptEntries } from './kept.ts';
import { keepEntries } from './kept.ts';
import type { Entry } from './notes.ts';
import { MAX_EXECUTIONS, STEPS_FOR_UNKNOWN } from './limits.ts';
import type { Entered } from './machine.ts';
import { Machine, OUT_OF_STEPS } from './machine.ts';
import type { Sources } from './modules.ts';
import { importModule, importName, load, newModule } from './modules.ts';
import { binary, compareAny, unary } from './operate.ts';
import { PYTHON_BUILTINS, PYTHON_CONSTANTS, exceptionNamed } from './python/builtins.ts';
import { teaches } from './roots.ts';
import { newEnv } from './scope.ts';
import { runBlock, runBody } from './statements.ts';
import { truth } from './truth.ts';
import { plugTypeScript } from './typescript/semantics.ts';
import type { ModuleValue, Value } from './values.ts';
import { AFTER_MISTAKE, NONE, string } from './values.ts';
import type { KeptWholes } from './wholes.ts';

export interface Execution {
  /** What the program itself has noted, and what each thing that it does not call has when it was entered. */
  readonly parts: readonly Entry[];
}

/** Executes programs of one language one after the other; the libraries that they use are loaded once. */
export interface Executor {
  /** `entered`: what programs executed before have run of this one; what this one runs is added. */
  execute(program: Program, entered?: Entered): Execution;
}

/** What was found in programs and in what they do not call, for when a program comes again with something changed. */
export interface Kept { readonly wholes: KeptWholes; readonly entries: KeptEntries }

export function makeExecutor(language: Language, sources: Sources, kept?: Kept): Executor {
  const m = new Machine(language);
  let user = sources.user;
  const now: Sources = { library: sources.library, user: (...args) => user(...args) };
  plug(m, now);
  if (language === 'typescript') plugTypeScript(m);
  return {
    execute(program, entered = new Map()) {
      if (!kept || entered.size > 0) return execute(m, now, program, entered, keepEntries(0));
      const parts = kept.wholes.get(program, sources.user, (find) => {
        user = find;
        return { ...execute(m, now, program, entered, kept.entries), programs: m.programs };
      });
      return { parts };
    },
  };
}

function execute(m: Machine, sources: Sources, program: Program, entered: Entered, kept: KeptEntries): Execution {
  let [module, before, steps] = [run(m, sources, program, entered, new Map()), new Map() as Machine['demands'], 0];
  // What comes in from outside is, the next time, what it was used as; a program that is too long to follow would be so again.
  for (let round = 1; module && round < MAX_EXECUTIONS && teaches(m.demands, before) && m.steps <= STEPS_FOR_UNKNOWN * unknownTensors(m); round++) {
    before = new Map(m.demands);
    steps += m.steps;
    module = run(m, sources, program, entered, before);
  }
  const own: Entry = { notes: m.notes, entered, claimsProved: m.claimsProved, steps: steps + m.steps, judgement: {} };
  const entries = followed(m, () => module && enterUncalled(m, program, module, kept.after(m, sources.user)));
  return { parts: [own, ...entries ?? []] };
}

function run(m: Machine, sources: Sources, program: Program, entered: Entered, demands: Machine['demands']): ModuleValue | undefined {
  m.renew(entered);
  for (const [key, found] of demands) m.demands.set(key, found);
  m.programs.set(program.file, program);
  for (const problem of program.problems) m.unknown(problem.reason, problem.span);
  return followed(m, () => {
    preload(m, sources, program);
    const module = newModule(m, '__main__', program.file, true);
    m.modules.set(program.file, module);
    const env = newEnv(m, 'module', module, undefined);
    m.store.write(module.cells, '__name__', string('__main__'));
    m.store.write(module.cells, '__file__', string());
    inFrame(m, 'function', () => {
      m.parts.run(program.body, env);
      return NONE;
    });
    return module;
  });
}

/** What a mistake leaves unknown, nothing that is learnt makes known. */
const unknownTensors = (m: Machine): number => [...m.notes.tensors.values()].filter(({ status, reason }) => status === 'unknown' && reason !== AFTER_MISTAKE).length;

/** Undefined where that takes too many steps. */
function followed<T>(m: Machine, act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    if (error !== OUT_OF_STEPS) throw error;
    m.unknown('the program takes more steps than are followed', undefined);
    return undefined;
  }
}

/** Tensors need their class even where a program never names it. */
function preload(m: Machine, sources: Sources, program: Program): void {
  const [mark, name] = program.language === 'python' ? [/\btorch\b/, 'torch'] : [/tensorflow/, 'tfjs/tensor'];
  const model = mark.test(codeOf(program)) ? sources.library(name) : undefined;
  if (model) load(m, model, name, name, false);
}

function plug(m: Machine, sources: Sources): void {
  const builtins = new Map<string, Value | undefined>();
  m.parts = {
    evaluate: (e, env) => evaluate(m, e, env),
    run: (block, env) => runBlock(m, block, env),
    runBody: (block, env) => runBody(m, block, env),
    call: (callee, args, at) => call(m, callee, args, at),
    getAttribute: (object, name, at) => getAttribute(m, object, name, at),
    findAttribute: (object, name, at) => findAttribute(m, object, name, at),
    setAttribute: (object, name, value, at) => setAttribute(m, object, name, value, at),
    getItem: (object, index, at) => getItem(m, object, index, at),
    setItem: (object, index, value, at) => setItem(m, object, index, value, at),
    binary: (operator, left, right, at) => binary(m, operator, left, right, at),
    unary: (operator, operand, at) => unary(m, operator, operand, at),
    compare: (operator, left, right, at) => compareAny(m, operator, left, right, at),
    truth: (value, at) => truth(m, value, at),
    iterate: (value, at) => iterate(m, value, at),
    importModule: (name, level, from, at) => importModule(m, sources, name, level, from, at),
    importName: (module, moduleName, name, level, from, at) => importName(m, sources, module, moduleName, name, level, from, at),
    makeClass: (name, bases, named, body, env, at) => makeClass(m, name, bases, named, body, env, at),
    fork: (claim, at, yes, no) => fork(m, claim, at, yes, no),
    builtin(name) {
      if (!builtins.has(name)) builtins.set(name, builtinNamed(m, name));
      return builtins.get(name);
    },
  };
}

function builtinNamed(m: Machine, name: string): Value | undefined {
  if (m.language !== 'python') return undefined;
  const run = Object.hasOwn(PYTHON_BUILTINS, name) ? PYTHON_BUILTINS[name] : undefined;
  if (run) return { kind: 'builtin', name, run: (args, at) => run(m, args, at) };
  return (Object.hasOwn(PYTHON_CONSTANTS, name) ? PYTHON_CONSTANTS[name] : undefined) ?? exceptionNamed(name);
}


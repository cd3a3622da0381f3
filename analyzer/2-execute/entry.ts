// What nobody calls. Functions and modules of the checked file that no program under check entered are entered with
// inputs that nothing is known of, each on a state of its own that is undone afterwards. They are entered again while
// that teaches what the inputs are used as (inputs.ts): what is said then is said under that contract.

import type * as ir from '../program.ts';
import { commentedShape, statedShape } from '../1-read/stated-shape.ts';
import { countInput, isNoTensor, namesFor, optionsOf, statedInput } from './annotations.ts';
import { apart } from './apart.ts';
import type { EntriesOf, Run } from './kept.ts';
import type { Entry } from './notes.ts';
import type { Machine, Notes, Sight } from './machine.ts';
import { placeKey } from './machine.ts';
import { OTHER_BOUNDS } from './ends.ts';
import type { Remembered } from './remembered-calls.ts';
import type { Given } from './learning.ts';
import { commentOf, isOptional, untilLearnt } from './learning.ts';
import { GIVEN, MADE, SOME, demand, inputOf } from './inputs.ts';
import { lookInClass } from './classes.ts';
import { contractOf } from './contracts.ts';
import { convert } from './devices.ts';
import { outermostFirst } from './references.ts';
import { lookup } from './scope.ts';
import type { Unrun } from './unrun.ts';
import { unrunModule, unrunModules } from './unrun.ts';
import { Vague } from './vague.ts';
import { changesIn, forget, textOf } from './typescript/changes.ts';
import type { Args, ClassValue, Env, FunctionValue, ModuleValue, Value } from './values.ts';
import { NONE, int } from './values.ts';

export function enterUncalled(m: Machine, program: ir.Program, module: ModuleValue, kept: EntriesOf): readonly Entry[] {
  const entries: Entry[] = [];
  const vague = new Vague(program.file);
  // What any function may change is forgotten before one is entered.
  const changes = m.language === 'typescript' ? textOf(changesIn(program.body, false)) : '';
  for (const declared of outermostFirst(program)) {
    const value = module.cells.map.get(declared.name);
    const unrun = unrunModules(m, module);
    const enter = (run: (() => Notes) | undefined, method = '', part: Parameters<EntriesOf['entry']>[3] = () => changes): void => {
      if (!run) return;
      const entry = kept.entry(program.file, declared.name, method, part, (sight, before) => runEntry(m, sight, before, run));
      const { done, instead } = m.language === 'python' ? vague.settle(entry) : { done: entry.entered, instead: [] };
      for (const [place, span] of done) m.entered.set(place, span);
      entries.push(instead.length > 0 ? { ...entry, instead } : entry);
    };
    if (declared.kind === 'function' && value?.kind === 'function') {
      const makes: Parameters<EntriesOf['entry']>[3] = (holds) => [changes, ...[...unrun.values()].filter((name) => holds(module.cells.map.get(name)))].join(' ');
      enter(functionEntry(m, value, program, unrun), '', makes);
    }
    if (declared.kind !== 'class' || value?.kind !== 'class' || !isEntered(m, value)) continue;
    for (const name of ['forward', '__call__', ...methodsOf(value)]) enter(methodEntry(m, value, name, declared.span), name);
  }
  return entries;
}

/** Nothing that runs before or after changes what is found. */
function runEntry(m: Machine, sight: Sight | undefined, before: Remembered | undefined, run: () => Notes): Run {
  const { entered, claimsProved, steps } = m;
  let found: Run | undefined;
  try {
    m.byItself(sight, before, () => {
      Object.assign(m, { claimsProved: 0, entered: new Map(), bodies: new Set() });
      try {
        const notes = run();
        const entry = { notes, entered: m.entered, claimsProved: m.claimsProved, steps: m.steps - steps, judgement: {} };
        found = { entry, asked: m.asked, bodies: m.bodies, remembered: m.remembered };
      } finally {
        Object.assign(m, { entered, claimsProved });
      }
    });
  } catch (error) {
    if (error !== OTHER_BOUNDS || !before) throw error;
    m.steps = steps;
    return runEntry(m, sight, undefined, run);
  }
  return found!;
}

/** A module that is made and given back is run, where nobody else runs all of it: `def resnet50(**options): return ResNet(…)`. */
function functionEntry(m: Machine, f: FunctionValue, program: ir.Program, unrun: Unrun): (() => Notes) | undefined {
  if (m.entered.has(placeKey(f.code.span))) return undefined;
  if (m.language !== 'typescript') {
    return () => untilLearnt(m, f, (given) => {
      const made = unrunModule(call(m, f, undefined, GIVEN, false, given), unrun);
      if (!made) return;
      moved(m, made.module);
      call(m, made.forward, made.module, RUN, true);
    });
  }
  return () => m.collect(() => apart(m, () => {
    forget(m, f.env, changesIn(program.body, false));
    call(m, f, undefined, GIVEN, false);
  }));
}

/** Who makes a module moves it: where it is then, nobody knows here. */
const moved = (m: Machine, module: Value): void => convert(m, module, m.anonymous('where a module is'), NONE);

/** What the module is run with that a function makes, apart from what the function is given. */
const RUN = `${GIVEN}run `;

function call(m: Machine, f: FunctionValue, self: Value | undefined, scope: string, tensors: boolean, given: Given = {}): Value {
  const args = inputsFor(m, f, self, scope, tensors, given);
  const result = m.parts.call(self ? { kind: 'method', self, func: f } : f, args, f.code.span);
  const contract = contractOf(m, f, self, args, result);
  if (contract) m.notes.contracts.set(placeKey(contract.span), contract);
  return result;
}

/** Defaults stand for themselves, unless they are `given`; the rest is what it is used as, so far as that is known. */
function inputsFor(m: Machine, f: FunctionValue, self: Value | undefined, scope: string, tensors: boolean, given: Given = {}): Args {
  const positional: Value[] = [];
  const named = new Map<string, Value>();
  const params = f.code.params.slice(self && m.language === 'python' ? 1 : 0);
  const names = namesFor(self);
  for (const param of params) {
    if (isPlaceholder(param.default) && m.language === 'python') {
      named.set(param.name, inputFor(m, param, f.env, scope, false));
      continue;
    }
    if (given.optional && isOptional(param)) {
      const [annotation, ...others] = param.annotation ? optionsOf(param.annotation) : [];
      const only = others.length === 0 && annotation ? { ...param, annotation } : param;
      const stated = statedShape(only.annotation);
      named.set(param.name, stated ? statedInput(m, stated, param.name, param.span, names) : inputFor(m, only, f.env, SOME, false));
      continue;
    }
    if (param.how === 'rest' || param.how === 'keywords' || param.default) {
      if (m.language === 'python') continue;
      break;
    }
    const comment = m.disbelieved.has(param.name) ? null : commentOf(m, param);
    const stated = statedShape(param.annotation) ?? (comment && commentedShape(comment));
    const count = countInput(m, param.annotation, names);
    const value = count ? int(count) : stated ? statedInput(m, stated, param.name, param.span, names) : inputFor(m, param, f.env, scope, tensors);
    if (param.how === 'keyword') named.set(param.name, value);
    else positional.push(value);
  }
  const open = !given.bare && params.some(({ how }) => how === 'rest' || how === 'keywords');
  return open ? { positional, named, rest: m.unknown(`the arguments of ${f.name}`, f.code.span) } : { positional, named };
}

/** Nothing in a sequence says that one is given: `anchors=()`. */
const isPlaceholder = (e: ir.Expression | undefined): boolean => (e?.kind === 'tuple' || e?.kind === 'list') && e.elements.length === 0;

/** A class of options that all have defaults: what is made without any of them stands for what is given. */
function isOptions(type: ClassValue): boolean {
  const init = type.cells.map.get('__init__');
  if (init?.kind === 'function' && type.mro.length <= 2) return init.code.params.slice(1).every((param) => param.default || param.how === 'rest' || param.how === 'keywords');
  const names = type.cells.map.get('__annotations__');
  return names?.kind === 'tuple' && names.items.length > 0 && names.items.every((name) => name.kind === 'string' && type.cells.map.has(name.value ?? ''));
}

/** The one class of options of a file, where a parameter is called so. */
function configOf({ name }: ir.Param, env: Env): ClassValue | undefined {
  if (name !== 'config' && name !== 'cfg') return undefined;
  const types = [...env.module.cells.map.values()].filter((type): type is ClassValue => type.kind === 'class' && type.module === env.module && type.name.endsWith('Config'));
  return types.length === 1 ? types[0] : undefined;
}

/** What a default leaves to be said is not known: nothing, or a number that no size can be. */
function optionsInput(m: Machine, type: ClassValue, unknown: Value & { kind: 'unknown' }, at: ir.Span): Value {
  const made = m.parts.call(type, { positional: [], named: new Map() }, at);
  if (made.kind !== 'instance') return made;
  for (const [name, value] of [...made.cells.map]) {
    const isLeft = value.kind === 'none' || (value.kind === 'int' && value.dim.known !== undefined && value.dim.known < 0);
    const key = `${unknown.key}.${name}`;
    if (isLeft) m.store.write(made.cells, name, inputOf(m, key) ?? { ...unknown, key });
  }
  return made;
}

function inputFor(m: Machine, param: ir.Param, env: Env, scope: string, tensors: boolean): Value {
  const annotation = param.annotation?.kind === 'name' ? param.annotation.name : param.annotation?.kind === 'attribute' ? param.annotation.name : undefined;
  const unknown: Value = { ...m.unknown(`the argument ${param.name}`, param.span), span: param.span, key: `${scope}${param.name}` };
  const type = m.language !== 'python' ? undefined : param.annotation?.kind === 'name' ? lookup(m, env, param.annotation.name) : param.annotation ? undefined : configOf(param, env);
  if (type?.kind === 'class' && type.module?.isUser && isOptions(type)) return optionsInput(m, type, unknown, param.span);
  const stated = m.language === 'typescript' ? /^Tensor([1-6])D$/.exec(annotation ?? '')?.[1] : undefined;
  if (stated) return { kind: 'tensor', dtype: undefined, shape: Array.from({ length: Number(stated) }, () => m.fresh(param.name)), origin: param.span };
  if (annotation === 'int') demand(m, unknown, 'integer');
  else if (annotation === 'float') demand(m, unknown, 'number');
  else if (annotation === 'str') demand(m, unknown, 'text');
  else if (annotation === 'Tensor' || (tensors && !(param.annotation && isNoTensor(param.annotation)))) demand(m, unknown, 'tensor');
  else if (m.language === 'python' && !annotation && scope === MADE && COUNTS.test(param.name) && !PAIRS.test(param.name)) demand(m, unknown, 'integer');
  const outer = m.userSpan;
  m.userSpan = param.span;
  const value = inputOf(m, `${scope}${param.name}`) ?? (annotation === 'int' ? int(m.fresh(param.name, 1)) : unknown);
  m.userSpan = outer;
  return value;
}

/** Names that modules give to numbers of things, but not those that may be a pair. */
const COUNTS = /^(dim|depth|heads|channels|planes|nhead|nhid|ninp|ntoken|nlayers|dims?_\w+|in_\w*(channels|features|planes|dim)|\w+_(dim|dims|size|channels|features|planes|heads|layers|classes|len|length))$|^(n|num)_\w+$/;
const PAIRS = /(image|patch|kernel|img|input|crop|window|frame)_size$/;

/** Modules; of Python also other classes with a base that we know, but not those that language and libraries call in ways of their own. */
function isEntered(m: Machine, { mro, open }: ClassValue): boolean {
  if (mro.some(({ name }) => name === 'Module')) return true;
  return m.language === 'python' && !open && mro.every(({ module, name }) => module?.isUser === true || name === 'object' || name === 'Dataset' || name === 'Generic' || name === 'TestCase');
}

/** In Python, what a class of the program defines beside `forward` and what the language calls. */
function methodsOf(type: ClassValue): readonly string[] {
  return [...type.cells.map].flatMap(([name, value]) => (value.kind === 'function' && name !== 'forward' && !name.startsWith('__') ? [name] : []));
}

/** What is called before each test: by unittest, by pytest. */
const SETS_UP = ['setUp', 'setup_method'];

/** A module that nobody makes, or a method of it that nobody runs. */
function methodEntry(m: Machine, type: ClassValue, name: string, at: ir.Span): (() => Notes) | undefined {
  const method = lookInClass(type, name);
  if (method?.kind !== 'function' || !method.env.module.isUser || m.entered.has(placeKey(method.code.span))) return undefined;
  const init = lookInClass(type, '__init__');
  return () => untilLearnt(m, method, (given) => {
    const args: Args = init?.kind === 'function' && init.env.module.isUser ? inputsFor(m, init, type, MADE, false) : { positional: [], named: new Map() };
    const instance = m.parts.call(type, args, at);
    if (instance.kind !== 'instance') return;
    moved(m, instance);
    const ready = SETS_UP.map((each) => lookInClass(type, each)).find((each) => each?.kind === 'function' && each.env.module.isUser);
    if (ready?.kind === 'function' && ready !== method && name.startsWith('test')) m.parts.call({ kind: 'method', self: instance, func: ready }, inputsFor(m, ready, instance, MADE, false), at);
    call(m, method, instance, GIVEN, name === 'forward', given);
  });
}

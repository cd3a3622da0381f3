// Calls. What is called and its arguments in, the value out. Binding follows Python's rules (JavaScript's are a
// special case: too few arguments are undefined, too many are dropped); each function body runs in a frame.

import type * as ir from '../program.ts';
import { checkAnnotations, returned } from './annotations.ts';
import { checkKinds } from './argument-kinds.ts';
import { attempt, inFrame } from './control.ts';
import { distribute, settled } from './distribute.ts';
import { echoed } from './echoes.ts';
import { giveAway } from './given-away.ts';
import { withPast } from './gradients.ts';
import { callUse, inputOf } from './inputs.ts';
import { MAX_CALL_DEPTH, MAX_RECURSION, MAX_VAGUE_RECURSION } from './limits.ts';
import type { Active, Machine } from './machine.ts';
import { ENDED, placeKey } from './machine.ts';
import { missingArgument, notCallable, surplusArguments } from './mistakes.ts';
import { newList } from './numbers.ts';
import { followed, openList } from './open-sequences.ts';
import { neverCalled } from './refusals.ts';
import { remembered } from './remembered.ts';
import { isRoot } from './roots.ts';
import { newEnv } from './scope.ts';
import { lit } from './sizes.ts';
import { bind, declare } from './targets.ts';
import { callSuper, constructInstance } from './typescript/classes.ts';
import type { Args, ClassValue, FunctionValue, InstanceValue, UnknownValue, Value } from './values.ts';
import { NONE, UNDEFINED, int, string, tuple } from './values.ts';

export function call(m: Machine, callee: Value, args: Args, at: ir.Span): Value {
  switch (callee.kind) {
    case 'builtin': return callBuiltin(m, callee, args, at);
    case 'function': return callFunction(m, callee, args, at, undefined);
    case 'method': return callMethod(m, callee, args, at);
    case 'class': return construct(m, callee, args, at);
    case 'instance': return callInstance(m, callee, args, at);
    case 'alternatives': return distribute(m, callee, at, (option) => call(m, option, args, at));
    case 'static': case 'class-method': return call(m, callee.func, args, at);
    case 'super': return callSuper(m, callee, args, at);
    case 'unknown': return resultOf(m, callee, args, at);
    case 'dtype': return args.positional[0] ?? NONE;
    case 'tensor': case 'tuple': return notCallable(m, callee) ?? m.unknown(`a call of ${callee.kind}`, at);
    default: return neverCalled(m, callee) ?? m.unknown(`a call of ${callee.kind}`, at);
  }
}

/**
 * What something not understood returns; of an input, what that has been used as. What a root is called with in one place
 * may be another thing than in the next, and so may be what it returns.
 */
function resultOf(m: Machine, callee: UnknownValue, { positional, named }: Args, at: ir.Span): Value {
  for (const given of positional) giveAway(m, given);
  for (const given of named.values()) giveAway(m, given);
  callUse(m, callee);
  const key = `${callee.key}(${isRoot(callee.key) ? at.start : ''}#${m.fresh('call').toString()})`;
  return inputOf(m, key) ?? { ...callee, key };
}

/** Functions of ours look at their arguments: each alternative is tried on its own. */
function callBuiltin(m: Machine, callee: Value & { kind: 'builtin' }, args: Args, at: ir.Span): Value {
  if (!args.positional.some(({ kind }) => kind === 'alternatives') || callee.name.startsWith('~')) return callee.run(args, at);
  const position = args.positional.findIndex((value) => settled(m, value).kind === 'alternatives');
  if (position < 0) return callee.run({ ...args, positional: args.positional.map((value) => settled(m, value)) }, at);
  return distribute(m, args.positional[position] as Value, at, (option) =>
    callBuiltin(m, callee, { ...args, positional: args.positional.map((value, i) => (i === position ? option : value)) }, at));
}

function callMethod(m: Machine, callee: Value & { kind: 'method' }, args: Args, at: ir.Span): Value {
  const { func, self } = callee;
  if (self.kind === 'alternatives') return distribute(m, self, at, (option) => callMethod(m, { ...callee, self: option }, args, at));
  if (func.kind === 'function') return callFunction(m, func, m.language === 'python' ? behind(self, args) : args, at, self);
  return call(m, func, behind(self, args), at);
}

/** Arguments with one more before them. */
function behind(self: Value, args: Args): Args {
  const positional = [self, ...args.positional];
  return args.open || args.rest || args.more || args.mixed ? { ...args, positional } : { positional, named: args.named };
}

function callInstance(m: Machine, callee: InstanceValue, args: Args, at: ir.Span): Value {
  const method = m.parts.findAttribute(callee, m.language === 'python' ? '__call__' : 'apply', at);
  return method && method.kind !== 'unknown' ? call(m, method, args, at) : m.unknown(`a call of ${callee.class.name}`, at);
}

export function callFunction(m: Machine, f: FunctionValue, args: Args, at: ir.Span, self: Value | undefined): Value {
  if (m.depth >= MAX_CALL_DEPTH) return m.unknown('calls nested too deeply', at);
  const { code } = f;
  const inside = timesIn(m.active, code);
  if (inside >= MAX_RECURSION || (inside >= MAX_VAGUE_RECURSION && f.env.module.isUser && m.path.some((decision) => decision.opaque))) return m.unknown('calls nested too deeply', at);
  if (!f.env.module.isUser) {
    if (m.language !== 'python') return runFunction(m, f, args, at, self);
    const start = m.walks.next;
    const isOutermost = !m.active?.code.span.file.startsWith('library:');
    const result = echoed(args, remembered(m, f, args, () => runFunction(m, f, args, at, self)));
    return isOutermost ? withPast(m, f, args, start, result) : result;
  }
  m.traces++;
  m.entered.set(placeKey(code.span), code.span);
  m.bodies.add(code);
  return runFunction(m, f, args, at, self);
}

function runFunction(m: Machine, f: FunctionValue, args: Args, at: ir.Span, self: Value | undefined): Value {
  const { code } = f;
  const receiver = f.receiver ?? self ?? (m.language === 'python' ? args.positional[0] : undefined);
  const yields = code.isGenerator ? m.store.cells([['items', tuple([])]]) : undefined;
  const env = newEnv(m, 'function', f.env.module, f.env, { owner: f.owner, self: receiver, yields });
  if (m.language === 'typescript' && receiver && !code.isArrow) m.store.write(env.cells, 'this', receiver);
  const { depth, frame, facts, path, userSpan, userStack, muted, active, gradients } = m;
  let out: Value | undefined;
  try {
    out = inFrame(m, 'function', () => {
      m.depth++;
      m.active = { code, caller: active };
      if (f.paused && m.gradients === 'on') m.gradients = 'paused';
      bindParams(m, f, args, env);
      return m.parts.runBody(code.body, env) ?? (m.language === 'python' ? NONE : UNDEFINED);
    });
  } catch (error) {
    // The stack of the machine that we run on is a limit like any other.
    if (!(error instanceof RangeError) || !/call stack/i.test(error.message)) throw error;
    Object.assign(m, { frame, facts, path });
    out = m.unknown('calls nested too deeply', at);
  }
  m.depth = depth;
  m.userSpan = userSpan;
  m.userStack = userStack;
  m.muted = muted;
  m.active = active;
  if (f.env.module.isUser && m.gradients !== 'off') m.gradients = gradients;
  if (!out) throw ENDED;
  if (!yields) return returned(m, f, env, out);
  const items = yields.map.get('items');
  const exact = items?.kind === 'tuple';
  return { kind: 'iterator', cells: m.store.cells([['position', int(lit(0))]]), items: exact ? items.items : items?.kind === 'iterator' ? items.items : [], exact };
}

function timesIn(active: Active | undefined, code: ir.FunctionExpression): number {
  let count = 0;
  for (let one = active; one; one = one.caller) if (one.code === code) count++;
  return count;
}

/** Never written to: there is nothing in it to take out. */
const NO_NAMED = new Map<string, Value>();

function bindParams(m: Machine, f: FunctionValue, args: Args, env: ReturnType<typeof newEnv>): void {
  const named = args.named.size === 0 ? NO_NAMED : new Map(args.named);
  let next = 0;
  for (const param of f.code.params) {
    let value: Value | undefined;
    if (param.how === 'rest') {
      value = args.more && !f.env.module.isUser ? openList(m, followed({ items: args.positional.slice(next), exact: true }, args.more)) : args.open ?? args.rest ?? restOf(m, args.positional.slice(next));
      next = Infinity;
    } else if (param.how === 'keywords') {
      value = args.open ?? args.rest ?? dictOf(m, named);
      named.clear();
    } else {
      if (param.how !== 'keyword' && next < args.positional.length) value = args.positional[next++];
      else if (param.how !== 'position') {
        const name = named.has(param.name) ? param.name : numpyName(f, param.name);
        value = named.get(name) ?? args.open;
        named.delete(name);
      } else value = args.open;
      if (value === undefined || value.kind === 'undefined') value = defaultOf(m, f, param, env) ?? value ?? (m.language === 'typescript' ? UNDEFINED : missingArgument(m, f, param.name, named.keys(), env.self));
    }
    declare(m, env, param.name, value as Value);
    if (param.target) bind(m, param.target, value as Value, env, declare);
  }
  if (f.env.module.isUser) checkAnnotations(m, f, env);
  else checkKinds(m, f, env);
  if (m.language === 'python' && !args.open && !args.rest) surplusArguments(m, f, args.positional.length - next, named);
}

/** What PyTorch's own operators, which state what they give, call a parameter as well: `dim` and, for those who come from numpy, `axis`. */
const numpyName = ({ code, env }: FunctionValue, name: string): string => (env.module.isUser || !code.returns ? name : name === 'dim' ? 'axis' : name === 'keepdim' ? 'keepdims' : name);

function restOf(m: Machine, values: readonly Value[]): Value {
  return m.language === 'python' ? tuple(values) : newList(m, values);
}

function dictOf(m: Machine, named: ReadonlyMap<string, Value>): Value {
  return { kind: 'dict', cells: m.store.cells([...named].map(([name, value]) => [`s${name}`, tuple([string(name), value])])), ...(m.language === 'python' && named.size > 0 ? { whole: named.size } : {}) };
}

function defaultOf(m: Machine, f: FunctionValue, param: ir.Param, env: ReturnType<typeof newEnv>): Value | undefined {
  const made = f.defaults.get(param.name);
  return made ?? (param.default && m.language === 'typescript' ? m.parts.evaluate(param.default, env) : undefined);
}

/** A new instance: allocated, then initialised by what the class says. */
export function construct(m: Machine, type: ClassValue, args: Args, at: ir.Span): Value {
  if (m.language === 'typescript') return constructInstance(m, type, args, at);
  const instance: InstanceValue = { kind: 'instance', class: type, cells: m.store.cells(), origin: m.userSpan };
  const allocate = type.mro.map((base) => base.cells.map.get('__new__')).find((method) => method !== undefined);
  if (allocate) {
    const made = call(m, allocate.kind === 'static' ? allocate.func : allocate, { ...args, positional: [type, ...args.positional] }, at);
    if (made.kind !== 'instance' || made.class !== type) return made;
    return initialise(m, made, args, at);
  }
  return initialise(m, instance, args, at);
}

function initialise(m: Machine, instance: InstanceValue, args: Args, at: ir.Span): Value {
  for (const base of instance.class.mro) {
    const method = base.cells.map.get('__init__');
    if (method) {
      call(m, { kind: 'method', self: instance, func: method }, args, at);
      return instance;
    }
    if (base.open) break;
  }
  return instance;
}

/** For building an argument list of names and values. */
export const withNames = (positional: readonly Value[], named: Readonly<Record<string, Value>> = {}): Args => ({ positional, named: new Map(Object.entries(named)) });

/** The value of a call, or undefined where every path ends inside it. */
export function tryCall(m: Machine, callee: Value, args: Args, at: ir.Span): Value | undefined {
  return attempt(m, () => call(m, callee, args, at))?.value;
}

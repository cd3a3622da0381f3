// What values of Python's own kinds refuse, whatever the tensors: to be called, gone through, measured, indexed or added,
// and names that neither they nor the modules of a library have. A value in; what a mistake leaves out, undefined where
// it may do after all. Of inputs that nobody gives, kinds are guesses of ours: only what no guess makes counts there.

import { namesOf } from '../library/names.ts';
import type { Span } from '../program.ts';
import type { Machine } from './machine.ts';
import { ENDED } from './machine.ts';
import { mistake as told } from './mistakes.ts';
import type { UnknownValue, Value } from './values.ts';
import { AFTER_MISTAKE, kindName } from './values.ts';

/** Where we took a way that we do not know to be open, it is not: the other one is meant. */
function mistake(m: Machine, rule: string, holes: Readonly<Record<string, string>>): UnknownValue {
  const taken = m.path.at(-1);
  if (taken?.opaque) {
    m.closed = taken;
    throw ENDED;
  }
  return told(m, rule, holes);
}

/** What no use of an input makes of it. */
const isMade = (value: Value): boolean =>
  (value.kind === 'tuple' && value.isShape === true) || (value.kind === 'tensor' && value.shape !== undefined && value.key === undefined && value.reason !== AFTER_MISTAKE)
  || value.kind === 'iterator' || isMethod(value);

/** A function of an object that is not called: `x.mean` for `x.mean()`. */
const isMethod = (value: Value): boolean => value.kind === 'method' || (value.kind === 'builtin' && value.of !== undefined && value.name.startsWith('~'));

const isCertain = (m: Machine, value: Value): boolean => m.language === 'python' && (!m.isContract || isMade(value)) && (value.kind !== 'tensor' || isMade(value));

const spelled = (value: Value): string => (isMethod(value) ? 'method' : value.kind === 'iterator' ? 'generator' : value.kind === 'tensor' && value.array ? 'array' : kindName(value));

const NOT_CALLED = new Set<Value['kind']>(['int', 'float', 'bool', 'string', 'list', 'dict', 'set']);

export function neverCalled(m: Machine, value: Value): Value | undefined {
  return NOT_CALLED.has(value.kind) && isCertain(m, value) ? mistake(m, 'Call/callable', { kind: spelled(value) }) : undefined;
}

export function notIterable(m: Machine, value: Value, at: Span): UnknownValue | undefined {
  const isWrong = value.kind === 'int' || value.kind === 'float' || value.kind === 'bool' || isMethod(value);
  // Models ask what they are given whether it has items.
  return isWrong && isCertain(m, value) && (isMethod(value) || isOfUser(m)) ? there(m, at, () => mistake(m, 'Loop/items', { kind: spelled(value) })) : undefined;
}

export function noLength(m: Machine, value: Value): Value | undefined {
  const isWrong = value.kind === 'int' || value.kind === 'float' || value.kind === 'bool' || isMethod(value);
  return isWrong && isCertain(m, value) && isOfUser(m) ? mistake(m, 'Call/length', { kind: spelled(value) }) : undefined;
}

export function notIndexed(m: Machine, value: Value): Value | undefined {
  // A tuple of which not all is known goes through what it may have.
  const isWrong = value.kind === 'float' || (value.kind === 'iterator' && value.exact) || isMethod(value) || isLoader(value);
  return isWrong && isCertain(m, value) && isOfUser(m) ? mistake(m, 'Index/type', { kind: spelled(value) }) : undefined;
}

/** What counts in whole numbers is given a fraction, which division always gives. */
export function notWhole(m: Machine, values: readonly Value[]): UnknownValue | undefined {
  const isWrong = values.some((value) => value.kind === 'float' || value.kind === 'string');
  return isWrong && m.language === 'python' && !m.isContract && isOfUser(m) ? mistake(m, 'Call/whole', { kind: kindName(values.find(({ kind }) => kind !== 'int') ?? values[0]!) }) : undefined;
}

const isLoader = (value: Value): boolean => value.kind === 'instance' && value.class.name === 'DataLoader' && value.class.module?.isUser === false;

/** Lists and tuples have items by number alone. */
export function wrongIndex(m: Machine, object: Value, index: Value): Value | undefined {
  const isWrong = index.kind === 'string' || (index.kind === 'float' && index.value !== undefined) || index.kind === 'none' || (object.kind === 'list' && index.kind === 'tuple');
  return isWrong && isCertain(m, object) && isOfUser(m) ? mistake(m, 'Index/number', { kind: kindName(object), index: spelled(index) }) : undefined;
}

/** Whether it is the user's own code that runs, no model. */
const isOfUser = (m: Machine): boolean => m.active?.code.span.file.startsWith('library:') !== true;

const ARITHMETIC = new Set(['+', '-', '*', '/', '//', '**', '@']);

/** Operands that no operator takes together. */
export function refuses(m: Machine, operator: string, left: Value, right: Value): Value | undefined {
  if (!ARITHMETIC.has(operator) || !isOfUser(m)) return undefined;
  const pair = [left, right];
  const isWrong = pair.some(isMethod) ? pair.every(isPlain)
    : pair.some(({ kind }) => kind === 'string') ? isWrongText(operator, left, right)
    : pair.some(({ kind }) => kind === 'list') && operator !== '*' && isWrongList(operator, left, right);
  return isWrong && pair.every((value) => isCertain(m, value) || (value.kind === 'tensor' && !m.isContract)) ? mistake(m, 'Operator/kinds', { operator, left: spelled(left), right: spelled(right) }) : undefined;
}

const PLAIN = new Set<Value['kind']>(['int', 'float', 'bool', 'string', 'tuple', 'list', 'dict', 'tensor', 'none']);
const isPlain = (value: Value): boolean => (PLAIN.has(value.kind) || isMethod(value)) && !(value.kind === 'tensor' && value.array === true);

function isWrongText(operator: string, left: Value, right: Value): boolean {
  const other = left.kind === 'string' ? right : left;
  if (!isPlain(other)) return false;
  if (other.kind === 'string') return operator !== '+';
  return operator === '+' || operator === '-' || operator === '/' || (operator === '*' && (other.kind === 'float' || other.kind === 'tuple' || other.kind === 'list'));
}

function isWrongList(operator: string, left: Value, right: Value): boolean {
  const other = left.kind === 'list' ? right : left;
  return isPlain(other) && !(other.kind === 'tensor' && operator !== '+') && (other.kind !== 'list' || operator !== '+');
}

/** What is no expression of its own is placed where it stands in the user's files. */
function there<T>(m: Machine, at: Span, run: () => T): T {
  const outer = m.userSpan;
  if (!at.file.startsWith('library:') && at.file !== '') m.userSpan = at;
  const result = run();
  m.userSpan = outer;
  return result;
}

/** Whether it is no attribute of an object, which hooks may give what is not there at first: what a call gave, a name, a gradient. */
function isOwn(m: Machine, name: string): boolean {
  const at = m.userSpan;
  const text = at && m.programs.get(at.file)?.text.slice(at.start, at.end).replace(/\s+/g, '');
  return text?.endsWith(`.${name}`) === true && /^\w+$|\)$|\.grad$/.test(text.slice(0, -name.length - 1));
}

const RECORDED = new Set<Value['kind']>(['string', 'float', 'tuple', 'list', 'dict']);

/** An attribute that is not there: of None on every way, of a module or tensor under a name like one that is, of another kind of thing. */
export function noAttribute(m: Machine, object: Value, name: string): Value | undefined {
  if (m.language !== 'python' || name.startsWith('_')) return undefined;
  if (object.kind === 'none') return m.isContract || m.path.length > 0 || !isOfUser(m) || !isOwn(m, name) ? undefined : mistake(m, 'None/attribute', { attribute: name });
  if (!isCertain(m, object)) return undefined;
  if (object.kind === 'tensor') {
    const isOfTensors = object.array && object.shape?.length !== 0 && namesOf('array object')?.has(name) === false && namesOf('torch.Tensor')?.has(name);
    return isOfTensors ? mistake(m, 'Attribute/of', { type: 'an array', attribute: name }) : undefined;
  }
  if (object.kind === 'instance') return lacks(m, object, name) ?? misspelt(m, `a ${object.class.name}`, knownOf(object), name);
  if (object.kind === 'tuple' && object.names) return object.names.includes(name) || namesOf('tuple object')?.has(name) || isLibraryTuple(name) ? undefined : mistake(m, 'Attribute/of', { type: 'a named tuple', attribute: name });
  // Numbers may be those of numpy, which have what its arrays have.
  const kind = isMethod(object) ? 'function' : RECORDED.has(object.kind) ? object.kind : undefined;
  if (kind === undefined || (kind === 'float' && namesOf('number object')?.has(name))) return undefined;
  const own = namesOf(`${kind} object`);
  const isElsewhere = ['torch.Tensor', 'array object', 'list object', 'dict object', 'string object'].some((of) => namesOf(of)?.has(name)) || (object.kind === 'dict' && object.cells.map.has(`s${name}`));
  return own && !own.has(name) && isElsewhere ? mistake(m, 'Attribute/of', { type: `a ${spelled(object)}`, attribute: name }) : undefined;
}

const isLibraryTuple = (name: string): boolean => name === 'values' || name === 'indices';

/** What an object of a library has: what its class says, and what it was given. */
function knownOf({ class: type, cells }: Value & { kind: 'instance' }): ReadonlySet<string> | undefined {
  if (type.open || type.mro.some(({ module, cells: own }) => module?.isUser !== false || own.map.has('__getattr__'))) return undefined;
  const isOptimizer = type.mro.some((base) => base.name === 'Optimizer');
  const recorded = isOptimizer ? namesOf('optimizer object') : type.mro.some((base) => base.name === 'DataLoader') ? namesOf('loader object') : undefined;
  return new Set([...recorded ?? [], ...cells.map.keys(), ...type.mro.flatMap((base) => [...base.cells.map.keys()])].filter((key) => !key.startsWith('_')));
}

/** Containers of modules and optimizers are known to the last name. */
function lacks(m: Machine, object: Value & { kind: 'instance' }, name: string): Value | undefined {
  const { class: type, cells } = object;
  if (m.isContract || type.module?.isUser !== false || cells.map.has(name) || type.mro.some((base) => base.cells.map.has(name))) return undefined;
  const recorded = type.mro.some((base) => base.name === 'Optimizer') ? namesOf('optimizer object') : CONTAINERS.has(type.name) ? namesOf('container object') : undefined;
  return recorded && !recorded.has(name) ? mistake(m, 'Attribute/of', { type: `a ${type.name}`, attribute: name }) : undefined;
}

const CONTAINERS = new Set(['Sequential', 'ModuleList', 'ModuleDict']);

/** Only where a name is there that is nearly the same: a release of the library may have others, and parts that are counted are many. */
function misspelt(m: Machine, type: string, names: ReadonlySet<string> | undefined, name: string): Value | undefined {
  if (!names || names.has(name) || /\d/.test(name)) return undefined;
  for (const known of names) if (isNear(name, known)) return mistake(m, 'Attribute/spelling', { type, attribute: name, known });
  return undefined;
}

/** One letter more, less, another, or two that changed places; of long names twice. Capitals aside where they are all that differs. */
export function isNear(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 2 || Math.max(a.length, b.length) < 4 || Math.min(a.length, b.length) < 3 || /\d/.test(a) !== /\d/.test(b)) return false;
  if (a.toLowerCase() === b.toLowerCase()) return true;
  if (/\d/.test(a) && a.replaceAll(/\d+/g, '') === b.replaceAll(/\d+/g, '')) return false;
  return edits(a, b) <= (Math.min(a.length, b.length) >= 8 ? 2 : 1);
}

/** Damerau's distance, where nothing is changed twice. */
function edits(a: string, b: string): number {
  let [before, last] = [[] as number[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, before[j - 2]! + 1);
      row.push(least);
    }
    [before, last] = [last, row];
  }
  return last[b.length]!;
}

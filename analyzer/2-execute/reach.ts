// What a function that runs by itself can find: the machine after its program has run in; for a name at the outermost
// level, and the bodies that are run, a text out that stays the same exactly as long as all that these could find does,
// places aside. Values are written down one variable at a time, with what they share named after the variable that has it
// first; from a body that is run the way leads on through every word in it. Undefined where something cannot be written down.

import { createHash } from 'node:crypto';
import type { Claim, Dim } from '../../runtime/dims/dim.ts';
import type { Meaning } from '../1-read/meaning.ts';
import type { FunctionExpression, Program, Span } from '../program.ts';
import type { Machine, Sight } from './machine.ts';
import type { Body } from './pieces.ts';
import { numbersOf, pieceAt, piecesOf } from './pieces.ts';
import { sightOf } from './sight.ts';
import { claimKey, symbolInfos } from './sizes.ts';
import type { Cells, Env, ModuleValue, TensorValue, UnknownValue, Value } from './values.ts';

/** A variable: its text, the variables that it leads to, and the bodies of the functions in it, which lead to more where they are run. */
interface Written { readonly text: string; readonly leads: ReadonlySet<string>; readonly symbols: ReadonlySet<string>; readonly bodies: ReadonlyMap<string, InModule> }

interface InModule { readonly body: Body; readonly module: ModuleValue }

/** What a name can find: in a text, and whether something is among it. */
export interface Reached { readonly text: string; holds(value: Value | undefined): boolean }

/** What of the state it has to do with, whatever it runs, and that as a text. */
export interface Seen { readonly sight: Sight; readonly text: string }

const SEPARATOR = '\u0000';
/** With these a function finds what its text does not spell out. */
const UNSPELT = ['globals', 'vars', 'eval', 'exec', '__import__', 'importlib', '__main__', 'modules'];
/** The program that an import of the user's files means. */
export type Find = (name: string, level: number, from: string) => Program | undefined;

export class Reach {
  readonly #m: Machine;
  readonly #modules: ReadonlyMap<string, ModuleValue>;
  /** The variable that holds it first, and its number there. */
  readonly #owners = new Map<Cells, string>();
  readonly #written = new Map<string, Written | undefined>();
  readonly #unknowns = new Map<string, string>();
  readonly #started = variable('', 'the state');
  readonly #missing = variable('', 'modules that are not found');
  readonly #find: Find;
  readonly #bodies = new Map<string, Written | undefined>();
  readonly #seen = new Map<string, Seen | undefined>();
  #leads = new Set<string>();
  #inner = new Map<string, InModule>();
  #met = new Set<string>();
  #own = new Set<Cells>();
  #count = 0;

  constructor(m: Machine, find: Find) {
    this.#m = m;
    this.#find = find;
    this.#modules = new Map([...m.modules.values()].flatMap((module) => (module.kind === 'module' && module.isUser ? [[module.file, module]] : [])));
    for (const [file, module] of this.#modules) for (const [name, value] of module.cells.map) this.#claim(value, variable(file, name));
    this.#written.set(this.#started, this.#write(() => this.#state()));
    this.#written.set(this.#missing, this.#write(() => [...m.modules].filter(([, module]) => module.kind !== 'module').map(([name, module]) => `${name}=${this.#value(module)}`).join(SEPARATOR)));
  }

  /** For a variable of a file, whatever of what it can find is run; undefined where something cannot be written down. */
  seenBy(file: string, name: string): Seen | undefined {
    const from = variable(file, name);
    if (!this.#seen.has(from)) this.#seen.set(from, this.#see(from));
    return this.#seen.get(from);
  }

  #see(from: string): Seen | undefined {
    const found = this.#follow(from, undefined);
    if (!found) return undefined;
    const sight = sightOf(this.#m, new Set([...this.#m.answers, ...found.flatMap(([, { symbols }]) => [...symbols])]));
    const given = this.#write(() => [this.#given(sight), ...[...sight.symbols].toSorted()].join(SEPARATOR));
    return given && { sight, text: given.text };
  }

  /** Where of all bodies these are run. */
  of(file: string, name: string, ran: ReadonlySet<string>): Reached | undefined {
    const found = this.#follow(variable(file, name), ran);
    if (!found) return undefined;
    const variables = new Set(found.map(([one]) => one));
    return {
      text: hashed(found.map(([one, { text }]) => `${one}${SEPARATOR}${text}`).join(SEPARATOR)),
      holds: (value) => value !== undefined && cellsOf(value).some((cells) => variables.has(ownerOf(this.#owners.get(cells) ?? ''))),
    };
  }

  /** What the body of a function is called in `of`; undefined where it is no piece of its own. */
  bodyOf({ span }: FunctionExpression): string | undefined {
    const program = this.#m.programs.get(span.file);
    const pieces = program && piecesOf(program);
    const body = pieces && (pieceAt(pieces, span.start)?.bodies.get(span.start));
    return body && bodyName(span.file, body);
  }

  /** Everything that it leads to, the variables and bodies by their names; `ran`: the bodies that are looked into, where not all are. */
  #follow(from: string, ran: ReadonlySet<string> | undefined): readonly (readonly [string, Written])[] | undefined {
    const seen = new Set([this.#started, from]);
    const found: (readonly [string, Written])[] = [];
    for (const next of seen) {
      if (!this.#written.has(next)) this.#written.set(next, this.#writeVariable(next));
      const written = this.#written.get(next);
      if (!written) return undefined;
      found.push([next, written]);
      for (const lead of written.leads) seen.add(lead);
      for (const [name, inner] of written.bodies) {
        if (ran && !ran.has(name)) continue;
        if (!this.#bodies.has(name)) this.#bodies.set(name, this.#writeBody(inner));
        const body = this.#bodies.get(name);
        if (!body) return undefined;
        found.push([name, body]);
        for (const lead of body.leads) seen.add(lead);
      }
    }
    return found;
  }

  /** Names everything that a value holds after the variable that is met first. */
  #claim(value: Value, owner: string): void {
    let count = 0;
    const visit = (one: Value | undefined): void => {
      if (!one) return;
      const asked = one.kind === 'unknown' ? MADE_UNKNOWN.exec(one.key)?.[0] : undefined;
      if (asked !== undefined && !this.#unknowns.has(asked)) this.#unknowns.set(asked, `${owner}${SEPARATOR}${count++}`);
      for (const cells of cellsOf(one)) {
        if (cells.isLibrary || this.#owners.has(cells)) continue;
        this.#owners.set(cells, `${owner}${SEPARATOR}${count++}`);
        for (const held of cells.map.values()) visit(held);
      }
      for (const part of partsOf(one)) visit(part);
    };
    visit(value);
  }

  #writeVariable(name: string): Written | undefined {
    const [file = '', key = ''] = name.split(SEPARATOR);
    const value = this.#modules.get(file)?.cells.map.get(key);
    return this.#write(() => (value ? this.#value(value) : 'no value'));
  }

  #writeBody({ body, module }: InModule): Written | undefined {
    return this.#write(() => {
      for (const meaning of body.meanings) this.#words(meaning, module);
      return body.name;
    });
  }

  #write(run: () => string): Written | undefined {
    this.#leads = new Set();
    this.#inner = new Map();
    this.#met = new Set();
    this.#own = new Set();
    this.#count = 0;
    try {
      return { text: hashed(run()), leads: this.#leads, symbols: this.#met, bodies: this.#inner };
    } catch (error) {
      // What is nested too deeply for the stack is not written down either.
      if (error !== UNWRITTEN && !(error instanceof RangeError)) throw error;
      return undefined;
    }
  }

  /** What is there for every function: what the program has changed in libraries, and the files that it has loaded. */
  #state(): string {
    const m = this.#m;
    const changed = m.store.changedLibrary().flatMap(([cells, keys]) => keys.map((key) => `${cells.id}.${key}=${this.#value(cells.map.get(key))}`));
    return [...changed, ...this.#modules.keys(), m.gradients].join(SEPARATOR);
  }

  #given({ facts, path }: Sight): string {
    return [
      ...facts.assumed.map((claim) => this.#claimText(claim)),
      ...path.map(({ claim, span, taken, opaque }) => `${this.#claimText(claim)} ${this.#place(span)} ${taken} ${opaque}`),
    ].join(SEPARATOR);
  }

  #value(value: Value | undefined): string {
    if (!value) return '-';
    switch (value.kind) {
      case 'none': case 'undefined': case 'ellipsis': case 'not-implemented': return value.kind;
      case 'bool': return String(value.value);
      case 'float': return `float ${value.value}`;
      case 'string': return `string ${JSON.stringify(value.value)}`;
      case 'dtype': return `dtype ${value.name}`;
      case 'condition': return `if ${this.#claimText(value.claim)}`;
      case 'int': return `int ${this.#dim(value.dim)} ${value.note}`;
      case 'tensor': return this.#tensor(value);
      case 'unknown': return this.#unknown(value);
      // What JavaScript's own functions close over is not seen.
      case 'builtin': if (this.#m.language === 'typescript' && !value.of) throw UNWRITTEN;
        return `builtin ${value.name} ${this.#value(value.of)}`;
      case 'alternatives': return `one of ${value.options.map(({ guard, value: option }) => `${this.#claimText(guard)}: ${this.#value(option)}`).join()}`;
      case 'range': return `range ${[value.start, value.stop, value.step].map((dim) => this.#dim(dim)).join()}`;
      case 'module': return value.isUser ? this.#module(value) : `module ${value.file}`;
      case 'class': return `class ${value.name} ${value.cells.isLibrary ? value.module?.file : `${this.#place(value.span)} ${this.#list(value.bases)} ${this.#list(value.mro.slice(1))} ${this.#value(value.open)} ${this.#cells(value.cells)}`}`;
      case 'function': return `function ${value.name} ${this.#function(value)}`;
      case 'instance': return `instance ${this.#value(value.class)} ${this.#cells(value.cells)} ${this.#place(value.origin)}`;
      case 'iterator': return `iterator ${this.#cells(value.cells)} ${this.#list(value.items)} ${value.exact}`;
      case 'list': return `list ${this.#cells(value.cells)}`;
      case 'dict': case 'set':
        // The key of an object is its number, which means nothing elsewhere.
        if ([...value.cells.map.keys()].some((key) => /(^|[(,])o\d/.test(key))) throw UNWRITTEN;
        return `${value.kind} ${this.#cells(value.cells)}`;
      case 'tuple': return `tuple ${this.#list(value.items)} ${value.names}`;
      default: return `${value.kind} ${this.#list(partsOf(value))}`;
    }
  }

  readonly #list = (values: readonly (Value | undefined)[]): string => `(${values.map((value) => this.#value(value)).join()})`;

  #cells(cells: Cells): string {
    if (cells.isLibrary) return `library ${cells.id}`;
    const owner = this.#owners.get(cells);
    if (owner === undefined) throw UNWRITTEN;
    this.#leads.add(ownerOf(owner));
    if (this.#own.has(cells)) return owner;
    this.#own.add(cells);
    if (this.#count++ > MAX_OBJECTS) throw UNWRITTEN;
    return `${owner}{${[...cells.map].map(([key, value]) => `${key}=${this.#value(value)}`).join()}}`;
  }

  #function(f: Value & { kind: 'function' }): string {
    const { code, env, defaults } = f;
    if (env.cells.isLibrary) return `${code.span.file} ${code.span.start}`;
    const program = this.#m.programs.get(code.span.file);
    const piece = program && pieceAt(piecesOf(program), code.span.start);
    if (piece && env.module.isUser) {
      for (const meaning of piece.meanings) this.#words(meaning, env.module);
      const body = piece.bodies.get(code.span.start);
      if (body) this.#inner.set(bodyName(code.span.file, body), { body, module: env.module });
    }
    const around = this.#scopes(env);
    return `${this.#place(code.span)} ${f.changed} ${[...defaults].map(([name, value]) => `${name}=${this.#value(value)}`).join()} ${this.#value(f.owner)} ${this.#value(f.receiver)} ${this.#cells(f.cells)} ${around}`;
  }

  /** Scopes of functions around a function; of the module it finds what it names. */
  #scopes(env: Env | undefined): string {
    if (!env || env.kind === 'module') return env ? env.module.file : '';
    return `${env.kind} ${this.#cells(env.cells)} ${[...env.globals].join()} ${[...env.nonlocals].join()} ${this.#value(env.owner)} ${this.#value(env.self)} < ${this.#scopes(env.parent)}`;
  }

  /** What code in a module finds by its words. */
  #words({ words, imports }: Meaning, module: ModuleValue): void {
    const names = UNSPELT.some((word) => words.has(word)) ? module.cells.map.keys() : words;
    // Parameters of these names are given the options of their file, where there is one class of them.
    if (words.has('config') || words.has('cfg')) for (const [name, value] of module.cells.map) if (value.kind === 'class' && value.name.endsWith('Config')) this.#leads.add(variable(module.file, name));
    for (const name of names) if (module.cells.map.has(name)) this.#leads.add(variable(module.file, name));
    if (words.has('import') || names !== words) this.#leads.add(this.#missing);
    if (words.has('import') && this.#m.language === 'typescript') throw UNWRITTEN;
    // Files that a function imports when it runs are written down as far as they have been loaded by then.
    for (const [dots, imported] of imports) {
      for (const word of ['', ...words]) {
        const file = this.#find([imported, word].filter((part) => part !== '').join('.'), dots, module.file)?.file;
        const found = file === undefined ? undefined : this.#modules.get(file);
        if (found) this.#module(found);
        else if (file !== undefined) throw UNWRITTEN;
      }
    }
  }

  /** Of another file a function finds what it names, under any name. */
  #module(module: ModuleValue): string {
    for (const name of module.cells.map.keys()) this.#leads.add(variable(module.file, name));
    return `module ${module.file}`;
  }

  #tensor({ dtype, shape, tail, sizes, array, parameter, buffer, device, layout, range, made, graph, past, origin, reason, key, kind, ...rest }: TensorValue): string {
    // How it hangs together with other tensors is in no text.
    if (past) throw UNWRITTEN;
    // What tensors are given later has to be written down here, too.
    void (rest satisfies Record<string, never>);
    const dims = (list: readonly Dim[] | undefined): string => (list ? `[${list.map((dim) => this.#dim(dim)).join()}]` : '-');
    const strides = typeof layout === 'object' ? `${dims(layout.strides)} ${layout.packed}` : layout;
    const within = range && `${this.#dim(range.low)} ${this.#dim(range.high)} ${range.each}`;
    return `${kind} ${graph} ${dtype} ${dims(shape)} ${dims(tail)} ${dims(sizes)} ${array} ${parameter} ${buffer} ${device && this.#dim(device)} ${strides} ${within} ${made} ${this.#place(origin)} ${reason} ${key}`;
  }

  /** Its key is its identity; what has been asked about it has an answer. */
  #unknown({ reason, span, key, noTensor }: UnknownValue): string {
    return `unknown ${reason} ${this.#place(span)} ${noTensor} ${this.#m.questionsAbout(key).map(([asked, name]) => `${this.#identity(asked)}: ${this.#branch(name)}`).join()} ${this.#identity(key)}`;
  }

  /** The key of something unknown with the variable that has it first in place of its number. */
  readonly #identity = (key: string): string => key.replace(MADE_UNKNOWN, (asked) => this.#unknowns.get(asked) ?? asked);

  #branch(name: string): string {
    this.#met.add(name);
    const branch = this.#m.branches.get(name);
    return branch ? `${name} ${branch.opaque} ${branch.text} ${this.#place(branch.span)}` : name;
  }

  #dim(dim: Dim): string {
    return dim.known === undefined ? `${dim.toString()} ${this.#symbols(dim)}` : String(dim.known);
  }

  #claimText(claim: Claim): string {
    return `${claimKey(claim)} ${claim.toString()} ${this.#symbols(claim)}`;
  }

  #symbols(of: Dim | Claim): string {
    return symbolInfos(of).map(({ name, atLeast, atMost, divisor }) => `${this.#branch(name)}:${atLeast}:${atMost}:${divisor}`).join();
  }

  #place(span: Span | undefined): string {
    if (!span) return '-';
    const program = span.file.startsWith('library:') ? undefined : this.#m.programs.get(span.file);
    if (!program) return `${span.file} ${span.start} ${span.end}`;
    const piece = pieceAt(piecesOf(program), span.start);
    const numbers = piece && numbersOf(piece, span);
    if (!numbers) throw UNWRITTEN;
    return `${span.file} ${piece.name} ${numbers.join(' ')}`;
  }
}

const hashed = (text: string): string => createHash('sha1').update(text).digest('base64');

const UNWRITTEN = { unwritten: true } as const;
/** Objects of one variable that are written down. */
const MAX_OBJECTS = 20_000;

const variable = (file: string, name: string): string => `${file}${SEPARATOR}${name}`;
const bodyName = (file: string, { of }: Body): string => `${file}${SEPARATOR}${SEPARATOR}${of}`;

/** The variable that something is named after. */
function ownerOf(owner: string): string {
  const [file = '', name = ''] = owner.split(SEPARATOR);
  return variable(file, name);
}

/** What is not understood is numbered as it is met, behind its place. */
const MADE_UNKNOWN = /@[^@]*#\d+/;

function cellsOf(value: Value): readonly Cells[] {
  switch (value.kind) {
    case 'list': case 'dict': case 'set': case 'instance': case 'iterator': case 'class': return [value.cells];
    case 'function': return [value.cells, ...scopesOf(value.env)];
    default: return [];
  }
}

function scopesOf(env: Env | undefined): readonly Cells[] {
  return !env || env.kind === 'module' ? [] : [env.cells, ...scopesOf(env.parent)];
}

function partsOf(value: Value): readonly (Value | undefined)[] {
  switch (value.kind) {
    case 'tuple': return value.items;
    case 'slice': return [value.lower, value.upper, value.step];
    case 'iterator': return value.items;
    case 'function': return [...value.defaults.values(), value.owner, value.receiver, ...selves(value.env)];
    case 'method': return [value.self, value.func];
    case 'builtin': return [value.of];
    case 'class': return [...value.bases, ...value.mro.slice(1)];
    case 'instance': return [value.class];
    case 'property': case 'static': case 'class-method': return [value.func, value.setter];
    case 'super': return [value.after, value.self];
    case 'alternatives': return value.options.map((option) => option.value);
    default: return [];
  }
}

function selves(env: Env | undefined): readonly (Value | undefined)[] {
  return !env || env.kind === 'module' ? [] : [env.owner, env.self, ...selves(env.parent)];
}

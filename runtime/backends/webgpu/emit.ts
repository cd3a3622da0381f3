// A stage in, the body of a WGSL function out: expressions and statements. Each invocation computes one iteration of
// the stage, four neighbouring ones in the lanes of vectors, or several rows of them at once, as the shape says.
import { invariant } from '../../invariant.ts';
import type { BinaryOp, Expr, ScalarType, Stmt } from '../../ir/loops.ts';
import { halfBitsIn, halvedIn } from '../../ir/narrow.ts';
import { operandsOf } from '../wasm/dependencies.ts';
import type { Form, Term } from '../wasm/forms.ts';
import { Algebra } from './algebra.ts';
import { binaryText, castText, compareText, constantText, halvedText, laneType, splat, unaryText, widenedText } from './operations.ts';
import type { Copy, Turn } from './scope.ts';
import type { Shape } from './shape.ts';
import { unrolled } from './shape.ts';
import { Sizes } from './sizes.ts';
import type { Stage } from './stages.ts';
import { loaded, stored } from './storage.ts';
import type { View } from './views.ts';
import { readText, writeText } from './views.ts';
import type { Value } from './writer.ts';
import { Writer } from './writer.ts';

export class Emitter {
  readonly writer = new Writer();
  /** Functions of the prelude that are called. */
  readonly calls = new Set<string>();
  readonly sizes: Sizes;
  readonly #algebra = new Algebra();
  readonly #stage: Stage;
  readonly #shape: Shape;
  readonly #views: ReadonlyMap<string, View>;
  readonly #halves: boolean;
  readonly #copies: readonly Copy[];
  /** Lanes for which the current statement counts. */
  #mask: readonly (Value | undefined)[];
  #memo = new Map<Expr, Value>();
  #turn: Turn | undefined;

  constructor(stage: Stage, shape: Shape, views: ReadonlyMap<string, View>, halves: boolean) {
    this.#stage = stage;
    this.#shape = shape;
    this.#views = views;
    this.#halves = halves;
    this.sizes = new Sizes(shape.isSmall);
    this.#copies = Array.from({ length: shape.rows?.count ?? 1 }, () => ({ loops: new Map(), locals: new Map() }));
    this.#mask = this.#copies.map(() => undefined);
  }

  /** Positions along the axes from the number of the invocation, last axis fastest. */
  axes(invocation: Value): void {
    let rest = invocation;
    const { axes } = this.#stage;
    for (let i = axes.length - 1; i >= 0; i--) {
      const { name } = axes[i]!;
      const count = this.#shape.counts[i]!;
      if (count === 1 && !this.sizes.areData) {
        this.#bindAxis(name, this.#integer(0));
        continue;
      }
      const isFirst = axes.slice(0, i).every((_, before) => this.#shape.counts[before] === 1 && !this.sizes.areData);
      if (isFirst) {
        this.#bindAxis(name, rest);
        continue;
      }
      // Unsigned: of signed numbers a division has more cases.
      const extent = this.sizes.of(count);
      const over = this.#scalar(`i32(u32(${rest.text}) / u32(${extent}))`, [rest]);
      this.#bindAxis(name, this.#scalar(`${rest.text} - ${over.text} * ${extent}`, [rest, over]));
      rest = over;
    }
  }

  /** Where a loop stands that somebody else writes. */
  bind(loop: string, position: Value): void {
    for (const copy of this.#copies) copy.loops.set(loop, position);
  }

  /** What a local is that somebody else computed. */
  name(local: string, type: ScalarType, value: Value): void {
    for (const copy of this.#copies) copy.locals.set(local, { type, value, vector: value.vector });
  }

  /** The variable of a local that was declared. */
  variableOf(local: string): string {
    const { variable } = this.#copies[0]!.locals.get(local)!;
    invariant(variable !== undefined, `${local} is no variable`);
    return variable;
  }

  /** The text of an operation on two texts. */
  combined(op: BinaryOp, type: ScalarType, x: string, y: string): string {
    return this.#plain(binaryText(op, type, x, y, false, undefined));
  }

  value(e: Expr): Value {
    return this.#value(e, 0);
  }

  /** Four neighbours in memory, of a buffer that is read four at a time; the first lies at a multiple of four. */
  vector({ buffer, at, type }: Extract<Expr, { kind: 'load' }>): Value {
    this.#memo = new Map();
    const address = this.#sum(this.#stage.facts.addresses.of(at), 0);
    const view = this.#views.get(buffer)!;
    return this.writer.operation(loaded(view, readText(view, `${address.text} / 4`), true, type), [address], true, 'memory');
  }

  #bindAxis(name: string, position: Value): void {
    const { rows, lanes } = this.#shape;
    if (name === lanes?.axis) {
      const first = this.#first(position, 4, lanes.last);
      for (const copy of this.#copies) copy.loops.set(name, first);
    } else if (name === rows?.axis) {
      const first = this.#first(position, rows.count, rows.last);
      this.#copies.forEach((copy, r) => copy.loops.set(name, r === 0 ? first : this.#scalar(`${first.text} + ${r}`, [first])));
    } else {
      for (const copy of this.#copies) copy.loops.set(name, position);
    }
  }

  #first(position: Value, step: number, last: number | undefined): Value {
    const first = this.#scalar(`${position.text} * ${step}`, [position]);
    return last === undefined ? first : this.#scalar(`min(${first.text}, ${last})`, [first]);
  }

  body(stmts: readonly Stmt[]): void {
    for (const stmt of stmts) this.#statement(stmt);
  }

  #statement(stmt: Stmt): void {
    this.writer.nextStatement();
    switch (stmt.kind) {
      case 'for': return this.#for(stmt);
      case 'if': return this.#if(stmt);
      case 'let': return this.#copies.forEach((_, c) => this.#let(stmt, c));
      case 'set': return this.#copies.forEach((_, c) => this.#set(stmt, c));
      case 'store': return this.#copies.forEach((_, c) => this.#store(stmt, c));
    }
  }

  #for(loop: Extract<Stmt, { kind: 'for' }>): void {
    const { name, extent, body } = loop;
    if (extent === 0) return;
    const variable = this.writer.fresh('at');
    const times = this.#shape.lanes && this.#mask[0] === undefined ? unrolled(loop) : 1;
    this.writer.open(`for (var ${variable} = 0; ${variable} < ${this.sizes.of(extent)}; ${variable} += ${times})`, false);
    const first: Value = { text: variable, depth: this.writer.depth, vector: false };
    for (let i = 0; i < times; i++) {
      const position = i === 0 ? first : this.#scalar(`${variable} + ${i}`, [first]);
      for (const copy of this.#copies) copy.loops.set(name, position);
      this.#turn = { loop: name, first, number: i };
      this.body(body);
    }
    this.#turn = undefined;
    this.writer.close();
  }

  /** A condition that is the same for all rows and lanes branches; else each copy has its mask, or its own branch. */
  #if({ when, then, otherwise }: Extract<Stmt, { kind: 'if' }>): void {
    const conditions = this.#copies.map((_, c) => this.#fixed(this.#value(when, c)));
    const first = conditions[0]!;
    if (!first.vector && conditions.every(({ text }) => text === first.text)) {
      this.writer.open(`if (${first.text})`, true);
      this.body(then);
      if (otherwise.length > 0) {
        this.writer.otherwise();
        this.body(otherwise);
      }
      this.writer.close();
      return;
    }
    const outer = this.#mask;
    const narrowed = (sense: boolean): readonly Value[] => conditions.map((condition, c) => {
      const own = this.#lanes(condition, 'bool');
      const held = sense ? own : this.#vector(`!${own.text}`, [own]);
      const mask = outer[c];
      return mask ? this.#vector(`select(vec4<bool>(false), ${held.text}, ${mask.text})`, [held, mask]) : held;
    });
    const [yes, no] = [narrowed(true), narrowed(false)];
    this.#mask = yes;
    this.body(then);
    this.#mask = no;
    this.body(otherwise);
    this.#mask = outer;
  }

  #let({ name, type, value }: Extract<Stmt, { kind: 'let' }>, c: number): void {
    const copy = this.#copies[c]!;
    const computed = this.#fixed(this.#value(value, c));
    const vector = this.#shape.varying.has(name);
    if (!this.#stage.facts.mutable.has(name)) {
      copy.locals.set(name, { type, value: computed, vector: computed.vector });
      return;
    }
    const variable = this.writer.fresh('t');
    this.writer.line(`var ${variable} = ${(vector ? this.#lanes(computed, type) : computed).text};`);
    copy.locals.set(name, { type, variable, vector });
  }

  #set({ name, value }: Extract<Stmt, { kind: 'set' }>, c: number): void {
    const local = this.#copies[c]!.locals.get(name);
    invariant(local?.variable !== undefined, `${name} is set before it is declared`);
    const computed = this.#value(value, c);
    const mask = this.#mask[c];
    const next = local.vector ? this.#lanes(computed, local.type) : computed;
    invariant(mask === undefined || local.vector, `${name} differs between lanes`);
    this.writer.line(`${local.variable} = ${mask ? `select(${local.variable}, ${next.text}, ${mask.text})` : next.text};`);
  }

  #store({ buffer, at, value }: Extract<Stmt, { kind: 'store' }>, c: number): void {
    const view = this.#views.get(buffer)!;
    const form = this.#stage.facts.addresses.of(at);
    const computed = this.#value(value, c);
    const { lanes } = this.#shape;
    if (!lanes) {
      this.writer.line(writeText(view, this.#sum(form, c).text, this.#plain(stored(view, computed.text, false))));
      return;
    }
    const wide = this.#lanes(computed, value.type);
    if (view.vectors) {
      this.writer.line(writeText(view, this.#sum(form, c, 4).text, this.#plain(stored(view, wide.text, true))));
      return;
    }
    const mask = this.#mask[c];
    this.#laneAddresses(at, form, c).forEach((address, lane) => {
      const line = writeText(view, address.text, this.#plain(stored(view, `${wide.text}[${lane}]`, false)));
      this.writer.line(mask ? `if (${mask.text}[${lane}]) { ${line} }` : line);
    });
  }

  // ---------------------------------------------------------------------------------------------- expressions

  #value(e: Expr, c: number): Value {
    if (c === 0) this.#memo = new Map();
    else this.#memo.clear();
    return this.#of(e, c);
  }

  #of(e: Expr, c: number): Value {
    const known = this.#memo.get(e);
    if (known) return known;
    const value = this.#compute(e, c);
    this.#memo.set(e, value);
    return value;
  }

  #compute(e: Expr, c: number): Value {
    switch (e.kind) {
      case 'const': return { text: this.sizes.constant(e), depth: 0, vector: false };
      case 'var': return this.#loopVariable(e.name, c);
      case 'local': return this.#local(e.name, c);
      case 'load': return this.#load(e, c);
      default: return (this.#halves && this.#half(e, c)) || this.#operation(e, c);
    }
  }

  #operation(e: Exclude<Expr, { kind: 'const' | 'var' | 'local' | 'load' }>, c: number): Value {
    const parts = operandsOf(e);
    const given = parts.every((part) => part.kind === 'const' && !this.sizes.isRead(part)) ? parts.map((part) => this.#hidden(part)) : parts.map((part) => this.#of(part, c));
    const vector = given.some((value) => value.vector);
    const texts = given.map(({ text }) => text);
    const hidden = e.type === 'float32' ? this.#algebra.hides(e, texts) : [];
    const operands = given.map((value, i) => {
      const lanes = vector ? this.#lanes(value, parts[i]!.type) : value;
      return hidden[i] === true ? this.#call(`@keep${vector ? '4' : ''}(${lanes.text})`, [lanes], vector) : lanes;
    });
    const [x, y, z] = operands.map(({ text }) => text) as [string, string, string];
    const text = (): string => {
      switch (e.kind) {
        case 'unary': return unaryText(e.op, e.type, x, vector);
        case 'binary': return binaryText(e.op, e.type, x, y, vector, this.sizes.isRead(e.y) ? undefined : e.y);
        case 'compare': return compareText(e.op, e.x.type, x, y, vector);
        case 'select': return `select(${z}, ${y}, ${x})`;
        case 'cast': return castText(e.x.type, e.type, x, vector);
        case 'bits': return `bitcast<${laneType(e.type, vector)}>(${x})`;
      }
    };
    const result = this.#call(text(), operands, vector);
    if (e.type === 'float32') this.#algebra.note(result.text, e, texts);
    return result;
  }

  /** Float16 from and to its bits, where shaders have it; undefined where it is something else. */
  #half(e: Expr, c: number): Value | undefined {
    const bits = halfBitsIn(e);
    const number = halvedIn(bits ?? e);
    const from = number ?? bits;
    if (!from) return undefined;
    const operand = this.#of(from, c);
    const rounded = number ? halvedText(operand.text, operand.vector) : operand.text;
    return this.#call(bits ? widenedText(rounded, operand.vector, number !== undefined) : rounded, [operand], operand.vector);
  }

  #hidden(e: Expr): Value {
    invariant(e.kind === 'const', 'a constant');
    return { text: constantText(e.type, e.value, true), depth: 0, vector: false };
  }

  /** Texts call functions of the prelude by a leading @. */
  #call(text: string, operands: readonly Value[], vector: boolean): Value {
    const plain = this.#plain(text);
    return /^\w+$/.test(plain) && operands.length === 1 && plain === operands[0]!.text ? operands[0]! : this.writer.operation(plain, operands, vector);
  }

  #plain(text: string): string {
    return text.replaceAll(/@(\w+)/g, (_, name: string) => {
      this.calls.add(name);
      return name;
    });
  }

  #loopVariable(name: string, c: number): Value {
    const value = this.#copies[c]!.loops.get(name);
    invariant(value, `no loop ${name}`);
    return name === this.#shape.lanes?.axis ? this.#vector(`vec4<i32>(${value.text}) + vec4<i32>(0, 1, 2, 3)`, [value]) : value;
  }

  #local(name: string, c: number): Value {
    const local = this.#copies[c]!.locals.get(name);
    invariant(local, `no local ${name}`);
    return local.value ?? { text: local.variable!, depth: this.writer.depth, vector: local.vector, fleeting: true };
  }

  #load({ buffer, at, type }: Extract<Expr, { kind: 'load' }>, c: number): Value {
    const view = this.#views.get(buffer)!;
    const reads = this.#stage.facts.written.has(buffer) ? 'changing memory' : 'memory';
    const form = this.#stage.facts.addresses.of(at);
    const read = (address: Value): Value => this.writer.operation(this.#plain(loaded(view, readText(view, address.text), view.vectors, type)), [address], view.vectors, reads);
    if (this.#shape.quads.has(buffer)) {
      const address = this.#sum(form, c, 4, this.#turn);
      const four = this.writer.operation(readText(view, address.text), [address], true, reads);
      return this.#scalar(loaded(view, `${four.text}[${this.#turn!.number}]`, false, type), [four]);
    }
    const mask = this.#mask[c];
    // Where a lane is masked its address may lie anywhere: it reads the first element.
    const safe = (address: Value, when: string): Value => (mask ? this.#scalar(`select(0, ${address.text}, ${when})`, [address, mask]) : address);
    if (!this.#shape.isVarying(at)) return read(safe(this.#sum(form, c), `any(${mask?.text})`));
    if (view.vectors) return read(this.#sum(form, c, 4));
    const elements = this.#laneAddresses(at, form, c).map((address, lane) => read(safe(address, `${mask?.text}[${lane}]`)));
    return this.#vector(`${laneType(type, true)}(${elements.map(({ text }) => text).join(', ')})`, elements);
  }

  /** The address of each lane. */
  #laneAddresses(at: Expr, form: Form, c: number): readonly Value[] {
    const { lanes } = this.#shape;
    const factor = form.terms.find(({ key }) => key === lanes!.axis)?.factor ?? 0;
    if (form.terms.every(({ key, atom }) => key === lanes!.axis || !this.#shape.isVarying(atom))) {
      const first = this.#sum(form, c);
      return [0, 1, 2, 3].map((lane) => (lane === 0 || factor === 0 ? first : this.#scalar(`${first.text} + ${factor * lane}`, [first])));
    }
    const addresses = this.#lanes(this.#of(at, c), 'index');
    return ['x', 'y', 'z', 'w'].map((lane) => this.#scalar(`${addresses.text}.${lane}`, [addresses]));
  }

  /**
   * An address, of the first lane; divided by `over`, which divides all of its parts. What is known furthest out is
   * added first.
   */
  #sum(form: Form, c: number, over = 1, turn?: Turn): Value {
    const terms = this.#termsOf(form).map(({ atom, key, factor }) => {
      const isTurn = key === turn?.loop;
      const isLane = isTurn || key === this.#shape.lanes?.axis;
      const value = isTurn ? turn!.first : isLane ? this.#copies[c]!.loops.get(key)! : this.#of(atom, c);
      // The first lane or turn is a multiple of four where vectors are loaded whole.
      const scaled = isLane && over > 1 ? this.#scalar(`${value.text} / ${over}`, [value]) : value;
      const by = isLane && over > 1 ? factor : factor / over;
      return by === 1 && !this.sizes.areData ? scaled : this.#scalar(`${scaled.text} * ${this.sizes.of(by)}`, [scaled]);
    }).sort((a, b) => a.depth - b.depth);
    let sum = form.constant === 0 && terms.length > 0 ? undefined : this.#integer(form.constant / over);
    for (const term of terms) sum = sum ? this.#scalar(`${sum.text} + ${term.text}`, [sum, term]) : term;
    // A name: compilers refuse literal addresses that are out of bounds, also where nobody comes.
    return terms.length === 0 && form.constant < 0 ? this.#scalar(sum!.text, []) : sum!;
  }

  /** In small shaders of one element each, every address steps along every axis: shapes that are broadcast otherwise share it. */
  #termsOf({ terms }: Form): readonly Term[] {
    const { axes, body } = this.#stage;
    if (!this.sizes.areData || body.some(({ kind }) => kind === 'for') || !terms.every(({ key }) => axes.some(({ name }) => name === key))) return terms;
    return axes.map(({ name }) => terms.find(({ key }) => key === name) ?? { key: name, atom: { kind: 'var', type: 'index', name }, factor: 0 });
  }

  /** What it is now, also after the variable changes. */
  #fixed(value: Value): Value {
    if (!value.fleeting) return value;
    return this.writer.operation(value.text, [value], value.vector);
  }

  #integer(value: number): Value {
    return { text: this.sizes.of(value), depth: 0, vector: false };
  }

  #scalar(text: string, operands: readonly Value[]): Value {
    return this.writer.operation(text, operands, false);
  }

  #vector(text: string, operands: readonly Value[]): Value {
    return this.writer.operation(text, operands, true);
  }

  #lanes(value: Value, type: ScalarType): Value {
    return value.vector ? value : { ...value, text: splat(type, value.text), vector: true };
  }
}

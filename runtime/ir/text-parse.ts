// Text in, a graph out, inferred and checked as it is built; throws TextError or BuildError.
//
//   x: float32[2,3]                      an input
//   y = Add(x, w: [3])                   inputs may be declared where they are used; float32 where no dtype is said
//   a, b = Split(y, split=[1, 2], axis=1)
//   Reshape(y, [6])                      bare literals are attributes in the operator's order
//   return a, b                          left out: the last expression
//
// `;` and line ends separate, `#` starts a comment, `_` leaves out an optional operand.
import { operatorNamed } from '../operators/index.ts';
import { GraphBuilder } from './build.ts';
import type { DType } from './dtype.ts';
import { isDType } from './dtype.ts';
import type { Graph, GraphValue } from './graph.ts';
import { FUSED } from './graph.ts';
import type { Tensor } from './tensor.ts';
import { tensor } from './tensor.ts';
import type { Token } from './text-scan.ts';
import { TextError, scan } from './text-scan.ts';

export function parseGraph(text: string): Graph {
  const parser = new Parser(scan(text));
  const graph = parser.graph(new GraphBuilder());
  parser.end();
  return graph;
}

/** One tensor, as `printTensor` writes it. */
export function parseTensor(text: string): Tensor {
  const parser = new Parser(scan(text));
  const parsed = parser.tensor();
  parser.end();
  return parsed;
}

type Literal = number | bigint | boolean | string | readonly (number | bigint)[] | Tensor;

class Parser {
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  graph(g: GraphBuilder): Graph {
    const names = new Map<string, GraphValue>();
    let last: readonly GraphValue[] = [];
    for (;;) {
      while (this.#accept(';'));
      const token = this.#peek();
      if (token.kind === 'end' || token.text === '}') break;
      if (token.text === 'return') {
        this.#next++;
        last = [];
        do last = [...last, this.#value(g, names)]; while (this.#accept(','));
        while (this.#accept(';'));
        break;
      }
      last = this.#statement(g, names);
    }
    if (last.length === 0) this.#fail('a graph returns something');
    return g.finish(last);
  }

  end(): void {
    if (this.#peek().kind !== 'end') this.#fail(`'${this.#peek().text}' follows the graph`);
  }

  #statement(g: GraphBuilder, names: Map<string, GraphValue>): readonly GraphValue[] {
    const targets: string[] = [];
    const begin = this.#next;
    while (this.#peek().kind === 'name' && [',', '='].includes(this.#tokens[this.#next + 1]!.text)) {
      targets.push(this.#take().text);
      if (this.#accept('=')) return this.#assign(g, names, targets);
      this.#expect(',');
    }
    this.#next = begin;
    const values = this.#expression(g, names);
    if (!this.#accept(';') && this.#peek().kind !== 'end' && this.#peek().text !== '}') this.#fail(`a line end is missing before '${this.#peek().text}'`);
    return values;
  }

  #assign(g: GraphBuilder, names: Map<string, GraphValue>, targets: readonly string[]): readonly GraphValue[] {
    const values = this.#expression(g, names);
    if (values.length !== targets.length) this.#fail(`${targets.length} names for ${values.length} results`);
    targets.forEach((name, i) => names.set(name, values[i]!));
    return values;
  }

  #value(g: GraphBuilder, names: Map<string, GraphValue>): GraphValue {
    const values = this.#expression(g, names);
    if (values.length !== 1) this.#fail(`one value is expected, not ${values.length}`);
    return values[0]!;
  }

  #expression(g: GraphBuilder, names: Map<string, GraphValue>): readonly GraphValue[] {
    const token = this.#take();
    if (token.kind !== 'name') this.#fail(`a name is expected, not '${token.text}'`, token);
    if (this.#accept('(')) return this.#call(g, names, token);
    if (this.#accept(':')) {
      const { dtype, shape } = this.#type();
      const value = g.input(token.text, dtype, shape);
      names.set(token.text, value);
      return [value];
    }
    if (isDType(token.text) && this.#peek().text === '[') { this.#next--; return [g.constant(this.tensor())]; }
    const value = names.get(token.text);
    if (!value) this.#fail(`nothing is called ${token.text}`, token);
    return [value!];
  }

  #call(g: GraphBuilder, names: Map<string, GraphValue>, name: Token): readonly GraphValue[] {
    const operator = operatorNamed(name.text);
    if (!operator && name.text !== FUSED) this.#fail(`there is no operator ${name.text}`, name);
    const order = Object.keys(operator?.attributes ?? {});
    const operands: (GraphValue | undefined)[] = [];
    const attributes: Record<string, Literal> = {};
    while (!this.#accept(')')) {
      const token = this.#peek();
      if (token.kind === 'name' && this.#tokens[this.#next + 1]!.text === '=') {
        this.#next += 2;
        attributes[token.text] = this.#literal();
      } else if (token.kind === 'number' || token.text === '[' || token.text === 'true' || token.text === 'false') {
        const target = order.find((attribute) => !(attribute in attributes)) ?? this.#fail(`${name.text} has no further attribute`);
        attributes[target] = this.#literal();
      } else if (token.text === '_') {
        this.#next++;
        operands.push(undefined);
      } else operands.push(this.#value(g, names));
      if (this.#peek().text !== ')') this.#expect(',');
    }
    if (name.text !== FUSED) return g.ops(name.text, operands, attributes);
    this.#expect('{');
    const body = this.graph(new GraphBuilder());
    this.#expect('}');
    return [g.fused(operands.map((v) => v ?? this.#fail('a fused node leaves out no operand')), body)];
  }

  #literal(): Literal {
    const token = this.#peek();
    if (token.text === '[') return this.#list('[', ']');
    if (token.kind === 'name' && isDType(token.text) && this.#tokens[this.#next + 1]!.text === '[') return this.tensor();
    this.#next++;
    if (token.text === 'true' || token.text === 'false') return token.text === 'true';
    if (token.kind === 'number' || token.text === 'nan' || token.text === 'inf') return this.#number(token);
    return token.kind === 'name' ? token.text : this.#fail(`a value is expected, not '${token.text}'`, token);
  }

  #number({ text }: Token): number | bigint {
    if (text === 'nan') return NaN;
    if (text === 'inf' || text === '-inf') return text === 'inf' ? Infinity : -Infinity;
    const value = Number(text);
    return /^-?\d+$/.test(text) && !Number.isSafeInteger(value) ? BigInt(text) : value;
  }

  #list(open: string, close: string): (number | bigint)[] {
    this.#expect(open);
    const list: (number | bigint)[] = [];
    while (!this.#accept(close)) {
      const token = this.#take();
      if (token.kind !== 'number' && token.text !== 'nan' && token.text !== 'inf') this.#fail(`a number is expected, not '${token.text}'`, token);
      list.push(this.#number(token));
      if (this.#peek().text !== close) this.#expect(',');
    }
    return list;
  }

  #type(): { readonly dtype: DType; readonly shape: readonly number[] } {
    const token = this.#peek();
    const dtype = isDType(token.text) ? token.text : 'float32';
    if (token.kind === 'name') { if (!isDType(token.text)) this.#fail(`${token.text} is not a dtype`); this.#next++; }
    return { dtype, shape: this.#list('[', ']').map(Number) };
  }

  tensor(): Tensor {
    const { dtype, shape } = this.#type();
    return tensor(dtype, shape, this.#list('{', '}'));
  }

  #peek(): Token { return this.#tokens[this.#next]!; }
  #take(): Token { const token = this.#peek(); if (token.kind !== 'end') this.#next++; return token; }
  #accept(text: string): boolean { const yes = this.#peek().kind === 'mark' && this.#peek().text === text; if (yes) this.#next++; return yes; }
  #expect(text: string): void { if (!this.#accept(text)) this.#fail(`'${text}' is expected, not '${this.#peek().text}'`); }
  #fail(message: string, at: Token = this.#peek()): never { throw new TextError(`line ${at.line}, column ${at.column}: ${message}`); }
}

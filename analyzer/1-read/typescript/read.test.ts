// Facts about reading TypeScript and JavaScript: a program's text on the left, what the program IR makes of it on the
// right, in a short notation without places.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type * as ir from '../../program.ts';
import { packageRoot } from '../../package-root.ts';
import { loadTypeScript, readTypeScript } from './read.ts';

beforeAll(loadTypeScript);

/** The first statement without spans and empty parts. */
function first(text: string, file = 'a.ts'): unknown {
  return bare(readTypeScript(text, file).body[0]);
}

/** The value of an expression statement. */
function value(text: string): unknown {
  const statement = readTypeScript(`(${text});`, 'a.ts').body[0];
  return bare(statement?.kind === 'expression' ? statement.value : statement);
}

function bare(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(bare);
  if (typeof node !== 'object' || node === null) return node;
  if ('kind' in node && node.kind === 'name' && 'name' in node) return node.name;
  if ('literal' in node && typeof node.literal === 'object' && node.literal !== null) return 'value' in node.literal ? { is: node.literal.value } : node.literal;
  return Object.fromEntries(Object.entries(node).filter(([key, part]) => !['span', 'nameSpan'].includes(key) && !(Array.isArray(part) && part.length === 0)).map(([key, part]) => [key, bare(part)]));
}

const name = (node: ir.Expression | undefined): string => (node?.kind === 'name' ? node.name : '');

describe('statements', () => {
  test.each([
    ['const a = 1', { kind: 'assignment', targets: ['a'], value: { is: 1 }, declares: 'const' }],
    ['let a: number', { kind: 'assignment', targets: ['a'], declares: 'let' }],
    ['a += 2', { kind: 'expression', value: { kind: 'assign', target: 'a', operator: '+', value: { is: 2 } } }],
    ['a++', { kind: 'expression', value: { kind: 'assign', target: 'a', operator: '+', value: { is: 1 }, gives: 'before' } }],
    ['delete a.b', { kind: 'delete', targets: [{ kind: 'attribute', object: 'a', name: 'b' }] }],
    ['throw e', { kind: 'raise', value: 'e' }],
    ['if (a) b(); else c();', { kind: 'if', test: 'a', then: [{ kind: 'expression', value: { kind: 'call', callee: 'b' } }], otherwise: [{ kind: 'expression', value: { kind: 'call', callee: 'c' } }] }],
    ['do { a } while (b)', { kind: 'while', test: 'b', body: [{ kind: 'expression', value: 'a' }], testLast: true }],
    ['for (const k in o) k', { kind: 'for', target: 'k', iterable: 'o', body: [{ kind: 'expression', value: 'k' }], over: 'keys', declares: 'const' }],
    ['outer: while (a) break outer', { kind: 'block', label: 'outer', body: [{ kind: 'while', test: 'a', body: [{ kind: 'break', label: 'outer' }] }] }],
    ['enum Mode { A, B = 4, C }', { kind: 'assignment', targets: ['Mode'], declares: 'const', value: { kind: 'dict', entries: [{ key: { is: 'A' }, value: { is: 0 } }, { key: { is: 'B' }, value: { is: 4 } }, { key: { is: 'C' }, value: { is: 5 } }] } }],
    ['namespace N { export const a = 1 }', { kind: 'unknown', reason: 'a namespace' }],
  ])('%s', (text, expected) => {
    expect(first(text)).toEqual(expected);
  });

  test('a counting loop is a block with a loop whose step runs after each turn', () => {
    expect(first('for (let i = 0; i < 3; i++) f(i)')).toEqual({
      kind: 'block', body: [
        { kind: 'assignment', targets: ['i'], value: { is: 0 }, declares: 'let' },
        {
          kind: 'while', test: { kind: 'compare', left: 'i', rest: [{ operator: '<', right: { is: 3 } }] },
          body: [{ kind: 'expression', value: { kind: 'call', callee: 'f', args: [{ value: 'i' }] } }],
          step: [{ kind: 'expression', value: { kind: 'assign', target: 'i', operator: '+', value: { is: 1 }, gives: 'before' } }],
        },
      ],
    });
  });

  test.each(['interface A { b: number }', 'type A = string', 'declare const a: number', 'import type { A } from "a"', 'export type { A } from "a"', 'function f(a: string): void;', ';'])('%s says nothing to the executor', (text) => {
    expect(readTypeScript(text, 'a.ts').body).toEqual([]);
  });
});

describe('switch', () => {
  const chain = (text: string): unknown => (first(text) as { body: unknown[] }).body.slice(1);
  const call = (f: string): unknown => ({ kind: 'expression', value: { kind: 'call', callee: f } });
  const is = (n: number): unknown => ({ kind: 'compare', left: 'switch', rest: [{ operator: '===', right: { is: n } }] });

  test('a case that falls through carries what follows, and the default comes last', () => {
    expect(chain('switch (a) { default: d(); break; case 1: b(); case 2: { c(); break; } }')).toEqual([
      { kind: 'if', test: is(1), then: [call('b'), call('c')], otherwise: [{ kind: 'if', test: is(2), then: [call('c')], otherwise: [call('d')] }] },
    ]);
  });

  test('a break inside of an if leaves a loop of one turn', () => {
    expect(chain('switch (a) { case 1: if (x) break; b(); }')).toEqual([
      { kind: 'while', test: { is: false }, testLast: true, body: [{ kind: 'if', test: is(1), then: [{ kind: 'if', test: 'x', then: [{ kind: 'break' }] }, call('b')] }] },
    ]);
  });
});

describe('expressions', () => {
  test.each([
    ['a?.b', { kind: 'attribute', object: 'a', name: 'b', optional: true }],
    ['a?.[0]', { kind: 'subscript', object: 'a', index: { is: 0 }, optional: true }],
    ['a?.(...b)', { kind: 'call', callee: 'a', args: [{ value: 'b', spread: 'sequence' }], optional: true }],
    ['new A(1)', { kind: 'call', callee: 'A', args: [{ value: { is: 1 } }], constructs: true }],
    ['a as number', 'a'],
    ['a!', 'a'],
    ['a satisfies B', 'a'],
    ['a ?? b', { kind: 'logical', operator: '??', left: 'a', right: 'b' }],
    ['a ||= b', { kind: 'assign', target: 'a', value: { kind: 'logical', operator: 'or', left: 'a', right: 'b' } }],
    ['!a', { kind: 'unary', operator: 'not', operand: 'a' }],
    ['typeof a', { kind: 'unary', operator: 'typeof', operand: 'a' }],
    ['a instanceof B', { kind: 'compare', left: 'a', rest: [{ operator: 'instanceof', right: 'B' }] }],
    ['f((a, b))', { kind: 'call', callee: 'f', args: [{ value: { kind: 'subscript', object: { kind: 'tuple', elements: ['a', 'b'] }, index: { is: 1 } } }] }],
    ['a ? b : c', { kind: 'conditional', test: 'a', yes: 'b', no: 'c' }],
    ['[a, , ...b]', { kind: 'list', elements: ['a', { type: 'undefined' }, { kind: 'spread', value: 'b' }] }],
    ['{ a, b: 1, "c-d": 2, ...e, 3: 4 }', { kind: 'dict', entries: [{ key: { is: 'a' }, value: 'a' }, { key: { is: 'b' }, value: { is: 1 } }, { key: { is: 'c-d' }, value: { is: 2 } }, { value: 'e' }, { key: { is: '3' }, value: { is: 4 } }] }],
    ['`a${b}c`', { kind: 'template', parts: ['a', { value: 'b' }, 'c'] }],
    ['0x10', { is: 16 }],
    ['1_000', { is: 1000 }],
    ['null', { type: 'none' }],
    ['undefined', { type: 'undefined' }],
    ['/a\\/b/g', { kind: 'unknown', reason: 'a regular expression' }],
    ['await a', { kind: 'await', value: 'a' }],
  ])('%s', (text, expected) => {
    expect(value(text)).toEqual(expected);
  });

  test('numbers are integers unless they are written otherwise', () => {
    const type = (text: string): unknown => {
      const [statement] = readTypeScript(text, 'a.ts').body;
      return statement?.kind === 'expression' && statement.value.kind === 'literal' ? statement.value.literal.type : undefined;
    };
    expect(['1', '0xe', '1.0', '1e3', '.5'].map(type)).toEqual(['int', 'int', 'float', 'float', 'float']);
  });

  test('JSX is unknown, in place', () => {
    expect(first('const a = <b>c</b>', 'a.tsx')).toEqual({ kind: 'assignment', targets: ['a'], value: { kind: 'unknown', reason: 'JSX' }, declares: 'const' });
  });
});

describe('functions and destructuring', () => {
  test('an arrow function with an expression is one return', () => {
    expect(value('(a, b = 1, ...c) => a')).toEqual({
      kind: 'lambda', isArrow: true, body: [{ kind: 'return', value: 'a' }],
      params: [{ name: 'a', how: 'position' }, { name: 'b', how: 'position', default: { is: 1 } }, { name: 'c', how: 'rest' }],
    });
  });

  test('a destructuring parameter has a target besides its made-up name', () => {
    expect(value('function f({ a, b: [c] = [] } = {}) {}')).toMatchObject({
      params: [{ name: 'argument 1', default: { kind: 'dict' }, target: { kind: 'object-target', entries: [{ key: { is: 'a' }, target: 'a' }, { key: { is: 'b' }, target: { kind: 'sequence-target', elements: [{ target: 'c' }] }, default: { kind: 'list' } }] } }],
    });
  });

  test('holes, defaults and rests of arrays', () => {
    expect(first('const [, a = 1, ...b] = c')).toMatchObject({ targets: [{ kind: 'sequence-target', elements: [{}, { target: 'a', default: { is: 1 } }, { target: 'b', rest: true }] }] });
  });

  test('the rest of an object', () => {
    expect(first('const { a, ...b } = c')).toMatchObject({ targets: [{ kind: 'object-target', entries: [{ target: 'a' }], rest: 'b' }] });
  });

  test('an assignment may take apart, too', () => {
    expect(first('[a, b.c] = [b.c, a]')).toMatchObject({ value: { kind: 'assign', target: { kind: 'sequence-target', elements: [{ target: 'a' }, { target: { kind: 'attribute', name: 'c' } }] } } });
    expect(first('({ a, b: c = 1 } = d)')).toMatchObject({ value: { kind: 'assign', target: { kind: 'object-target', entries: [{ target: 'a' }, { target: 'c', default: { is: 1 } }] } } });
  });

  test('types that are names stay as annotations', () => {
    expect(value('(x: tf.Tensor2D, n: number, m: string[]) => x')).toMatchObject({ params: [{ annotation: { kind: 'attribute', object: 'tf', name: 'Tensor2D' } }, { annotation: 'number' }, { name: 'm' }] });
  });
});

describe('classes', () => {
  const members = (text: string): unknown[] => (first(text) as { class: { body: unknown[] } }).class.body;

  test('fields are set on this, static ones on the class', () => {
    expect(members('class A { a = 1; static b = 2; c: number; #d = 3 }')).toEqual([
      { kind: 'assignment', targets: [{ kind: 'attribute', object: 'this', name: 'a' }], value: { is: 1 } },
      { kind: 'assignment', targets: ['b'], value: { is: 2 } },
      { kind: 'assignment', targets: [{ kind: 'attribute', object: 'this', name: '#d' }], value: { is: 3 } },
    ]);
  });

  test('methods carry what kind they are as decorators', () => {
    expect(members('class A { a() {} static b() {} get c() { return 1 } set c(v) {} }').map((member) => (member as { decorators?: unknown }).decorators)).toEqual([undefined, ['staticmethod'], ['get property'], ['set property']]);
  });

  test('a parameter property is set once the base class is constructed', () => {
    const [constructor] = members('class A extends B { constructor(private readonly a: number) { super(); f(); } }');
    expect(constructor).toMatchObject({ name: 'constructor', function: { body: [{ kind: 'expression' }, { kind: 'assignment', targets: [{ object: 'this', name: 'a' }], value: 'a' }, { kind: 'expression' }] } });
  });
});

describe('modules', () => {
  test.each([
    ['import * as tf from "@tensorflow/tfjs"', { kind: 'import', module: '@tensorflow/tfjs', level: 0, whole: 'tf' }],
    ['import tf, { tensor as t, type Tensor } from "m"', { kind: 'import', module: 'm', level: 0, names: [{ name: 'default', as: 'tf' }, { name: 'tensor', as: 't' }] }],
    ['import "m"', { kind: 'import', module: 'm', level: 0 }],
    ['import tf = require("m")', { kind: 'import', module: 'm', level: 0, whole: 'tf' }],
    ['const tf = require("m")', { kind: 'import', module: 'm', level: 0, whole: 'tf' }],
    ['const { a, b: c } = require("m")', { kind: 'import', module: 'm', level: 0, names: [{ name: 'a', as: 'a' }, { name: 'b', as: 'c' }] }],
    ['const a = require("m").b', { kind: 'import', module: 'm', level: 0, names: [{ name: 'b', as: 'a' }] }],
    ['const m = await import("m")', { kind: 'import', module: 'm', level: 0, whole: 'm' }],
    ['export * from "m"', { kind: 'export', names: [{ name: '*', as: '*' }], module: 'm' }],
    ['export { a as b }', { kind: 'export', names: [{ name: 'a', as: 'b' }] }],
    ['export const a = 1', { kind: 'export', declaration: { kind: 'assignment', targets: ['a'], value: { is: 1 }, declares: 'const' } }],
    ['export default a', { kind: 'export', value: 'a' }],
    ['module.exports = { a, b: c }', { kind: 'export', names: [{ name: 'a', as: 'a' }, { name: 'c', as: 'b' }], value: { kind: 'dict', entries: [{ key: { is: 'a' }, value: 'a' }, { key: { is: 'b' }, value: 'c' }] } }],
    ['exports.a = a', { kind: 'export', names: [{ name: 'a', as: 'a' }] }],
  ])('%s', (text, expected) => {
    expect(first(text)).toEqual(expected);
  });

  test('a default function is declared, then exported', () => {
    expect(readTypeScript('export default function f() {}', 'a.ts').body.map(({ kind }) => kind)).toEqual(['function', 'export']);
  });
});

describe('comments and places', () => {
  test('comments are found, and nothing that only looks like one', () => {
    const program = readTypeScript('// one\nconst a = "// no"; /* two */ f(`// no ${b /* three */}`, /\\/\\*/); // four', 'a.ts');
    expect(program.comments.map(({ text }) => text)).toEqual([' one', ' two ', ' three ', ' four']);
  });

  test('a span is the text of the node', () => {
    const text = 'const a =  f( b ) ;';
    const [statement] = readTypeScript(text, 'a.ts').body;
    const call = statement?.kind === 'assignment' ? statement.value : undefined;
    expect(call && text.slice(call.span.start, call.span.end)).toBe('f( b )');
    expect(call?.kind === 'call' && name(call.callee)).toBe('f');
  });
});

describe('any text', () => {
  test('what does not parse is a problem with its place; the rest is still there', () => {
    const text = 'const a = f(;\nconst b = 2;';
    const program = readTypeScript(text, 'a.ts');
    expect(program.problems.map(({ span, reason }) => [span.start, reason])).toEqual([[12, "')' expected."]]);
    expect(bare(program.body.at(-1))).toEqual({ kind: 'assignment', targets: ['b'], value: { is: 2 }, declares: 'const' });
  });

  test('too deep a nesting is refused, not thrown', () => {
    const deep = `${'('.repeat(50_000)}1${')'.repeat(50_000)}`;
    expect(readTypeScript(deep, 'a.ts').problems.map(({ reason }) => reason)).toEqual(['nested too deeply: not analysed']);
  });

  const folder = join(packageRoot(), 'corpus/programs/tfjs');
  const files = readdirSync(folder).filter((file) => /\.[jt]s$/.test(file));

  test.each(files)('%s reads without a problem, and cut off anywhere it still reads', (file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    expect(readTypeScript(text, file).problems).toEqual([]);
    for (let end = 0; end < text.length; end += 13) {
      const cut = readTypeScript(text.slice(0, end), file);
      expect(JSON.stringify(cut.body)).not.toContain('"span":null');
    }
  });
});

import { beforeAll, describe, expect, test } from 'vitest';
import type { Expr, Stmt } from './ast.ts';
import { loadPython, longestText, parsePython } from './parse.ts';

beforeAll(loadPython);

/** The outline of statements: kinds, names, what an error holds. */
function outline(statements: readonly (Stmt | Expr)[]): string {
  return statements.map((node) => {
    if (node.kind === 'ErrorStmt') return `Error{${outline(node.parts)}}`;
    if (node.kind === 'FunctionDef' || node.kind === 'ClassDef') return `${node.name.text}[${outline(node.body)}]`;
    if ('body' in node && Array.isArray(node.body)) return `${node.kind}[${outline(node.body as Stmt[])}]`;
    return node.kind;
  }).join(' ');
}

function read(text: string): { outline: string; errors: string[] } {
  const module = parsePython(text);
  const errors = module.errors.map((error) => {
    const line = text.slice(0, error.range.start).split('\n').length;
    return `${line}: ${error.message} | ${text.slice(error.range.start, error.range.end)}`;
  });
  return { outline: outline(module.body), errors };
}

describe('one wrong line costs one line', () => {
  const facts: readonly (readonly [text: string, outline: string, ...errors: string[]])[] = [
    ['y = x.\nz = 3\n', 'Error{Assign} Assign', "1: a name is missing after '.' | ."],
    ['def f(x):\n    x = self.\n    return x\n', 'f[Error{Assign} Return]', "2: a name is missing after '.' | ."],
    ['x = a +\ny = 3\n', 'Error{Assign} Assign', "1: something is missing after '+' | +"],
    ['class A:\n    def f(self):\n        x = g(a, b\n        return x\n    def h(self):\n        pass\n',
      'A[f[Error{Assign} Return] h[Pass]]', "3: '(' is never closed | ("],
    ['f(\n  a,\n  b\nx = 1\n', 'Error{Expr} Assign', "1: '(' is never closed | ("],
    ["x = 'abc\ny = 2\n", 'Error{Assign} Assign', "1: this string is never closed | '"],
    ['def f(x)\n    return x\ny = 1\n', 'f[Return] Assign', "1: ':' is missing at the end of this 'def' line | )"],
    ['x = [1, 2)\ny = 1\n', 'Error{Assign} Assign', "1: ')' does not close '[' | )"],
    ['if x = 3:\n    y = 1\nz = 2\n', 'Error{If[Assign]} Assign', "1: '=' assigns and cannot stand here; == compares | = 3"],
    ['f(x) = 3\ny = 2\n', 'Error{} Assign', "1: cannot assign to 'f(x)' | f(x) ="],
    ["print 'a'\nx = 1\n", 'Error{Constant} Assign', "1: 'print' is a function in Python 3: its arguments need brackets | print 'a'"],
    ['def f():\nx = 1\n', 'f[] Assign', "1: this 'def' has no body: an indented line is expected after it | def f():"],
    ['if a:\n    b\n  c\nd\n', 'If[Expr] Expr Expr', '3: this line is indented more than the lines around it |   '],
  ];
  for (const [text, expected, ...errors] of facts) {
    test(JSON.stringify(text), () => expect(read(text)).toEqual({ outline: expected, errors }));
  }
});

test('an error inside an expression leaves the statement around it', () => {
  const [statement] = parsePython('x = foo(a b)\n').body;
  expect(statement).toMatchObject({ kind: 'Assign', targets: [{ kind: 'Name', id: 'x' }], value: { kind: 'ErrorExpr' } });
});

test('names of parameters, keywords, attributes and aliases have ranges', () => {
  const text = 'import a.b as c\ndef f(x: int = 1): g(k=x).y';
  const [imported, definition] = parsePython(text).body;
  const at = (range: { start: number; end: number } | undefined): string => text.slice(range?.start, range?.end);
  if (imported?.kind !== 'Import' || definition?.kind !== 'FunctionDef') throw new Error('not what the text says');
  expect(at(imported.names[0]?.asname?.range)).toBe('c');
  expect(at(definition.args.args[0]?.name.range)).toBe('x');
  const [call] = definition.body;
  expect(call).toMatchObject({ value: { attr: { text: 'y' }, value: { keywords: [{ name: { text: 'k' } }] } } });
});

test('comments are kept with their places', () => {
  const module = parsePython('# a\nx = 1  # (B, T)\ndef f():\n    # c\n    pass\n');
  expect(module.comments.map((comment) => [comment.text, comment.range.start, comment.ownLine])).toEqual([
    ['# a', 0, true], ['# (B, T)', 11, false], ['# c', 33, true],
  ]);
});

test('Windows, old Macintosh and marked files read alike', () => {
  for (const text of ['x = 1\r\ny = """a\r\nb"""\r\n', 'x = 1\ry = """a\rb"""\r', '\uFEFFx = 1\ny = """a\nb"""\n']) {
    const module = parsePython(text);
    expect(module.errors).toEqual([]);
    expect(module.body[1]).toMatchObject({ kind: 'Assign', value: { value: { type: 'str', value: 'a\nb' } } });
  }
});

describe('any text is read', () => {
  const strange: Readonly<Record<string, string>> = {
    'open brackets': '('.repeat(20_000), 'deep calls': `x${'(y'.repeat(3000)}${')'.repeat(3000)}`, 'a long sum': `x = ${'a + '.repeat(5000)}a`,
    'nested blocks': `${Array.from({ length: 500 }, (_, depth) => `${' '.repeat(depth)}if x:\n`).join('')}${' '.repeat(500)}pass\n`,
    'many elif': `if a:\n  pass\n${'elif b:\n  pass\n'.repeat(2000)}`, 'no Python at all': '$?!'.repeat(5000), 'zero bytes': '\0'.repeat(500),
    'open f-strings': 'f"{'.repeat(500), 'half a surrogate pair': '\ud800 = "\udc00"', quotes: '"'.repeat(5001), nothing: '',
  };
  for (const [name, text] of Object.entries(strange)) {
    test(name, () => {
      const module = parsePython(text);
      expect(module.errors.length > 0 || text === '').toBe(true);
      // Whoever walks the tree by recursion must survive it.
      expect(() => JSON.stringify(module, (_, value: unknown) => (typeof value === 'bigint' ? 0 : value))).not.toThrow();
    });
  }

  test('too long a text is refused in one sentence', () => {
    const module = parsePython('#'.repeat(longestText + 1));
    expect(module.errors).toEqual([{ range: { start: 0, end: 0 }, kind: 'limit', message: 'longer than 2000000 characters: not analysed' }]);
  });

  test('a text cut anywhere', () => {
    const text = 'class A(B):\n    def f(self, x: int = 1, *a):\n        y = [f"{z!r:>{w}}" for z in x[1:2, ::3]]\n        return {"a": y, **k}\n';
    for (let length = 0; length < text.length; length++) expect(parsePython(text.slice(0, length)).kind).toBe('Module');
  });
});

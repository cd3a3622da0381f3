// Our tree against CPython's own parser: the same nodes, at the same places, with the same values.

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { packageRoot } from '../../package-root.ts';
import { inOrder, positionedNodes } from './cpython-form.ts';
import type { Positioned } from './cpython-form.ts';
import { loadPython, parsePython } from './parse.ts';

interface Answers {
  readonly insideStrings: boolean;
  readonly version: readonly [number, number];
  readonly answers: readonly ({ readonly nodes: readonly Positioned[] } | { readonly error: string })[];
}

/** Each under the first Python that knows it. */
const snippets: Readonly<Record<string, readonly string[]>> = {
  '3.8': [
    'x = 1\ny: int = 2\nz: "T"\na = b = c, d = 1, 2\na, *b = c\n(a) = 1\n(a, b), [c, *d] = e\nx += 1; y @= 2;\nz //= w ** -2\n',
    '0, 1_000, 0xFf, 0o17, 0b1_0, 1., .5, 1e3, 1_0.0_1e-1_0, 3j, 1.5J, 0_0, 00\n',
    `b'\\x00\\n' rb'\\\\'\nr'\\\\'\n'a' "b" r'\\d' u'é' '''x\ny''' '\\u00e9\\U0001F600\\101\\\n' "\\q" ''\n`,
    'a or b or c and not d\na < b <= c != d is not e not in f\n-a ** -b\n~a + +b << 2 | 3 ^ 4 & 5\na & b ^ c & d ^ (e ^ f) & g & h\na if b else c if d else e\n',
    'f(a, *b, c=1, **d)\nf(x for x in y)\nf(a)(b)[c].d\nf((x for x in y), 1)\nf(a, b=lambda x, *y, z=1, **k: x,)\n',
    'a[1], a[1:2], a[::2], a[:, 1], a[1:2:3, ...], a[b,], a[-1][None]\n',
    '[], (), {}, [1,], (1,), {1}, {1: 2, **a}, [*a, b], {*a, b}\n',
    '[x for x in y if z if w]\n{x: y for x, y in z for w in v}\n{a async for a in b}\n(a for (a, b) in c if (lambda: 1))\n',
    'x = (yield)\ndef f():\n    x = yield 1\n    yield\n    yield a, b\n    yield from c\n    return *a, b\n',
    'if a: b\nelif c:\n    d\nelse:\n    e; f;\nwhile a: break\nelse: continue\nfor a, b in c, d:\n    pass\nelse:\n    pass\n',
    'try:\n    a\nexcept A as e:\n    b\nexcept (B, C):\n    c\nexcept:\n    d\nelse:\n    e\nfinally:\n    f\ntry: a\nfinally: b\n',
    'import a.b.c as d, e\nfrom . import a as b, c\nfrom ..x.y import (d, e,)\nfrom z import *\nfrom __future__ import annotations\n',
    'def f(a, /, b: int = 1, *args: T, c, d=2, **kw) -> List[int]: return a\ndef g(*, a): ...\nlambda: 0\nlambda a, /, b=1: a\n',
    '@a.b(1)\n@c\nclass A(B, metaclass=M, **k):\n    """doc"""\n    x: int = 1\n    async def f(self):\n        await x ** (await y) ** 2 + -await z ** 2\n        async with a as b, c: pass\n        async for x in y: pass\n',
    'del a, b[0], (c, d)\nassert a, "b"\nraise A(b) from c\nraise\nglobal a, b\nprint(print, type, match)\nmatch = type = 3\ntype(x).y = z\nprint >> f, 1\n',
    'with open(a) as f, b: pass\nwith (a, b) as c: pass\nwith (a): pass\nwith a as (b, c), d as e[0]: pass\n',
    '(n := 10)\nif (x := f()) and y: pass\n[y := 1, y**2]\nx = *f(a), *b.c[0]\nfor x in *a, b: pass\n',
    'a = b, *(c for c in d); e = 1\nx = y = *[1], *{2: 3}, 3,\ndef f():\n    return a, *[c for c in d]  # e\ndef g(): return *f(a), *{b}\n',
    'é = "😀"; x = é  # comment 😀\nſ = 1\nf(\n    a,  # one\n\n    b\n)\nif a:\n\n    # only\n    b \\\n      + c\n\n\td = 1\n'.replace('\n\td', '\n    d'),
    'a: Float[Tensor, "b c"] = 1\ndef f(x: Optional[A.B[int]] = None, *y: "T") -> Tuple[int, ...]: pass\nx: A | B = c\nself.x: List[int] = []\n',
    'ere,\n# one\nx, = 1,\ntype(x).y.z = lambda: 0\ntype(x)[0] += 1\ntype.z = type\n',
    'def f():\n    x = g(a, type=\nfloat, b=1 /\n2)\n    return x;\nif a: pass\nelse: pass;\n',
    'x = f"{a:=10}{(b:=1)}{{{c}}}"\n',
    'x = f"a{b}c{d!r:>{w}.2f}{{}}{e:%Y-%m}" "lit" f\'{f["k"]}\'\nf"{x=}" f"{y = :>3}"\nf""\nrf"\\d{x}"\n',
  ],
  '3.10': [
    'with (a as b, c as d,): pass\nwith (a, b): pass\nwith (a as b): pass\nwith (yield a): pass\n',
    'match x:\n    case [1, *_] | {"a": b, **r} if b: pass\n    case A.B(c, d=-1) as q: pass\n    case "s" "t" | None | 1+2j | -1.5 | True: pass\n    case (a, ): pass\n    case a, *b: pass\n    case ((a)): pass\n    case {-1: x, a.b: _}: pass\n    case A(): pass\n    case (1 | 2) as x, []: pass\n    case _: pass\nmatch a, b:\n    case (): pass\n',
  ],
  '3.11': ['try: a\nexcept* A as e: b\nexcept* (C, D): c\n', 'a[*b], a[*b, c]\ndef f(*args: *Ts): pass\n'],
  '3.12': [
    'type X = int\ntype Y[T] = dict[str, T]\nclass A[T: int, *Ts, **P](B): pass\ndef f[T](x: T) -> T: pass\n',
    'x = f"{a["b"]}{f"{c}"}"\n',
  ],
  '3.13': ['def f[T: int = str, *Ts = *tuple[int], **P = [int], U = bool](): pass\nclass A[T = int]: pass\n'],
};

const wrong: readonly string[] = [
  'y = x.\nz = 3\n', 'def f():\nx = 1\n', "print 'a'\n", 'if a:\n    b\n  c\n', 'x = 1\n  y = 2\n', 'def f(x)\n    return x\n',
  'x = (1,\ny = 2\n', "x = 'abc\n", 'x = foo(a b)\n', 'try:\n    a\nb\n', 'try: pass\nexcept A, e: pass\n', 'def f(a=1, b): pass\n',
  'f(a=1, 2)\n', 'f(x) = 3\n', 'a + 1 = 2\n', 'del f()\n', 'x = 0777\n', 'x = 10L\n', 'a <> b\n', 'a = b as c\n',
  'x = )\n', 'x = [1, 2)\n', 'a, b += 1\n', '(a, b): int = 1\n', 'x := 3\n', "x = b'\u00e9'\n", "'\\x1'\n", 'f(**k, *a)\n',
  'def f(*): pass\n', '\tx = 1\n', 'if x = 3:\n  pass\n', 'x = {1: 2, 3}\n', 'from a import b,\n', '1__0\n', 'x = 1 2\n', 'f(a for a in b, c)\n',
  'import a b\n', 'x = 1 y = 2\n', 'if a:\n    if b:\n        c\n      else:\n        d\n', 'f(a=b:=c)\n', 'from a import b.c\n',
  'class A:\n    a:b: int = 1\n', 'f(,)\n', 'x = (a, yield)\n', '**f(a)\n', 'x = (a, **b)\n',
];

const ask = (texts: readonly string[]): Answers => JSON.parse(execFileSync(
  'python3', [join(packageRoot(), 'analyzer/1-read/python/cpython-oracle.py')],
  { input: JSON.stringify(texts), encoding: 'utf8', maxBuffer: 1 << 28 })) as Answers;

let python: Answers | null = null;
const texts = [...Object.values(snippets).flat(), ...wrong];

beforeAll(async () => {
  await loadPython();
  try {
    python = ask(texts);
  } catch {
    python = null;
  }
});

function isAtLeast(version: readonly [number, number], needed: string): boolean {
  const [major = 0, minor = 0] = needed.split('.').map(Number);
  return version[0] > major || (version[0] === major && version[1] >= minor);
}

describe('the same tree as CPython', () => {
  for (const [needed, list] of Object.entries(snippets)) {
    for (const text of list) {
      test(text.split('\n')[0] ?? '', (context) => {
        if (python === null) return context.skip('there is no python3 here to compare with');
        if (!isAtLeast(python.version, needed)) return context.skip(`python3 is ${python.version.join('.')}, this needs ${needed}`);
        const module = parsePython(text);
        expect(module.errors).toEqual([]);
        const answer = python.answers[texts.indexOf(text)];
        const theirs = answer !== undefined && 'nodes' in answer ? inOrder(answer.nodes).map(String) : answer;
        expect(positionedNodes(module, python.insideStrings).map(String)).toEqual(theirs);
      });
    }
  }
});

describe('an error where CPython sees one', () => {
  for (const text of wrong) {
    test(JSON.stringify(text), (context) => {
      expect(parsePython(text).errors).not.toEqual([]);
      if (python === null) return context.skip('there is no python3 here to confirm that this is an error');
      expect(python.answers[texts.indexOf(text)]).toHaveProperty('error');
    });
  }
});

import { expect, test } from 'vitest';
import { together } from './together.ts';

const groups = (files: Readonly<Record<string, string>>): readonly string[] =>
  together(Object.entries(files).map(([path, text]) => ({ path, text }))).map((group) => group.map(({ path }) => path).join(' '));

test('files that import nothing of the project stand alone, in the order of the sources', () => {
  expect(groups({ 'b.py': 'import torch', 'a.py': 'import os' })).toEqual(['b.py', 'a.py']);
});

test('a file is with what it imports at the top, inside a function and behind another statement', () => {
  expect(groups({ 'main.py': 'import a as first, b\ndef f():\n    from c import g\nx = 1; import d', 'a.py': '', 'b.py': '', 'c.py': '', 'd.py': '', 'e.py': '' })).toEqual(['main.py a.py b.py c.py d.py', 'e.py']);
});

test('two files are together through a third', () => {
  expect(groups({ 'a.py': 'import shared', 'b.py': 'from shared import f', 'shared.py': '', 'c.py': '' })).toEqual(['a.py b.py shared.py', 'c.py']);
});

test('of a package, those modules are meant that the importing file names', () => {
  expect(groups({ 'p/__init__.py': '', 'p/one.py': '', 'p/two.py': '', 'p/q/__init__.py': '', 'p/q/three.py': '', 'main.py': 'import p\np.one.f(p.q.three.g)' })).toEqual(['p/__init__.py p/one.py p/q/__init__.py p/q/three.py main.py', 'p/two.py']);
});

test('relative imports start from the folder of the file', () => {
  expect(groups({ 'p/a.py': 'from . import b\nfrom ..q.c import f', 'p/b.py': '', 'q/c.py': '', 'b.py': '' })).toEqual(['p/a.py p/b.py q/c.py', 'b.py']);
});

test('scripts import by paths', () => {
  expect(groups({ 'src/a.ts': "import { f } from './b.js';\nconst c = await import('../c');", 'src/b.ts': '', 'c.ts': '', 'd.ts': '' })).toEqual(['src/a.ts src/b.ts c.ts', 'd.ts']);
});

// Where a file is cut so that its parts can be read, and kept, by themselves.

import { expect, test } from 'vitest';
import { readPython } from './lower.ts';
import { loadPython } from './parse.ts';
import { sectionsOf } from './sections.ts';

const cut = (text: string): readonly string[] => sectionsOf(text).map((start, i, all) => text.slice(start, all[i + 1]));

test.each([
  ['definitions', ['import a\n', 'def f():\n  x\n', 'class A:\n  y\n']],
  ['decorators before what they decorate', ['x = 1\n', '@a\n@b(\n1)\nasync def f():\n  x\n']],
  ['what follows a block', ['for x in y:\n  x\n', 'z = 1\nz = 2\n']],
  ['no clauses of what stands above', ['try:\n  x\nexcept E:\n  y\nelse:\n  z\n']],
  ['nothing inside strings', ['x = """\ndef f():\n  """\ny = \'\\\'\'\n', 'def f(): pass\n']],
  ['nothing inside brackets, blanks or not', ['x = [\n  1,\n2]\ny = 1\n']],
  ['a definition below a bracket that is left open', ['def f():\n  x = (1\n', 'def g():\n  y\n']],
  ['a definition below a string that is left open', ["x = 'a\n", 'def g():\n  y\n']],
  ['a definition below a string of several lines that is left open', ['def f():\n  """a\n', 'def g():\n  y\n']],
  ['no line that is joined to the one above', ['x = 1 + \\\ndef f\n']],
] as const)('%s', (_, parts) => {
  expect(cut(parts.join(''))).toEqual(parts);
});

test('a bracket that is left open leaves the definitions below as they are', async () => {
  await loadPython();
  const below = 'def g(x):\n    return x + 1\n';
  const program = readPython(`def f(x):\n    return g((x)\n\n${below}`, 'p.py');
  expect(program.problems.map(({ reason }) => reason)).toEqual(["'(' is never closed"]);
  const [alone] = readPython(below, 'p.py').body;
  expect(JSON.stringify(program.body.at(-1)).replaceAll(/"(start|end)":\d+/g, '')).toBe(JSON.stringify(alone).replaceAll(/"(start|end)":\d+/g, ''));
});

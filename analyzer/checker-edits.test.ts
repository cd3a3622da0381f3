// What an open file gives after edits is what it gives when it is checked for the first time, place for place.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPython } from './1-read/python/lower.ts';
import { loadPython } from './1-read/python/parse.ts';
import { rereadPython } from './1-read/python/reread.ts';
import { loadTypeScript, readTypeScript, rereadTypeScript } from './1-read/typescript/read.ts';
import { checkFiles } from './check.ts';
import { movedEntry } from './2-execute/moves.ts';
import { noNotes } from './2-execute/notes.ts';
import { createChecker } from './checker.ts';
import { EDITS, SCRIPT_EDITS } from './edits.ts';
import { packageRoot } from './package-root.ts';
import type { Program } from './program.ts';
import { fileOffset, fileText } from './source.ts';

const folder = join(packageRoot(), 'corpus', 'programs', 'python');
const programs = readdirSync(folder).filter((file) => file.endsWith('.py')).sort().map((file) => readFileSync(join(folder, file), 'utf8'));

const anyText = fc.array(fc.nat(programs.length - 1), { minLength: 1, maxLength: 3 }).map((chosen) => chosen.map((i) => programs[i]).join('\n'));
const anyEdits = fc.array(fc.tuple(fc.constantFrom(...Object.values(EDITS)), fc.nat(), fc.nat()), { minLength: 1, maxLength: 3 });

/** With its places where they are in the file. */
function inFile(program: Program): Program {
  const { source: _, ...rest } = program;
  const moved = (node: unknown): unknown => {
    if (typeof node !== 'object' || node === null) return node;
    if (Array.isArray(node)) return node.map(moved);
    if ('file' in node && 'start' in node && 'end' in node) return { ...node, start: fileOffset(program, Number(node.start)), end: fileOffset(program, Number(node.end), Number(node.end) > Number(node.start)) };
    return Object.fromEntries(Object.entries(node).map(([key, part]) => [key, moved(part)]));
  };
  const comments = (moved(rest.comments) as Program['comments']).toSorted((a, b) => a.span.start - b.span.start);
  return { ...(moved(rest) as Program), text: fileText(program), comments };
}

test('a file that is read again after an edit is read as if for the first time', async () => {
  await loadPython();
  fc.assert(fc.property(anyText, anyEdits, (text, edits) => {
    let program = readPython(text, 'p.py');
    for (const [edit, place, choice] of edits) {
      program = rereadPython(edit(fileText(program), place, choice), program);
      expect(inFile(program)).toEqual(readPython(fileText(program), 'p.py'));
    }
  }), { numRuns: 40, seed: 1 });
}, 60_000);

test('a file that is checked again after an edit is checked as if for the first time', async () => {
  await fc.assert(fc.asyncProperty(anyText, anyEdits, async (start, edits) => {
    const checker = createChecker();
    let text = start;
    await checker.update('p.py', text);
    for (const [edit, place, choice] of edits) {
      text = edit(text, place, choice);
      expect(await checker.update('p.py', text)).toEqual(await checkFiles([{ path: 'p.py', text }]));
    }
  }), { numRuns: 14, seed: 1 });
}, 60_000);

const modules = programs.filter((text) => /def forward\(/.test(text));
const anyOfModule = fc.constantFrom(...(['change a number', 'change a name', 'rename', 'insert a line', 'break a line'] as const).map((kind) => EDITS[kind]));

test('modules that are edited again and again, and edits that are taken back, are checked as if for the first time', async () => {
  await fc.assert(fc.asyncProperty(fc.nat(modules.length - 1), fc.array(fc.tuple(anyOfModule, fc.nat(), fc.nat()), { minLength: 5, maxLength: 5 }), async (chosen, edits) => {
    const start = modules[chosen] as string;
    const checker = createChecker();
    await checker.update('p.py', start);
    for (const text of edits.map(([edit, place, choice]) => edit(start, place, choice))) {
      expect(await checker.update('p.py', text)).toEqual(await checkFiles([{ path: 'p.py', text }]));
    }
  }), { numRuns: 8, seed: 1 });
}, 60_000);

test('an edit after which a size has the name that one with other bounds had runs as if for the first time', async () => {
  const text = (size: string): string => `import torch
def f(${size}: int):
    x = torch.randn(5)
    y = x[x > 0]
    return torch.zeros(${size}, 3).view(${size}, 3), y.view(y.shape[0])
`;
  const checker = createChecker();
  await checker.update('p.py', text('selected'));
  expect(await checker.update('p.py', text('width'))).toEqual(await checkFiles([{ path: 'p.py', text: text('width') }]));
});

const LAYERS = `import torch
import torch.nn as nn

WIDTH = 4

def helper(x):
    return x @ torch.zeros(WIDTH, 3)

class A(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 5)
    def forward(self, x):
        return self.layer(helper(x))

class B(nn.Module):
    def forward(self, x):
        for i in range(9):
            x = x.view(-1, 7) @ torch.zeros(7, 7)
        return x
`;

/** What its neighbour takes from it, however it is called, and what nobody calls there. */
const IMPORTER = "import torch\nfrom lib import *\nimport lib\n\ndef use(x):\n    return helper(x) + lib.WIDTH\n\nprint(A()(torch.zeros(2, 4)).shape)\n";

test('a file is checked again after edits of one that it imports as if for the first time', async () => {
  await fc.assert(fc.asyncProperty(anyEdits, async (edits) => {
    const checker = createChecker();
    let text = LAYERS;
    await checker.update('lib.py', text);
    await checker.update('p.py', IMPORTER);
    for (const [edit, place, choice] of edits) {
      text = edit(text, place, choice);
      await checker.update('lib.py', text);
      const fresh = createChecker();
      await fresh.update('lib.py', text);
      expect(await checker.check('p.py')).toEqual(await fresh.update('p.py', IMPORTER));
    }
  }), { numRuns: 12, seed: 1 });
}, 60_000);

const scripts = readdirSync(join(folder, '..', 'tfjs')).filter((file) => /\.[jt]s$/.test(file)).sort().map((file) => readFileSync(join(folder, '..', 'tfjs', file), 'utf8'));

/** Two programs, one of them in a function that nobody calls. */
const anyScript = fc.tuple(fc.nat(scripts.length - 1), fc.nat(scripts.length - 1)).map(([a, b]) => {
  const [first, second] = [scripts[a] as string, scripts[b] as string].map((text) => text.split('\n').filter((line) => !line.startsWith('import ')).join('\n'));
  return `import * as tf from '@tensorflow/tfjs';\nlet count = 0;\nasync function other() {\n  count++;\n${second}\n}\nfunction third(x) {\n  return tf.zeros([count, 3]).matMul(x);\n}\n${first}\n`;
});
const anyScriptEdits = fc.array(fc.tuple(fc.constantFrom(...Object.values(SCRIPT_EDITS)), fc.nat(), fc.nat()), { minLength: 2, maxLength: 4 });

test('a script that is read again after an edit is read as if for the first time', () => {
  loadTypeScript();
  fc.assert(fc.property(anyScript, anyScriptEdits, (start, edits) => {
    let program = readTypeScript(start, 'p.ts');
    for (const [edit, place, choice] of edits) {
      program = rereadTypeScript(edit(fileText(program), place, choice), program);
      expect(inFile(program)).toEqual(readTypeScript(fileText(program), 'p.ts'));
    }
  }), { numRuns: 60, seed: 1 });
}, 60_000);

test('a script that is checked again after an edit is checked as if for the first time', async () => {
  await fc.assert(fc.asyncProperty(anyScript, anyScriptEdits, async (start, edits) => {
    const checker = createChecker();
    let text = start;
    await checker.update('p.ts', text);
    for (const [edit, place, choice] of edits) {
      text = edit(text, place, choice);
      expect(await checker.update('p.ts', text)).toEqual(await checkFiles([{ path: 'p.ts', text }]));
    }
  }), { numRuns: 20, seed: 1 });
}, 60_000);

test('an edit of a script enters the functions that can find it, and nothing else', async () => {
  const text = "import * as tf from '@tensorflow/tfjs';\nfunction f(x) {\n  return tf.zeros([2, 3]).matMul(x);\n}\nfunction g(x) {\n  return tf.zeros([4, 3]).matMul(x);\n}\n";
  const checker = createChecker();
  await checker.update('p.js', text);
  expect(checker.entered).toBe(2);
  await checker.update('p.js', text.replace('4, 3', '5, 3'));
  expect(checker.entered).toBe(3);
});

test.each([
  ['above', (text: string) => `# nothing\n${text}`, 0],
  ['of a comment in a definition', (text: string) => text.replace('x = x.view', '# WIDTH\n            x = x.view'), 0],
  ['of blanks in a definition', (text: string) => text.replace('torch.zeros(7, 7)', 'torch.zeros(\n  7,\n\n  7)'), 0],
  ['of a comment that speaks of a shape', (text: string) => text.replace('zeros(7, 7)', 'zeros(7, 7)  # (B, 7)'), 1],
  ['that makes a variable called like a method', (text: string) => `${text}\ndef forward(x):\n    return x\n`, 1],
  ['of what a mistake tells of unrelated sizes', (text: string) => `${text}\nimport numpy as np\nA()(torch.zeros(int(np.load('a.npy')[0]), 4) + torch.zeros(9, 4))\n`, 0],
  ['with which the program asks something for the first time', (text: string) => `${text}\nimport random\nif random.random() > 0.5:\n    print(1)\n`, 0],
  ['of an import that nothing needs', (text: string) => `import nothing\n${text}`, 0],
  ['in a definition', (text: string) => text.replace('range(9)', 'range(8)'), 1],
  ['in what another definition calls', (text: string) => text.replace('WIDTH, 3', '3, 3'), 1],
  ['of a value that two definitions read', (text: string) => text.replace('WIDTH = 4', 'WIDTH = 5'), 1],
] as const)('an edit %s enters what can find it, and nothing else', async (_, edit, entered) => {
  const checker = createChecker();
  await checker.update('p.py', LAYERS);
  const before = checker.entered;
  await checker.update('p.py', edit(LAYERS));
  expect([before, checker.entered - before]).toEqual([2, entered]);
});

test('an edit of blanks and comments is found where it is now', async () => {
  const wrong = LAYERS.replace('zeros(7, 7)', 'zeros(8, 7)').concat('\nA()(torch.zeros(2, 4))\nhelper(torch.zeros(2, 5))\n');
  const checker = createChecker();
  await checker.update('p.py', wrong);
  for (const place of ['    def forward(self, x):\n        for', '(-1, 7)', 'A()', 'WIDTH = 4']) {
    const text = wrong.replace(place, (found) => found.replaceAll(/[\n(=]/g, (sign) => `${sign} # (a\n      `.slice(0, sign === '=' ? 2 : undefined)));
    expect(text).not.toBe(wrong);
    expect(await checker.update('p.py', text)).toEqual(await checkFiles([{ path: 'p.py', text }]));
  }
});

test('a comment that a definition is called by another name does not change in which order they are entered', async () => {
  const text = LAYERS.replace('x = x.view', '# like A\n            x = x.view');
  const checker = createChecker();
  await checker.update('p.py', LAYERS);
  expect(await checker.update('p.py', text)).toEqual(await checkFiles([{ path: 'p.py', text }]));
});

test('an edit of what a shape comment names runs the definition around it', async () => {
  const before = LAYERS.replace('zeros(7, 7)', 'zeros(7, 7)  # (B, WIDTH)').replace('WIDTH = 4', 'WIDTH = 7');
  const text = before.replace('WIDTH = 7', 'WIDTH = 6');
  const checker = createChecker();
  expect((await checker.update('p.py', before)).findings.map(({ rule }) => rule)).not.toContain('Comment/shape');
  expect((await checker.update('p.py', text)).findings.map(({ rule }) => rule)).toContain('Comment/shape');
});

test('an edit of what a definition reads runs it', async () => {
  for (const edit of [(text: string) => text.replace('WIDTH = 4', 'WIDTH = 6'), (text: string) => text.replace('WIDTH, 3', 'WIDTH, 2')]) {
    const checker = createChecker();
    await checker.update('p.py', LAYERS);
    const text = edit(LAYERS);
    expect(await checker.update('p.py', text)).toEqual(await checkFiles([{ path: 'p.py', text }]));
  }
});

test('an edit above a definition that asks about a pattern moves its questions', async () => {
  const text = `${LAYERS}\ndef build(spec):\n    for item in spec:\n        match item:\n            case ('conv', k):\n                return nn.Conv2d(3, k, 3)\n            case {'linear': (i, o)}:\n                return nn.Linear(i, o)\n`;
  const checker = createChecker();
  await checker.update('p.py', text);
  const before = checker.entered;
  const edited = `added = 1\n${text}`;
  expect(await checker.update('p.py', edited)).toEqual(await checkFiles([{ path: 'p.py', text: edited }]));
  expect(checker.entered).toBe(before);
});

const METHODS = `import torch
import torch.nn as nn

class Made(nn.Module):
    pass

class AConfig:
    width = 3

class M(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.layer = nn.Linear(config.width, 5)
    def forward(self, x):
        return self.layer(x)
    def other(self, x):
        """Of a layer: call eval() first."""
        return self.layer(x) + 1

def plain(x):
    return x @ torch.zeros(4, 3)
`;

test.each([
  ['of one method', (text: string) => text.replace('+ 1', '+ 2'), 1],
  ['of what all methods run', (text: string) => text.replace(', 5', ', 6'), 2],
  ['of a signature', (text: string) => text.replace('other(self, x)', 'other(self, x, y=1)'), 2],
  ['that renames a module which a function does not make', (text: string) => text.replace('Made', 'Renamed'), 0],
  ['of what a method is documented with', (text: string) => text.replace('a layer', 'Made,\n        def a layer'), 0],
  ['beside a method that is documented with calls', (text: string) => text.replace('class M(', 'added = 1\nclass M('), 0],
  ['that adds options', (text: string) => text.replace('class M(', 'class BConfig:\n    width = 4\n\nclass M('), 2],
] as const)('an edit %s enters the methods that run it, and no others', async (_, edit, entered) => {
  const checker = createChecker();
  await checker.update('p.py', METHODS);
  const before = checker.entered;
  const text = edit(METHODS);
  expect(await checker.update('p.py', text)).toEqual(await checkFiles([{ path: 'p.py', text }]));
  expect(checker.entered - before).toBe(entered);
});

test('an edit of a function that is given away, and not run, enters what gives it away', async () => {
  const text = (body: string): string => `import torch
SIZES = {'a': 3}
def inner():
    ${body}
def keep():
    return inner
def use(add, x):
    add(keep)
    return x @ torch.zeros(SIZES['c'], 2)
`;
  const checker = createChecker();
  expect((await checker.update('p.py', text("SIZES['c'] = 4"))).findings).toEqual([]);
  expect((await checker.update('p.py', text('pass'))).findings.map(({ rule }) => rule)).toEqual(['Index/key']);
});

test('what counts instead of what ran before moves with its places', () => {
  const span = { file: 'p.py', start: 3, end: 9 };
  const entry = { notes: noNotes(), entered: new Map(), claimsProved: 0, steps: 0, judgement: {}, instead: [span] };
  expect(movedEntry(entry, ({ file, start, end }) => ({ file, start: start + 1, end: end + 1 })).instead).toEqual([{ ...span, start: 4, end: 10 }]);
});

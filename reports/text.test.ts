import { describe, expect, test } from 'vitest';
import { stripVTControlCharacters } from 'node:util';
import { sorted, type CheckReport, type Finding } from './finding.ts';
import { checkText } from './text.ts';

const program = [
  'class Net(nn.Module):',
  '    def __init__(self):',
  '        self.fc1 = nn.Linear(16 * 5 * 5, 120)',
  '',
  '    def forward(self, x):',
  '        return self.fc1(torch.flatten(x, 1))',
  '',
].join('\n');

const finding: Finding = {
  rule: 'Gemm/inner', severity: 'error', message: 'the input has 576 features but the layer reads 400',
  file: 'model.py', line: 6, column: 16, endLine: 6, endColumn: 45,
  related: [
    { file: 'model.py', line: 6, column: 25, message: '576 = 16 × 6 × 6, flattened here' },
    { file: 'model.py', line: 3, column: 30, endColumn: 40, message: '400 comes from here' },
    { file: 'lib/sizes.py', line: 12, column: 1, message: 'and 5 from here' },
    { file: 'data.bin', line: 1, column: 1, message: 'images of 3 × 32 × 32' },
  ],
};

const report = (...findings: Finding[]): CheckReport => ({ findings, files: 1, unknown: 0 });
const files: Readonly<Record<string, string>> = { 'model.py': program, 'lib/sizes.py': `${'\n'.repeat(11)}SIDE = 5` };
const source = (file: string): string | undefined => files[file];
const text = (findings: readonly Finding[], width?: number): string => checkText(report(...findings), { source, color: false, width });

test('a finding shows its place, its line and where the numbers come from', () => {
  expect(text([finding])).toMatchInlineSnapshot(`
    "model.py:6:16: error: the input has 576 features but the layer reads 400 [Gemm/inner]
       6 │ return self.fc1(torch.flatten(x, 1))
         │        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
         │                 ~~~~~~~~~~~~~ 576 = 16 × 6 × 6, flattened here
       3 │ self.fc1 = nn.Linear(16 * 5 * 5, 120)
         │                      ~~~~~~~~~~ 400 comes from here
         ┌ lib/sizes.py:12:1
      12 │ SIDE = 5
         │ ~~~~ and 5 from here
      data.bin:1:1 images of 3 × 32 × 32

    1 error in 1 file.
    "
  `);
});

test('a line longer than the terminal is cut around the mark', () => {
  expect(text([{ ...finding, column: 25, endColumn: 38, related: finding.related.slice(1, 2) }], 30)).toMatchInlineSnapshot(`
    "model.py:6:25: error: the input has 576 features but the layer reads 400 [Gemm/inner]
      6 │ …fc1(torch.flatten(x, 1…
        │      ^^^^^^^^^^^^^
      3 │ …inear(16 * 5 * 5, 120)
        │        ~~~~~~~~~~
        │ 400 comes from here

    1 error in 1 file.
    "
  `);
});

describe('the last line', () => {
  test('says when nothing was found', () => {
    expect(checkText({ findings: [], files: 2, unknown: 0 }, { source, color: false })).toBe('Nothing found in 2 files.\n');
  });

  test('says how much was not understood', () => {
    expect(checkText({ findings: [], files: 1, unknown: 3 }, { source, color: false })).toBe('Nothing found in 1 file; 3 places not understood, hence not checked.\n');
  });

  test('counts by severity', () => {
    expect(text([finding, finding, { ...finding, severity: 'note' }])).toMatch(/\n2 errors, 1 note in 1 file\.\n$/);
  });
});

test('colour changes no character', () => {
  const colored = checkText(report(finding), { source, color: true });
  expect(colored).not.toBe(text([finding]));
  expect(stripVTControlCharacters(colored)).toBe(text([finding]));
});

test('a message cannot command the terminal', () => {
  expect(text([{ ...finding, message: 'bad \u001b[2J name' }])).toContain('bad \uFFFD[2J name');
});

test('a place without a text is named without a line', () => {
  expect(text([{ ...finding, file: 'model.onnx', related: [] }])).toBe(
    'model.onnx:6:16: error: the input has 576 features but the layer reads 400 [Gemm/inner]\n\n1 error in 1 file.\n');
});

test('a finding over several lines is marked to the end of its first', () => {
  expect(text([{ ...finding, endLine: 8, endColumn: 2, related: [] }])).toContain(`│        ${'^'.repeat(29)}\n`);
});

test('findings stand in the order of the files and lines, whatever order they came in', () => {
  const later = { ...finding, line: 7 }, other = { ...finding, file: 'a.py', line: 9 };
  expect(sorted([later, finding, other])).toEqual([other, finding, later]);
});

// How tests state one fact about a program: `finds('…', source, 'MatMul/inner@4')`, `silent('…', source)`. A program
// comes in as text; what the checker says about it is compared.

import { expect, test } from 'vitest';
import { checkFiles } from './check.ts';

const PRELUDE = 'import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\n';

/** Findings as `rule@line`; lines count from the first line of the snippet. */
async function said(source: string, file: string): Promise<readonly string[]> {
  const isPython = file.endsWith('.py');
  const result = await checkFiles([{ path: file, text: isPython ? PRELUDE + source : source }]);
  const before = isPython ? PRELUDE.split('\n').length - 1 : 0;
  return result.findings.map((finding) => `${finding.rule}@${finding.line - before}`);
}

export function finds(fact: string, source: string, ...expected: readonly string[]): void {
  test(fact, async () => {
    expect(await said(trimmed(source), 'program.py')).toEqual(expected);
  });
}

/** Nothing is found, and the program is followed to its end: a mistake put there is found. */
export function silent(fact: string, source: string): void {
  const text = trimmed(source);
  test(fact, async () => {
    const end = `${text}${text.endsWith('\n') ? '' : '\n'}torch.zeros(2, 3) @ torch.zeros(2, 3)\n`;
    expect(await said(end, 'program.py')).toEqual([`MatMul/inner@${end.split('\n').length - 1}`]);
  });
}

/** The text of the one finding. */
export function says(fact: string, source: string, message: RegExp): void {
  test(fact, async () => {
    const result = await checkFiles([{ path: 'program.py', text: PRELUDE + trimmed(source) }]);
    expect(result.findings.map((finding) => finding.message).join('\n')).toMatch(message);
  });
}

/** Without the first line break and the indentation of the first line. */
function trimmed(source: string): string {
  const lines = source.replace(/^\n/, '').replace(/\n *$/, '\n').split('\n');
  const indent = /^ */.exec(lines[0] ?? '')?.[0].length ?? 0;
  return lines.map((line) => line.slice(indent)).join('\n');
}

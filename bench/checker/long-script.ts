// A long program of TensorFlow.js: the number of its lines in, its text out. Each right program of our corpus is the body
// of a function that nobody calls, again and again, and the last one is run.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../analyzer/package-root.ts';

const FOLDER = join(packageRoot(), 'corpus', 'programs', 'tfjs');

export function longScript(lines: number): string {
  const programs = readdirSync(FOLDER).filter((file) => /\.[jt]s$/.test(file)).sort().map((file) => readFileSync(join(FOLDER, file), 'utf8'))
    .filter((text) => !/\/\/! *\S+\/\S+/.test(text) && !text.includes('await')).map((text) => text.split('\n').filter((line) => !/^(import|\/\/) ?/.test(line)));
  const parts: string[] = ["import * as tf from '@tensorflow/tfjs';", ''];
  for (let i = 0; ; i++) {
    const body = (programs[i % programs.length] ?? []).map((line) => `  ${line}`.trimEnd());
    if (parts.length + body.length + 5 > lines) return [...parts, `part${i - 1}();`, ''].join('\n');
    parts.push(`function part${i}() {`, `  const part = ${i};`, ...body, '}', '');
  }
}

// Every program of corpus/programs/tfjs: the findings are exactly the lines that it marks with `//! Rule/check`, and
// right programs are understood from beginning to end.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkFiles } from './check.ts';
import { packageRoot } from './package-root.ts';

const folder = join(packageRoot(), 'corpus', 'programs', 'tfjs');

for (const name of readdirSync(folder).filter((file) => /\.[jt]s$/.test(file))) {
  test(name, async () => {
    const text = readFileSync(join(folder, name), 'utf8');
    const marked = text.split('\n').flatMap((line, i) => {
      const rule = /\/\/! *(\S+)/.exec(line)?.[1];
      return rule ? [`${rule}@${i + 1}`] : [];
    });
    const { findings, unknowns, stats } = await checkFiles([{ path: name, text }]);
    expect(findings.map((finding) => `${finding.rule}@${finding.line}`)).toEqual(marked);
    if (marked.length > 0) return;
    expect(unknowns).toEqual([]);
    expect(stats.tensors.unknown).toBe(0);
    expect(stats.tensors.proved).toBeGreaterThan(5);
  });
}

// Every program of corpus/programs/python: the findings are exactly the lines that it marks with `#! Rule/check`.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkFiles } from './check.ts';
import { packageRoot } from './package-root.ts';

const folder = join(packageRoot(), 'corpus', 'programs', 'python');

for (const name of readdirSync(folder).filter((file) => file.endsWith('.py'))) {
  test(name, async () => {
    const text = readFileSync(join(folder, name), 'utf8');
    const marked = text.split('\n').flatMap((line, i) => {
      const rule = /#! *(\S+)/.exec(line)?.[1];
      return rule ? [`${rule}@${i + 1}`] : [];
    });
    const { findings } = await checkFiles([{ path: name, text }]);
    expect(findings.map((finding) => `${finding.rule}@${finding.line}`)).toEqual(marked);
  });
}

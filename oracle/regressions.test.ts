// Every finding that was mended, replayed: the engines agree on it now.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../analyzer/package-root.ts';
import { executorNamed } from './executors/named.ts';
import { readFolder, storedFinding } from './triage/folder.ts';

const folder = join(packageRoot(), 'corpus', 'regressions');

for (const name of readdirSync(folder)) {
  it(name, () => {
    const { subject, engines } = readFolder(join(folder, name));
    expect(storedFinding(subject, engines.map((engine) => executorNamed(engine)!)).disagreements).toEqual([]);
  });
}

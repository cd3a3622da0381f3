// Every finding that was mended, replayed: the engines agree on it now.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../analyzer/package-root.ts';
import { executorNamed } from './executors/named.ts';
import { readFolder } from './triage/folder.ts';
import { storedFinding } from './triage/stored.ts';

const folder = join(packageRoot(), 'corpus', 'regressions');

for (const name of readdirSync(folder)) {
  it(name, async () => {
    const { subject, engines } = readFolder(join(folder, name));
    const { disagreements } = await storedFinding(subject, engines.map((engine) => executorNamed(engine)!));
    expect(disagreements).toEqual([]);
  });
}

// Every generated file of the repository with the text it should have; `npm run generate` writes them and a test
// refuses stale ones.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { OPERATORS } from '../runtime/operators/index.ts';
import { operatorIndex } from './generate-index.ts';
import { foundPage } from './generate-found.ts';
import { operatorPage } from './generate-page.ts';
import { rulesPage } from './generate-rules.ts';
import { readmeWithOutput } from './readme-output.ts';

export interface GeneratedFile {
  /** Relative to the root. */
  readonly path: string;
  readonly text: string;
}

export async function generatedFiles(root: string): Promise<readonly GeneratedFile[]> {
  const folder = join(root, 'runtime', 'operators');
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'index.ts')
    .map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }));
  return [
    { path: 'runtime/operators/index.ts', text: operatorIndex(files) },
    { path: 'runtime/operators/README.md', text: operatorPage(OPERATORS) },
    { path: 'analyzer/library/README.md', text: rulesPage() },
    { path: 'README.md', text: await readmeWithOutput(root) },
    { path: 'corpus/FOUND.md', text: foundPage(root) },
  ];
}

// `npm run generate`: writes what generated-files.ts lists. Run it twice after adding an operator: the page is made
// from the compiled index.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedFiles } from './generated-files.ts';
import { ROOT } from './version.ts';

for (const { path, text } of await generatedFiles(ROOT)) {
  writeFileSync(join(ROOT, path), text);
  process.stdout.write(`wrote ${path}\n`);
}

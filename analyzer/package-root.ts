// Where the package lies on disk: nothing comes in, an absolute path goes out. The same sources run from the checkout
// (through the test runner) and from their compiled copy under dist/, and data files are only in the first place, so
// they are found from the package's own folder and never from the module's.

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { invariant } from '../runtime/invariant.ts';

let found: string | undefined;

/** The folder of the nearest package.json above this file that carries our name. */
export function packageRoot(): string {
  found ??= search(dirname(fileURLToPath(import.meta.url)));
  return found;
}

function search(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    if (isOurs(join(folder, 'package.json'))) return folder;
    invariant(dirname(folder) !== folder, `no package.json of dimwright above ${start}`);
  }
}

function isOurs(file: string): boolean {
  if (!existsSync(file)) return false;
  const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return typeof content === 'object' && content !== null && 'name' in content && content.name === 'dimwright';
}

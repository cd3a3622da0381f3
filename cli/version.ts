// The version of the package, and where it lies: the folder with package.json, above sources and dist alike.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../analyzer/package-root.ts';

export const ROOT = packageRoot();
export const VERSION = (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }).version;

// The programs of our corpus that run to their end: nothing in, their texts out.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../analyzer/package-root.ts';

export const CORPUS = join(packageRoot(), 'corpus', 'programs', 'python');

/** Wrong ones are marked on the line that raises. */
export const isRight = (text: string): boolean => !/#! *\S+\/\S+/.test(text);

export function rightPrograms(): readonly string[] {
  return readdirSync(CORPUS).filter((file) => file.endsWith('.py')).sort().map((file) => readFileSync(join(CORPUS, file), 'utf8')).filter(isRight);
}

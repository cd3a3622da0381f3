// Library models as program IR that was made when the package was built: a model in, its program out, or undefined where
// there is none that was made from this very text (tests and edited models are read anew).

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../package-root.ts';
import type { Program } from '../program.ts';
import type { Model } from './load.ts';

/** Where the build puts the program of a model. */
export function compiledPath(model: Model): string {
  return join(packageRoot(), 'dist', 'library', `${model.file.replace(/^library:/, '')}.json`);
}

export function compiledModel(model: Model): Program | undefined {
  const path = compiledPath(model);
  if (!existsSync(path)) return undefined;
  const program = JSON.parse(readFileSync(path, 'utf8')) as Program;
  return program.text === model.text ? program : undefined;
}

/** The file's contents: plain data, which JSON keeps as it is. */
export const compiledText = (program: Program): string => JSON.stringify(program);

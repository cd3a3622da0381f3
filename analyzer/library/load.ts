// Library models by module name: `torch.nn.functional` in, the text of its model out. Models are written in the
// language that they model, below this folder: torch/, torchvision/, and python/ for what Python itself brings.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../package-root.ts';

export interface Model { readonly file: string; readonly text: string }

const models = new Map<string, Model | undefined>();

/** Undefined where there is no model of the module. */
export function pythonModel(name: string): Model | undefined {
  if (!models.has(name)) models.set(name, find(name));
  return models.get(name);
}

function find(name: string): Model | undefined {
  if (!/^[\w.]+$/.test(name) || name.includes('..')) return undefined;
  const folder = join(packageRoot(), 'analyzer', 'library');
  const path = name.split('.');
  const top = path[0] ?? '';
  const base = top === 'torch' || top === 'torchvision' ? join(folder, ...path) : join(folder, 'python', ...path);
  for (const file of [`${base}.py`, join(base, '__init__.py')]) {
    if (existsSync(file)) return { file: `library:${name}`, text: readFileSync(file, 'utf8') };
  }
  return undefined;
}

// Library models by module name: `torch.nn.functional` in, the text of its model out. Models are written in the
// language that they model, below this folder: torch/, torchvision/, python/ for what Python itself brings, and tfjs/.

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

const TFJS = /^@tensorflow\/tfjs(-core|-layers|-node|-node-gpu|-backend-\w+|-converter|-data)?$/;

/** The packages of TensorFlow.js are one model; its parts are called `tfjs/PART`. */
export function typescriptModel(name: string): Model | undefined {
  const part = TFJS.test(name) ? 'index' : /^tfjs\/([\w-]+)$/.exec(name)?.[1];
  if (part === undefined) return undefined;
  const key = `tfjs/${part}`;
  if (!models.has(key)) models.set(key, read(key, join(packageRoot(), 'analyzer', 'library', 'tfjs', `${part}.ts`)));
  return models.get(key);
}

const read = (name: string, file: string): Model | undefined => (existsSync(file) ? { file: `library:${name}`, text: readFileSync(file, 'utf8') } : undefined);

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

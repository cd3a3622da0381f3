// A build of the package with all mutants of some modules inside, in a folder of its own that the caller removes.
import { cpSync, mkdtempSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { packageRoot } from '../../analyzer/package-root.ts';
import type { Mutant } from './plant.ts';
import { compiled, plant } from './plant.ts';

/** What graphs are compiled by; the GPU's part needs one. */
const FOLDERS = [join('runtime', 'passes'), join('runtime', 'backends')];
const LEFT_OUT = /\.test\.ts$|planted|test-kit|random-kernels|webgpu|thread/;

export interface MutantBuild { readonly folder: string; readonly mutants: readonly Mutant[] }

export function buildMutants(): MutantBuild {
  const root = packageRoot();
  const folder = mkdtempSync(join(tmpdir(), 'dimwright-mutants-'));
  cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  for (const name of ['node_modules', 'analyzer', 'corpus']) symlinkSync(join(root, name), join(folder, name));
  const mutants: Mutant[] = [];
  for (const file of FOLDERS.flatMap((each) => modulesIn(join(root, each))).map((path) => relative(root, path)).sort()) {
    const planted = plant(file, readFileSync(join(root, file), 'utf8'), mutants.length);
    mutants.push(...planted.mutants);
    writeFileSync(join(folder, 'dist', file.replace(/ts$/, 'js')), compiled(planted.text));
  }
  return { folder, mutants };
}

function modulesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true }).map((entry) => join(entry.parentPath, entry.name)).filter((path) => path.endsWith('.ts') && !LEFT_OUT.test(path));
}

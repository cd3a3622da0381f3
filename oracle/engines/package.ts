// The npm packages of engines: ours, or those of another folder, where another release was installed.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** In the environment of an engine's process: the folder whose `node_modules` it takes its package from. */
export const PACKAGES_FROM = 'DIMWRIGHT_PACKAGES_FROM';

export type Environment = Readonly<Record<string, string | undefined>>;

const requireFrom = (folder: string | undefined): NodeJS.Require => createRequire(folder === undefined ? import.meta.url : join(folder, 'nothing.js'));

/** The package as it is imported, whichever kind of module it is. */
export async function importPackage(name: string, environment: Environment): Promise<unknown> {
  const from = environment[PACKAGES_FROM];
  if (from === undefined) return import(name);
  const loaded = await import(pathToFileURL(requireFrom(from).resolve(name)).href) as { readonly default?: unknown };
  return loaded.default ?? loaded;
}

/** By the manifest beside or above the package's entry: not every package exports its manifest. */
export function packageVersion(name: string, from?: string): string | undefined {
  for (const folder of requireFrom(from).resolve.paths(name) ?? []) {
    try {
      return (JSON.parse(readFileSync(join(folder, name, 'package.json'), 'utf8')) as { version: string }).version;
    } catch {
      // Not in this folder; the next one is further out.
    }
    if (dirname(folder) === folder) break;
  }
  return undefined;
}

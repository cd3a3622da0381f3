// Paths as the user gave them in, the files to check out. Folders are searched; a file that is named is checked or
// refused, never passed over.
import { readdirSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { UsageError, fileProblem } from './failure.ts';

export const PROGRAMS = new Set(['.py', '.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs']);
export const MODELS = new Set(['.onnx']);

/** Not the user's own programs. */
const SKIPPED = new Set(['node_modules', 'dist', 'build', '__pycache__', 'site-packages', 'venv', 'env', 'dimwright-out']);

/** People do not write programs this long; reading one would only look like hanging. */
export const MOST_PROGRAM_BYTES = 4 * 2 ** 20;

export interface Discovered {
  readonly programs: readonly string[];
  readonly models: readonly string[];
  /** Found in a folder but not read, with the reason. */
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
}

export function discover(paths: readonly string[]): Discovered {
  const programs = new Set<string>();
  const models = new Set<string>();
  const skipped: { path: string; reason: string }[] = [];
  const take = (path: string, bytes: number, named: boolean): void => {
    const kind = extname(path).toLowerCase();
    if (MODELS.has(kind)) { models.add(path); return; }
    if (!PROGRAMS.has(kind) || path.endsWith('.d.ts')) {
      if (named) throw new UsageError(`${path}: not a program or model that dimwright reads (${[...PROGRAMS, ...MODELS].join(' ')})`);
      return;
    }
    if (bytes <= MOST_PROGRAM_BYTES) { programs.add(path); return; }
    const reason = `${megabytes(bytes)} are more than the ${megabytes(MOST_PROGRAM_BYTES)} that dimwright reads of a program`;
    if (named) throw new UsageError(`${path}: ${reason}`);
    skipped.push({ path, reason });
  };
  for (const path of paths) {
    const found = programs.size + models.size + skipped.length;
    const entry = stat(path);
    if (entry.isDirectory()) walk(path, (file) => take(file, stat(file).size, false));
    else take(path, entry.size, true);
    if (entry.isDirectory() && programs.size + models.size + skipped.length === found && paths.length === 1) {
      throw new UsageError(`${path}: no Python, TypeScript, JavaScript or ONNX files in this folder`);
    }
  }
  return { programs: [...programs], models: [...models], skipped };
}

function stat(path: string) {
  try {
    return statSync(path);
  } catch (error) {
    throw fileProblem(path, error);
  }
}

function walk(folder: string, visit: (file: string) => void): void {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    throw fileProblem(folder, error);
  }
  for (const entry of entries) {
    const path = folder === '.' ? entry.name : join(folder, entry.name);
    // Links are not followed: they may lead in circles.
    if (entry.isDirectory() && !entry.name.startsWith('.') && !SKIPPED.has(entry.name)) walk(path, visit);
    else if (entry.isFile()) visit(path);
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}

// The last step of the build: reads the Python models once, so that no start of the command has to.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadReaders, readProgram } from '../analyzer/1-read/languages.ts';
import { compiledPath, compiledText } from '../analyzer/library/compiled.ts';
import { pythonModel } from '../analyzer/library/load.ts';
import { packageRoot } from '../analyzer/package-root.ts';

/** Dotted names of all modules that have a model in Python. */
export function modelNames(): readonly string[] {
  const folder = join(packageRoot(), 'analyzer', 'library');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.py'));
  return files.map((file) => file.replaceAll('\\', '/').replace(/^python\//, '').replace(/(\/__init__)?\.py$/, '').replaceAll('/', '.')).sort();
}

if (process.argv[1]?.endsWith('compile-library.js')) {
  await loadReaders(['model.py']);
  for (const name of modelNames()) {
    const model = pythonModel(name);
    if (!model) continue;
    const path = compiledPath(model);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, compiledText(readProgram(model.text, model.file)));
  }
}

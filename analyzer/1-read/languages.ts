// Which language a file is written in, by its name; its text in, its program out. Readers load what they need when the
// first file of their language is about to be read.

import type { Language, Program } from '../program.ts';
import { readPython } from './python/lower.ts';
import { loadPython } from './python/parse.ts';
import { rereadPython } from './python/reread.ts';
import { loadTypeScript, readTypeScript, rereadTypeScript } from './typescript/read.ts';

/** Undefined for what is no program. */
export function languageOf(path: string): Language | undefined {
  if (/\.pyi?$/i.test(path)) return 'python';
  return /\.([cm]?[jt]s|[jt]sx)$/i.test(path) ? 'typescript' : undefined;
}

export async function loadReaders(paths: readonly string[]): Promise<void> {
  const languages = new Set(paths.map((path) => languageOf(path) ?? 'python'));
  if (languages.has('python')) await loadPython();
  if (languages.has('typescript')) loadTypeScript();
}

/** Assumes that `loadReaders` has finished for a file of this language. */
export function readProgram(text: string, path: string): Program {
  return languageOf(path) === 'typescript' ? readTypeScript(text, path) : readPython(text, path);
}

/** The same, for a file that was read before: what has not changed is not read again. */
export function rereadProgram(text: string, before: Program): Program {
  return before.language === 'python' ? rereadPython(text, before) : rereadTypeScript(text, before);
}

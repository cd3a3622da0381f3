// What an editor keeps open: files come in as they are typed, what the checker says of one comes out. Only the file that
// changed is read again; library models and the other files stay as they were read, and are executed anew.

import { loadReaders, readProgram } from './1-read/languages.ts';
import type { CheckResult } from './check.ts';
import { checkPrograms } from './check.ts';
import type { Program } from './program.ts';

export interface Checker {
  /** The file has this text now; what is found in it, and on the way through what it imports. */
  update(path: string, text: string): Promise<CheckResult>;
  /** What is found in a file that stays as it is, where one that it imports has changed; undefined for an unknown file. */
  check(path: string): Promise<CheckResult | undefined>;
  remove(path: string): void;
}

export function createChecker(): Checker {
  const programs = new Map<string, Program>();
  const results = new Map<string, CheckResult>();
  const check = async (path: string): Promise<CheckResult | undefined> => {
    const program = programs.get(path);
    if (!program) return undefined;
    const known = results.get(path);
    if (known) return known;
    const result = await checkPrograms(programs, [program]);
    // A file that changed while this one was checked has its say first.
    if (programs.get(path) === program) results.set(path, result);
    return result;
  };
  return {
    check,
    async update(path, text) {
      await loadReaders([path]);
      if (programs.get(path)?.text !== text) {
        programs.set(path, readProgram(text, path));
        results.clear();
      }
      return (await check(path))!;
    },
    remove(path) {
      programs.delete(path);
      results.clear();
    },
  };
}

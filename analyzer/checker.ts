// What an editor keeps open: files come in as they are typed, what the checker says of one comes out. What changed is read
// again and what the program runs is run again; libraries stay loaded, and what nobody calls is entered again only where
// a body that it runs has changed, or something that this can find.

import { loadReaders, readProgram, rereadProgram } from './1-read/languages.ts';
import type { CheckResult } from './check.ts';
import { checkPrograms, newSession } from './check.ts';
import { keepEntries } from './2-execute/kept.ts';
import { keepWholes } from './2-execute/wholes.ts';
import type { Program } from './program.ts';
import { fileText } from './source.ts';

export interface Checker {
  /** The file has this text now; what is found in it, and on the way through what it imports. */
  update(path: string, text: string): Promise<CheckResult>;
  /** What is found in a file that stays as it is, where one that it imports has changed; undefined for an unknown file. */
  check(path: string): Promise<CheckResult | undefined>;
  remove(path: string): void;
  /** How many functions and classes that nobody calls have been entered so far. */
  readonly entered: number;
}

export function createChecker(): Checker {
  const programs = new Map<string, Program>();
  const results = new Map<string, CheckResult>();
  const entries = keepEntries();
  const session = newSession({ entries, wholes: keepWholes() });
  const check = async (path: string): Promise<CheckResult | undefined> => {
    const program = programs.get(path);
    if (!program) return undefined;
    const known = results.get(path);
    if (known) return known;
    const result = await checkPrograms(programs, [program], session);
    // A file that changed while this one was checked has its say first.
    if (programs.get(path) === program) results.set(path, result);
    return result;
  };
  return {
    check,
    get entered() { return entries.run; },
    async update(path, text) {
      await loadReaders([path]);
      const before = programs.get(path);
      if (!before || fileText(before) !== text) {
        programs.set(path, before ? rereadProgram(text, before) : readProgram(text, path));
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

// What executing a whole program has found, kept for when the program comes again with nothing changed but blanks, comments
// and documentation, in it and in all that it imports: a program in, what it gives out with its places where they are now.

import type { Program } from '../program.ts';
import type { Entry } from './notes.ts';
import type { Layout } from './moves.ts';
import { layoutOf, moveBetween, movedEntry, unlessGone } from './moves.ts';
import { keepNewest } from './newest.ts';
import { piecesOf } from './pieces.ts';
import type { Find } from './reach.ts';

interface Whole {
  readonly parts: readonly Entry[];
  /** Each import of a user's file that was looked for, and the file that it meant. */
  readonly imports: readonly Import[];
  readonly layout: Layout;
}

interface Import { readonly args: Parameters<Find>; readonly file: string | undefined }

/** Programs, and of each so many that differ: an edit that is taken back costs nothing. */
const MAX_PROGRAMS = 100;
const MAX_OF_ONE = 4;

export interface KeptWholes {
  /** `run` looks for imports with the `find` that it is given; its programs are those that it has executed. */
  get(program: Program, find: Find, run: (find: Find) => { readonly parts: readonly Entry[]; readonly programs: Programs }): readonly Entry[];
}

type Programs = ReadonlyMap<string, Program>;

export function keepWholes(): KeptWholes {
  const kept = new Map<string, readonly Whole[]>();
  return {
    get(program, find, run) {
      // What could not be read is told by the text, which nothing is known of here.
      if (program.problems.length > 0) return run(find).parts;
      for (const before of kept.get(program.file) ?? []) {
        const programs = programsOf(before, program, find);
        const now = programs && moved(before, programs);
        if (!now) continue;
        keepNewest(kept, program.file, now, before, MAX_OF_ONE, MAX_PROGRAMS);
        return now.parts;
      }
      const imports = new Map<string, Import>();
      const found = run((...args) => {
        const imported = find(...args);
        imports.set(args.join('\n'), { args, file: imported?.file });
        return imported;
      });
      keepNewest(kept, program.file, { parts: found.parts, imports: [...imports.values()], layout: layoutOf(found.programs) }, undefined, MAX_OF_ONE, MAX_PROGRAMS);
      return found.parts;
    },
  };
}

/** The programs that take part, where they are what they were. */
function programsOf({ imports, layout }: Whole, program: Program, find: Find): Programs | undefined {
  const programs = new Map([[program.file, program]]);
  for (const { args, file } of imports) {
    const imported = find(...args);
    if (imported?.file !== file) return undefined;
    if (imported) programs.set(imported.file, imported);
  }
  const isSame = [...layout].every(([file, pieces]) => {
    const now = programs.get(file);
    return now && piecesOf(now).name === pieces.name;
  });
  return isSame ? programs : undefined;
}

function moved(before: Whole, programs: Programs): Whole | undefined {
  const move = moveBetween(before.layout, programs);
  if (!move) return before;
  return unlessGone(() => ({ ...before, parts: before.parts.map((part) => movedEntry(part, move)), layout: layoutOf(programs) }));
}

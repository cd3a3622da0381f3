// How long an edit takes to be checked: nothing in, milliseconds out. The file has 1,000 lines: the modules and functions
// of our corpus' right programs, and the training script of one of them. Edits of several kinds are made all over it.

import { loadPython, parsePython } from '../../analyzer/1-read/python/parse.ts';
import { createChecker } from '../../analyzer/checker.ts';
import { EDITS } from '../../analyzer/edits.ts';
import { rounded } from '../bench.ts';
import { rightPrograms } from './programs.ts';

const LINES = 1_000;
/** Of each kind, all over the file. */
const EACH = 12;
const KINDS = ['append a comment to a line', 'insert a line', 'change a number', 'change a name', 'delete a definition'] as const;

export async function measureEdits(): Promise<Readonly<Record<string, unknown>>> {
  await loadPython();
  const text = longFile();
  const checker = createChecker();
  const first = await timed(() => checker.update('long.py', text));
  const times: (readonly [number, number])[] = [];
  const kinds: Record<string, unknown> = {};
  for (const kind of KINDS) {
    const own: (readonly [number, number])[] = [];
    for (let i = 0; i < EACH; i++) {
      const edited = EDITS[kind](text, Math.floor(((i + 0.5) / EACH) * PLACES[kind](text)), i);
      own.push(await timed(() => checker.update('long.py', edited)));
    }
    kinds[kind] = summary(own);
    times.push(...own);
  }
  return { lines: text.split('\n').length, edits: times.length, first: summary([first]), ...summary(times), kinds, megabytes: Math.round(process.memoryUsage().rss / 2 ** 20) };
}

/** How many places each kind of edit has in a text. */
const PLACES: Readonly<Record<(typeof KINDS)[number], (text: string) => number>> = {
  'append a comment to a line': (text) => text.split('\n').length,
  'insert a line': (text) => text.split('\n').length,
  'change a number': (text) => [...text.matchAll(/\b\d+\b/g)].length,
  'change a name': (text) => [...text.matchAll(/\b[A-Za-z_]\w*\b/g)].length,
  'delete a definition': (text) => [...text.matchAll(/^(def|class) /gm)].length,
};

/** Milliseconds by the clock and of the processor. */
async function timed(run: () => Promise<unknown>): Promise<readonly [number, number]> {
  const [begin, before] = [performance.now(), process.cpuUsage()];
  await run();
  const { user, system } = process.cpuUsage(before);
  return [performance.now() - begin, (user + system) / 1000];
}

function summary(times: readonly (readonly [number, number])[]): Readonly<Record<string, number>> {
  const sorted = (which: 0 | 1): readonly number[] => times.map((time) => time[which]).sort((a, b) => a - b);
  const [wall, cpu] = [sorted(0), sorted(1)];
  const median = (list: readonly number[]): number => rounded(list[list.length >> 1] as number);
  return { medianWallMs: median(wall), worstWallMs: rounded(wall.at(-1) as number), medianCpuMs: median(cpu), worstCpuMs: rounded(cpu.at(-1) as number) };
}

/** Definitions only, so that one program runs and the rest are modules that it may use. */
export function longFile(): string {
  const programs = rightPrograms();
  const parts: string[] = [];
  const script = programs.find((text) => text.includes('__main__')) ?? '';
  let length = script.split('\n').length;
  for (const text of programs) {
    for (const s of parsePython(text).body) {
      if (s.kind !== 'ClassDef' && s.kind !== 'FunctionDef' && s.kind !== 'Import' && s.kind !== 'ImportFrom') continue;
      const part = text.slice(s.range.start, s.range.end);
      if (part.startsWith('from __future__')) continue;
      if (length + part.split('\n').length > LINES) return [...parts, script].join('\n');
      parts.push(part);
      length += part.split('\n').length;
    }
  }
  return [...parts, script].join('\n');
}

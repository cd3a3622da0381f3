// How long an edit takes to be checked: nothing in, milliseconds out. The file has 1,000 lines: the modules and functions
// of our corpus' right programs, and the training script of one of them. Edits are made all over it.

import { loadPython, parsePython } from '../../analyzer/1-read/python/parse.ts';
import { createChecker } from '../../analyzer/checker.ts';
import { rounded } from '../bench.ts';
import { rightPrograms } from './programs.ts';

const LINES = 1_000;
const EDITS = 20;

export async function measureEdits(): Promise<Readonly<Record<string, unknown>>> {
  await loadPython();
  const text = longFile();
  const checker = createChecker();
  await checker.update('long.py', text);
  const lines = text.split('\n');
  const wall: number[] = [];
  const cpu: number[] = [];
  for (let i = 0; i < EDITS; i++) {
    const at = Math.floor(((i + 0.5) / EDITS) * lines.length);
    const edited = lines.with(at, `${lines[at]}  # edit ${i}`).join('\n');
    const [begin, before] = [performance.now(), process.cpuUsage()];
    await checker.update('long.py', edited);
    const { user, system } = process.cpuUsage(before);
    wall.push(performance.now() - begin);
    cpu.push((user + system) / 1000);
  }
  const median = (times: readonly number[]): number => rounded(times.toSorted((a, b) => a - b)[times.length >> 1]!);
  return { lines: lines.length, edits: EDITS, medianWallMs: median(wall), medianCpuMs: median(cpu), leastWallMs: rounded(Math.min(...wall)), megabytes: Math.round(process.memoryUsage().rss / 2 ** 20) };
}

/** Definitions only, so that one program runs and the rest are modules that it may use. */
function longFile(): string {
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

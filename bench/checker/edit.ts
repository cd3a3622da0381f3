// How long an edit takes to be checked: Python files in, milliseconds out, of them and of files of our own that have 1,000
// lines: in Python the modules and functions of our corpus' right programs and the training script of one of them, in
// TypeScript its programs as functions.
// Edits of several kinds are made all over them, each on the text as it was, and taken back; `entered` is how many
// functions that nobody calls had to be run for one. `session`: what stays in memory after hundreds of edits.

import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { loadPython, parsePython } from '../../analyzer/1-read/python/parse.ts';
import type { Checker } from '../../analyzer/checker.ts';
import { createChecker } from '../../analyzer/checker.ts';
import { EDITS, SCRIPT_EDITS } from '../../analyzer/edits.ts';
import { rounded } from '../bench.ts';
import { longScript } from './long-script.ts';
import { rightPrograms } from './programs.ts';

const LINES = 1_000;
/** Of each kind, all over the file. */
const EACH = 8;
const SESSION = 500;

type Edit = (text: string, place: number, choice: number) => string;
interface Kind { readonly edit: Edit; readonly places: RegExp }

const LINE = /^.*$/gm;
const NUMBER = /\b\d+\b/g;
const WORD = /\b[A-Za-z_]\w*\b/g;
/** Nobody renames keywords. */
const NAME = /\b(?!(?:and|as|assert|async|await|break|class|continue|def|del|elif|else|except|False|finally|for|from|global|if|import|in|is|lambda|None|nonlocal|not|or|pass|raise|return|True|try|while|with|yield)\b)[A-Za-z_]\w*\b/g;
/** A name throughout a file, as `EDITS.rename` does with any word. */
const renameName = (text: string, place: number): string => {
  const name = [...text.matchAll(NAME)][place]?.[0];
  return name === undefined ? text : text.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), `${name}_`);
};

/** An edit of the line that is the n-th to match. */
const onLine = (places: RegExp, change: (line: string) => string): Kind => ({
  places,
  edit: (text, place) => {
    const match = [...text.matchAll(places)][place];
    return match ? text.slice(0, match.index) + change(match[0]) + text.slice(match.index + match[0].length) : text;
  },
});

/** A name that stands on the n-th line to match, renamed in the block that the line heads, or in the whole text. */
const renamed = (places: RegExp, nameOn: RegExp, everywhere: boolean): Kind => ({
  places,
  edit: (text, place) => {
    const match = [...text.matchAll(places)][place];
    const name = match && nameOn.exec(match[0])?.[1];
    if (!match || name === undefined) return text;
    const rename = (part: string): string => part.replaceAll(new RegExp(`(?<!["'\\w])${name}\\b`, 'g'), `${name}_`);
    if (everywhere) return rename(text);
    const indent = /^[ ]*/.exec(match[0])?.[0].length ?? 0;
    const rest = text.slice(match.index + match[0].length);
    const length = new RegExp(`\\n {0,${indent}}\\S`).exec(rest)?.index ?? rest.length;
    return text.slice(0, match.index) + rename(match[0] + rest.slice(0, length)) + rest.slice(length);
  },
});

const PYTHON: Readonly<Record<string, Kind>> = {
  'append a comment to a line': { edit: EDITS['append a comment to a line'], places: LINE },
  'insert a blank line': { edit: EDITS['insert a blank line'], places: LINE },
  'insert a line': { edit: EDITS['insert a line'], places: LINE },
  'change a number': { edit: EDITS['change a number'], places: NUMBER },
  'change a name': { edit: EDITS['change a name'], places: WORD },
  'rename': { edit: renameName, places: NAME },
  'rename a parameter': renamed(/^ *def \w+\((?:self, )?[a-z]\w*.*$/gm, /\((?:self, )?(\w+)/, false),
  'rename a function': renamed(/^def \w+.*$/gm, /def (\w+)/, true),
  'rename a class': renamed(/^class \w+.*$/gm, /class (\w+)/, true),
  'rename an attribute': renamed(/^ +self\.\w+ = .*$/gm, /(self\.\w+)/, true),
  'delete a definition': { edit: EDITS['delete a definition'], places: /^(def|class) /gm },
  'add an import': onLine(/^(import|from) .*$/gm, (line) => `import os\n${line}`),
  'add to a constructor': onLine(/^ +super\(.*$/gm, (line) => `${line}\n        self.added = nn.Linear(4, 2)`),
  'add to a forward': onLine(/^    def forward\(.*:$/gm, (line) => `${line}\n        added = 1`),
  'add to a function': onLine(/^def .*:$/gm, (line) => `${line}\n    added = 1`),
  'add at the top level': onLine(/^(def|class) .*$/gm, (line) => `added = 1\n${line}`),
  'leave a string open': onLine(/^    \S.*$/gm, (line) => `${line}\n    """`),
  'add to what the file runs': { places: /^(?: {4})?\w.*$/gm, edit: addToProgram },
  'leave a bracket open': onLine(/^.*\($|^.*\)$/gm, (line) => `${line} + (`),
};

/** Below the last definition, where what the file itself runs stands. */
function addToProgram(text: string, place: number): string {
  const lines = text.split('\n');
  const last = lines.findLastIndex((line) => /^(?:def|class|@) ?/.test(line));
  const from = last < 0 ? 0 : last + 1 + lines.slice(last + 1).findIndex((line) => /^[^\s#)]/.test(line));
  const own = lines.flatMap((line, i) => (i >= from && /^(?: {4})?[^\s#)\]}]/.test(line) ? [i] : []));
  const at = own[place % Math.max(1, own.length)];
  return at === undefined ? text : lines.toSpliced(at, 0, `${/^ */.exec(lines[at] as string)?.[0]}added = 1`).join('\n');
}

const TYPESCRIPT: Readonly<Record<string, Kind>> = {
  'append a comment to a line': { edit: SCRIPT_EDITS['append a comment to a line'], places: LINE },
  'insert a blank line': { edit: SCRIPT_EDITS['insert a blank line'], places: LINE },
  'insert a line': { edit: SCRIPT_EDITS['insert a line'], places: LINE },
  'change a number': { edit: SCRIPT_EDITS['change a number'], places: NUMBER },
  'change a name': { edit: SCRIPT_EDITS['change a name'], places: WORD },
};

export async function measureEdits(files: readonly string[] = []): Promise<Readonly<Record<string, unknown>>> {
  await loadPython();
  const others: Record<string, unknown> = {};
  for (const file of files) others[file] = await measured(file, readFileSync(file, 'utf8'), PYTHON);
  return { python: await measured('long.py', longFile(), PYTHON), typescript: await measured('long.ts', longScript(LINES), TYPESCRIPT), ...others };
}

type Time = readonly [wall: number, cpu: number];

async function measured(file: string, text: string, kinds: Readonly<Record<string, Kind>>): Promise<Readonly<Record<string, unknown>>> {
  const checker = createChecker();
  const first = await timed(() => checker.update(file, text));
  const times: Time[] = [];
  const back: Time[] = [];
  const byKind: Record<string, unknown> = {};
  for (const [name, { edit, places }] of Object.entries(kinds)) {
    const own: Time[] = [];
    const { entered } = checker;
    const count = [...text.matchAll(places)].length;
    if (count === 0) continue;
    for (let i = 0; i < EACH; i++) {
      const edited = edit(text, Math.floor(((i + 0.5) / EACH) * count), i);
      own.push(await timed(() => checker.update(file, edited)));
      back.push(await timed(() => checker.update(file, text)));
    }
    byKind[name] = { ...summary(own), entered: rounded((checker.entered - entered) / EACH) };
    times.push(...own);
  }
  const under = (which: 0 | 1): string => `${Math.round((100 * times.filter((time) => time[which] < 100).length) / times.length)} %`;
  return {
    lines: text.split('\n').length, edits: times.length, first: summary([first]), ...summary(times), under100WallMs: under(0), under100CpuMs: under(1),
    takenBack: summary(back), kinds: byKind, session: await sessionOf(checker, file, text, kinds),
  };
}

/** Edits one after the other, none of them taken back: what is in use in between when garbage has been collected. */
async function sessionOf(checker: Checker, file: string, start: string, kinds: Readonly<Record<string, Kind>>): Promise<Readonly<Record<string, number>>> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const megabytes: Record<string, number> = {};
  const all = Object.values(kinds).filter(({ places }) => start.match(places));
  for (let i = 0; i < SESSION; i++) {
    const { edit, places } = all[i % all.length] as Kind;
    await checker.update(file, edit(start, (i * 7919) % [...start.matchAll(places)].length, i));
    if ((i + 1) % 100 !== 0) continue;
    collect();
    megabytes[`after${i + 1}Edits`] = Math.round(process.memoryUsage().heapUsed / 2 ** 20);
  }
  return megabytes;
}

/** Milliseconds by the clock and of the processor. */
async function timed(run: () => Promise<unknown>): Promise<Time> {
  const [begin, before] = [performance.now(), process.cpuUsage()];
  await run();
  const { user, system } = process.cpuUsage(before);
  return [performance.now() - begin, (user + system) / 1000];
}

function summary(times: readonly Time[]): Readonly<Record<string, number>> {
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

// The mutation benchmark: correct programs are changed in one place, original and mutant run under real PyTorch, and
// what the checker says of the mutant is compared with what happened; one that runs and is reported runs with
// other random numbers too. Figures: `recall` (share of crashing mutants
// reported on the line that raises), `precision` (share of reported mutants that crash), `alarms` (mutants that run and
// are reported), by kind of mutation in `byMutation`; `missed` and `alarmed` list them with `--verbose`.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadPython } from '../analyzer/1-read/python/parse.ts';
import { checkFiles } from '../analyzer/check.ts';
import type { FindingData } from '../analyzer/verdict.ts';
import type { Bench, Flags } from './bench.ts';
import { numberOf, rounded, textOf } from './bench.ts';
import { CORPUS, isRight } from './checker/programs.ts';
import type { Mutant, Mutation } from './mutation/mutate.ts';
import { MUTATIONS, OF_TENSORS, mutantsOf } from './mutation/mutate.ts';
import type { Engine, Verdict } from './mutation/truth.ts';
import { startEngine } from './mutation/truth.ts';

type Judgement = 'reported' | 'missed' | 'elsewhere' | 'silent' | 'alarm';

interface Judged { readonly mutant: Mutant; readonly verdict: Verdict; readonly judgement: Judgement; readonly findings: readonly FindingData[] }

export const mutationBench: Bench = {
  name: 'mutation',
  doc: 'recall and precision on mutants of correct PyTorch programs, against what PyTorch does with them',
  flags: {
    python: { takes: 'PATH', doc: 'a Python that has PyTorch and torchvision (python3)' },
    programs: { takes: 'FOLDERS', doc: 'correct programs, folders apart by commas (our corpus)' },
    count: { takes: 'N', doc: 'mutants (300)' },
    seconds: { takes: 'S', doc: 'limit of one real run (20)' },
    seed: { takes: 'N', doc: 'which mutants (1)' },
    kinds: { takes: 'KINDS', doc: `kinds of mutations, apart by commas: ${MUTATIONS.join(', ')}, or all (${OF_TENSORS.join(', ')})` },
    cache: { takes: 'FILE', doc: 'keeps the verdicts of real runs' },
    verbose: { doc: 'list what is missed and what is a false alarm' },
  },
  async run(flags) {
    const python = textOf(flags, 'python') ?? 'python3';
    const engine = await startEngine(python, numberOf(flags, 'seconds', 20), textOf(flags, 'cache'));
    if (!engine) return { skipped: `${python} has no PyTorch: name one with --python PATH` };
    await loadPython();
    const judged: Judged[] = [];
    const skipped: string[] = [];
    try {
      const programs = [];
      for (const program of programsOf(flags)) {
        const { outcome } = await engine.verdict(program.path, program.text);
        if (outcome === 'ran') programs.push(program);
        else skipped.push(`${program.path}: ${outcome}`);
      }
      for (const mutant of chosen(programs, kindsOf(flags), numberOf(flags, 'count', 300), numberOf(flags, 'seed', 1))) {
        const result = await judge(engine, mutant);
        if (result) judged.push(result);
        else skipped.push(`${describe(mutant)}: no verdict`);
      }
    } finally {
      engine.close();
    }
    return { engine: engine.name, ...figures(judged), skipped: skipped.length, ...(flags['verbose'] ? listed(judged, skipped) : {}) };
  },
};

interface ProgramText { readonly path: string; readonly text: string }

/** Programs of our corpus that are wrong on purpose carry a mark. */
function programsOf(flags: Flags): readonly ProgramText[] {
  const folders = textOf(flags, 'programs')?.split(',') ?? [CORPUS];
  return folders.flatMap((folder) => readdirSync(folder).filter((name) => name.endsWith('.py')).sort().flatMap((path) => {
    const text = readFileSync(join(folder, path), 'utf8');
    return isRight(text) ? [{ path, text }] : [];
  }));
}

function kindsOf(flags: Flags): readonly Mutation[] {
  const asked = textOf(flags, 'kinds')?.split(',') ?? OF_TENSORS;
  return MUTATIONS.filter((kind) => asked[0] === 'all' || (asked as readonly string[]).includes(kind));
}

/** In turn from each program, each time of a kind of mutation that is drawn first: long programs and common kinds weigh no more. */
function chosen(programs: readonly ProgramText[], kinds: readonly Mutation[], count: number, seed: number): readonly Mutant[] {
  const random = generator(seed);
  const take = <T>(from: T[]): T | undefined => from.splice(Math.floor(random() * from.length), 1)[0];
  const left = programs.map(({ path, text }) => {
    const mutants = mutantsOf(path, text);
    return new Map<Mutation, Mutant[]>(kinds.map((kind) => [kind, mutants.filter(({ mutation }) => mutation === kind)]));
  });
  const result: Mutant[] = [];
  while (result.length < count && left.some((kinds) => [...kinds.values()].some((mutants) => mutants.length > 0))) {
    for (const kinds of left) {
      const open = [...kinds.values()].filter((mutants) => mutants.length > 0);
      const mutant = open.length > 0 && result.length < count ? take(open[Math.floor(random() * open.length)]!) : undefined;
      if (mutant) result.push(mutant);
    }
  }
  return result;
}

/** Mulberry32: small, and the same everywhere. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function judge(engine: Engine, mutant: Mutant): Promise<Judged | undefined> {
  const first = await engine.verdict(mutant.program, mutant.text);
  if (first.outcome !== 'ran' && first.outcome !== 'raised') return undefined;
  const { findings } = await checkFiles([{ path: mutant.program, text: mutant.text }]);
  const errors = findings.filter(({ severity }) => severity === 'error');
  const verdict = first.outcome === 'ran' && errors.length > 0 ? await otherDraws(engine, mutant) ?? first : first;
  const right = errors.some(({ line }) => line === verdict.line);
  const judgement = verdict.outcome === 'ran' ? (errors.length > 0 ? 'alarm' : 'silent') : right ? 'reported' : errors.length > 0 ? 'elsewhere' : 'missed';
  return { mutant, verdict, judgement, findings: errors };
}

/** A program that draws its data may run by chance: what it does with other numbers, where that is to raise. */
async function otherDraws(engine: Engine, { program, text }: Mutant): Promise<Verdict | undefined> {
  for (let seed = 1; seed <= MOST_DRAWS; seed++) {
    const verdict = await engine.verdict(program, text, seed);
    if (verdict.outcome === 'raised') return verdict;
  }
  return undefined;
}

const MOST_DRAWS = 12;

function figures(judged: readonly Judged[]): Readonly<Record<string, unknown>> {
  const count = (judgement: Judgement, of = judged): number => of.filter((each) => each.judgement === judgement).length;
  const summary = (of: readonly Judged[]): Readonly<Record<string, unknown>> => {
    const crashing = of.filter(({ verdict }) => verdict.outcome === 'raised').length;
    const said = count('reported', of) + count('elsewhere', of);
    return {
      mutants: of.length, crashing, reported: count('reported', of), elsewhere: count('elsewhere', of), missed: count('missed', of), alarms: count('alarm', of),
      recall: rounded(count('reported', of) / crashing), precision: rounded(said / (said + count('alarm', of))),
    };
  };
  return { ...summary(judged), byMutation: Object.fromEntries(MUTATIONS.filter((kind) => judged.some(({ mutant }) => mutant.mutation === kind)).map((kind) => [kind, summary(judged.filter(({ mutant }) => mutant.mutation === kind))])) };
}

function listed(judged: readonly Judged[], skipped: readonly string[]): Readonly<Record<string, unknown>> {
  const list = (judgement: Judgement): Readonly<Record<string, string>> => Object.fromEntries(judged.filter((each) => each.judgement === judgement).map(({ mutant, verdict, findings }) => {
    const happened = verdict.outcome === 'ran' ? 'runs' : `line ${verdict.line}: ${verdict.exception}: ${verdict.message}`;
    const said = findings.map(({ line, rule, message }) => `\n      said: line ${line}: ${rule}: ${message}`).join('');
    return [describe(mutant), `\n      - ${mutant.before}\n      + ${mutant.after}\n      truth: ${happened}${said}`];
  }));
  return { missedList: list('missed'), elsewhereList: list('elsewhere'), alarmList: list('alarm'), skippedList: skipped };
}

const describe = ({ program, line, mutation, after }: Mutant): string => `${program}:${line} ${mutation} \`${after}\``;

// The pipeline on one page: files in, findings out. read → execute → solve → explain. Nothing here prints, nothing
// here reads the user's disk: sources come in as text.

import { assumptionsOf, symbolsOf } from '../runtime/dims/forms.ts';
import { loadReaders, readProgram } from './1-read/languages.ts';
import type { Executor, Kept } from './2-execute/execute.ts';
import { makeExecutor } from './2-execute/execute.ts';
import { MAX_CLAIM_TEXT, MAX_SOLVER_QUESTIONS, MAX_SOLVER_SYMBOLS, MAX_SOLVER_TEXT, SOLVER_STEPS } from './2-execute/limits.ts';
import { wholeOf } from './2-execute/facts.ts';
import type { Entry } from './2-execute/notes.ts';
import type { Entered, Obligation, TensorNote, UnknownNote } from './2-execute/machine.ts';
import { worse } from './2-execute/machine.ts';
import { liesIn } from './2-execute/vague.ts';
import type { Query, Solver } from './3-solve/solve.ts';
import { makeSolver } from './3-solve/solve.ts';
import { explain } from './4-explain/explain.ts';
import { compiledModel } from './library/compiled.ts';
import { pythonModel, typescriptModel } from './library/load.ts';
import type { Language, Program } from './program.ts';
import { independent } from './independent.ts';
import { NOTHING, joined } from './join-results.ts';
import { together } from './together.ts';
import { placesIn } from './source.ts';
import type { Programs } from './user-modules.ts';
import { importersFirst, userModule } from './user-modules.ts';
import type { CheckResult, CheckStats, ContractPlace, Failure, FindingData, SourceFile, UnknownPlace } from './verdict.ts';

export type { CheckResult, SourceFile } from './verdict.ts';

/** Checks each file as if it were run; files may import each other. */
export async function checkFiles(sources: readonly SourceFile[], progress?: Progress): Promise<CheckResult> {
  const project = await openProject(sources);
  let result = NOTHING;
  for (const group of project.groups) result = joined(result, await project.check(group, progress));
  return result;
}

/** Told of each file when it is begun; `soFar` gives what was found before. */
export type Progress = (file: string, soFar: () => CheckResult) => void;

/** Files that are checked group by group, in any order. */
export interface Project {
  /** Paths of files that may run each other. */
  readonly groups: readonly (readonly string[])[];
  check(group: readonly string[], progress?: Progress): Promise<CheckResult>;
}

export async function openProject(sources: readonly SourceFile[]): Promise<Project> {
  await loadReaders(sources.map((source) => source.path));
  const texts = new Map(sources.map(({ path, text }) => [path, text]));
  const read = new Map<string, Program>();
  const programs: Programs = {
    get(path) {
      const [known, text] = [read.get(path), texts.get(path)];
      if (known || text === undefined) return known;
      const program = readProgram(text, path);
      read.set(path, program);
      return program;
    },
  };
  const session = newSession();
  return {
    groups: together(sources).map((group) => group.map(({ path }) => path)),
    async check(group, progress) {
      const chosen = group.map((path) => programs.get(path)!);
      const result = await checkPrograms(programs, importersFirst(programs, chosen), session, progress);
      read.clear();
      return result;
    },
  };
}

/** What stays from check to check while files are edited. */
export interface Session {
  executor(language: Language, programs: Programs): Executor;
}

export function newSession(kept?: Kept): Session {
  const executors = new Map<Language, Executor>();
  let programs: Programs = new Map();
  return {
    executor(language, now) {
      programs = now;
      const executor = executors.get(language) ?? makeExecutor(language, { user: (name, level, from) => userModule(programs, name, level, from), library: (name) => libraryModule(language, name) }, kept);
      executors.set(language, executor);
      return executor;
    },
  };
}

/** Checks some of the programs; all of them are there to be imported. */
export async function checkPrograms(programs: Programs, chosen: readonly Program[], session = newSession(), progress?: Progress): Promise<CheckResult> {
  const solver = makeSolver({ limit: SOLVER_STEPS });
  const findings: FindingData[] = [];
  const unknowns = new Map<string, UnknownPlace>();
  const tensors = new Map<string, TensorNote>();
  const contracts: ContractPlace[] = [];
  const stats = { claimsProved: 0, claimsOpen: 0, steps: 0 };
  const entered: Entered = new Map();
  let files = 0;
  const soFar = (): CheckResult => ({
    findings: distinct(findings), files, unknown: unknowns.size, unknowns: [...unknowns.values()], contracts,
    problems: chosen.slice(0, files).flatMap((program) => program.problems.map(({ reason, span }) => ({ reason, file: program.file, ...placesIn(program)(span.start) }))),
    stats: { tensors: countOf(tensors), unknownTensors: unknownTensors(tensors, programs), claimsProved: stats.claimsProved, claimsOpen: stats.claimsOpen, steps: stats.steps },
  });
  for (const program of chosen) {
    progress?.(program.file, soFar);
    const { parts } = session.executor(program.language, programs).execute(program, entered);
    const failures: Failure[] = [];
    for (const [run, part] of parts.entries()) failures.push(...(await failuresOf(part, solver)).map((failure) => ({ ...failure, run })));
    const obligations = parts.flatMap(({ notes }) => notes.obligations);
    findings.push(...independent(failures, obligations).map((failure) => explain(failure, programs)));
    for (const { notes, claimsProved, steps, judgement, instead = [] } of parts) {
      for (const [key, note] of notes.unknowns) if (!unknowns.has(`${program.file}\n${key}`)) unknowns.set(`${program.file}\n${key}`, placeOf(note, programs));
      for (const [key, note] of notes.tensors) tensors.set(key, tensors.get(key)?.status === 'unknown' && liesIn(key, instead) ? note : worse(tensors.get(key), note));
      contracts.push(...[...notes.contracts.values()].map(({ text, span }) => ({ text, file: span.file, line: placesIn(programs.get(span.file))(span.start).line })));
      stats.claimsProved += claimsProved;
      stats.claimsOpen += judgement.open ?? 0;
      stats.steps += steps;
    }
    files++;
  }
  return soFar();
}

/** An entry that has been kept has been judged; of its claims only those that fail stay, where they are in it. */
async function failuresOf({ notes: { obligations }, judgement }: Entry, solver: Solver): Promise<readonly Failure[]> {
  if (!judgement.failing) {
    const met = [...obligations];
    const failures = await judge(met, solver);
    // Another check may have been faster.
    if (!judgement.failing) {
      const failing = met.filter((obligation) => failures.some((failure) => failure.obligation === obligation));
      judgement.open = met.length - failing.length;
      judgement.failing = failures.map(({ obligation, witness }) => ({ at: failing.indexOf(obligation), ...(witness ? { witness } : {}) }));
      obligations.splice(0, obligations.length, ...failing);
    }
  }
  return judgement.failing.map(({ at, witness }) => ({ obligation: obligations[at] as Obligation, ...(witness ? { witness } : {}) }));
}

/** Errors are claims that no sizes satisfy on a path that can be taken; the rest are contracts. */
async function judge(obligations: readonly Obligation[], solver: Solver): Promise<readonly Failure[]> {
  const failures: Failure[] = [];
  let questions = 0;
  for (const obligation of firstOfEach(obligations)) {
    if (obligation.path.some((decision) => decision.opaque)) continue;
    if (obligation.verdict === 'no' || obligation.under) {
      failures.push({ obligation });
      continue;
    }
    if (!obligation.claim || obligation.claim.toString().length > MAX_CLAIM_TEXT) continue;
    const query = { facts: wholeOf(obligation.facts), claim: obligation.claim };
    if (!isSmall(query)) continue;
    const now = solver.canHoldNow(query);
    if (now ?? (obligation.isContract || questions++ >= MAX_SOLVER_QUESTIONS)) continue;
    if (now === undefined && await solver.canHold(query) !== false) continue;
    const answer = await solver.decide(query);
    if (answer.verdict !== 'never' || (await solver.feasible(query.facts)).verdict === 'no') continue;
    failures.push({ obligation, ...(answer.witness ? { witness: answer.witness } : {}) });
  }
  return failures;
}

/** Products of many unknown sizes take the solver minutes, whatever its limit; what is assumed of them counts too. */
function isSmall({ facts, claim }: Query): boolean {
  const given = assumptionsOf(facts, claim);
  if (symbolsOf(claim, ...given).size > MAX_SOLVER_SYMBOLS) return false;
  return given.reduce((length, assumed) => length + assumed.toString().length, 0) <= MAX_SOLVER_TEXT;
}

/** One claim at one place is one question, however often a loop asks it; a sure failure goes first. */
function firstOfEach(obligations: readonly Obligation[]): readonly Obligation[] {
  const seen = new Set<string>();
  const sure = (obligation: Obligation): number => (obligation.verdict === 'no' ? 0 : obligation.under ? 1 : 2);
  return obligations.toSorted((a, b) => sure(a) - sure(b)).filter((obligation) => {
    const given = obligation.verdict === 'unknown' ? obligation.facts.assumed.length : 0;
    const key = [obligation.rule, obligation.span.file, obligation.span.start, obligation.span.end, sure(obligation) < 2 ? '' : obligation.claim?.toString(), given].join('\n');
    return !seen.has(key) && seen.add(key);
  });
}

function distinct(findings: readonly FindingData[]): readonly FindingData[] {
  const seen = new Set<string>();
  return findings.filter((finding) => {
    const key = [finding.rule, finding.file, finding.line, finding.column].join('\n');
    return !seen.has(key) && seen.add(key);
  });
}

function placeOf({ reason, span }: UnknownNote, programs: Programs): UnknownPlace {
  return { reason, file: span?.file ?? '', ...placesIn(span && programs.get(span.file))(span?.start ?? 0) };
}

function countOf(tensors: ReadonlyMap<string, TensorNote>): CheckStats['tensors'] {
  const counts = { proved: 0, wrong: 0, unknown: 0 };
  for (const { status } of tensors.values()) counts[status]++;
  return counts;
}

function unknownTensors(tensors: ReadonlyMap<string, TensorNote>, programs: Programs): readonly UnknownPlace[] {
  return [...tensors].flatMap(([key, { status, reason = '' }]) => {
    const [, file = '', start = '0'] = /^(.*):(\d+):\d+$/s.exec(key) ?? [];
    const program = programs.get(file);
    return status === 'unknown' && program ? [{ reason, file, ...placesIn(program)(Number(start)) }] : [];
  });
}

const library = new Map<string, Program>();

function libraryModule(language: Language, name: string): Program | undefined {
  const model = language === 'python' ? pythonModel(name) : typescriptModel(name);
  if (!model) return undefined;
  const known = library.get(model.file);
  if (known) return known;
  const program = compiledModel(model) ?? readProgram(model.text, language === 'python' ? model.file : `${model.file}.ts`);
  library.set(model.file, program);
  return program;
}

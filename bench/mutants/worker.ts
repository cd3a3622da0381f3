// A thread with one mutant switched on, or none: the numbers of cases in, the first that an engine gets wrong out, or
// for each case which mutants it reaches. Everything is imported behind the switch, from the build with the mutants.
import { parentPort, workerData } from 'node:worker_threads';
import { invariant } from '../../runtime/invariant.ts';

export interface Task {
  /** Undefined: none, and what is reached is told. */
  readonly mutant: number | undefined;
  readonly seed: number;
  readonly nodes: number;
  /** The first takes part in every case, of the others one. */
  readonly engines: readonly string[];
  readonly cases: readonly number[];
}

export type Report =
  | { readonly kind: 'case'; readonly index: number; readonly reached: readonly number[] }
  | { readonly kind: 'killed'; readonly index: number; readonly how: string }
  | { readonly kind: 'survived' };

const port = parentPort;
invariant(port, 'mutants run in threads');
const task = workerData as Task;
const told = new Set<number>();
let reached: number[] = [];

Object.assign(globalThis, {
  isMutant: (id: number): boolean => {
    if (task.mutant === undefined && !told.has(id)) { told.add(id); reached.push(id); }
    return id === task.mutant;
  },
});

const say = (report: Report): void => port.postMessage(report);

async function firstKill(): Promise<Report> {
  const { generateCase } = await import('../../fuzzer/generate.ts');
  const { executorNamed } = await import('../../oracle/executors/named.ts');
  const { judge } = await import('../../oracle/judge.ts');
  const [first, ...others] = task.engines.map((name) => executorNamed(name)!);
  const loaded = reached;
  for (const index of task.cases) {
    // Asked by each case anew.
    if (task.mutant === undefined) { told.clear(); reached = [...loaded]; }
    const made = generateCase(task.seed, index, { nodes: task.nodes });
    const other = others[index % others.length];
    const [disagreement] = await judge(made, [first!, other ?? []].flat(), made.graph.outputs.map((id) => made.values[id]!));
    if (disagreement) return { kind: 'killed', index, how: `${disagreement.engine}: ${disagreement.message.slice(0, 120)}` };
    say({ kind: 'case', index, reached });
  }
  return { kind: 'survived' };
}

say(await firstKill().catch((error: unknown): Report => ({ kind: 'killed', index: -1, how: error instanceof Error ? error.message : String(error) })));
process.exit();

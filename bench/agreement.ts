// Does the checker agree with TensorFlow.js? Random graphs as programs with the shape of each value stated, and near
// misses: what runs must have no finding, what fails must have one. Many are checked at once, because starting the
// checker costs more than a program.
import { checkFiles } from '../analyzer/check.ts';
import { Choices } from '../fuzzer/choices.ts';
import { TFJS_IMPORT, tfjsNearMiss, tfjsProgram } from '../fuzzer/emit/checked-tfjs.ts';
import { generateCase } from '../fuzzer/generate.ts';
import { nearMiss } from '../fuzzer/near-miss.ts';
import { operatorsOf } from '../fuzzer/vocabulary.ts';
import type { DType } from '../runtime/ir/dtype.ts';
import { mayMisshape, readLedger } from '../oracle/triage/ledger.ts';
import type { Bench } from './bench.ts';
import { numberOf, textOf } from './bench.ts';
import type { TorchProgram, Verdict } from './agreement-torch.ts';
import { DISAGREEMENTS, judgeTorch, openTorch, torchAsked } from './agreement-torch.ts';

export interface Asked {
  readonly text: string;
  readonly from: string;
  readonly valid: boolean;
}

interface Tf { tidy(run: () => void): void; setBackend(name: string): Promise<boolean>; ready(): Promise<void> }

const LEDGER = readLedger();
const NODES = 4;
const SEED = 11;
/** One program in so many is a near miss. */
const MISS = 4;
const A_FILE_SET = 200;

export async function tensorflow(): Promise<Tf | undefined> {
  try {
    const name = '@tensorflow/tfjs';
    const loaded = await import(name) as { default?: Tf } & Tf;
    const tf = loaded.default ?? loaded;
    await tf.setBackend('cpu');
    await tf.ready();
    return tf;
  } catch {
    return undefined;
  }
}

/** Program number `index`; undefined where TensorFlow.js has no words for it. */
export function asked(index: number): Asked | undefined {
  if (index % MISS === 0) {
    const choices = Choices.random(SEED, index);
    const operator = choices.pick(operatorsOf({ dtypes: TYPES }).filter(({ checks }) => Object.keys(checks).length > 0));
    const check = choices.pick(Object.keys(operator.checks));
    const miss = nearMiss(choices, operator, check, { dtypes: TYPES });
    const text = miss && tfjsNearMiss(miss);
    return text === undefined ? undefined : { text, from: `${operator.name}/${check}`, valid: false };
  }
  const { graph } = generateCase(SEED, index, { nodes: NODES, operators: operatorsOf({ dtypes: TYPES, operators: SPOKEN }), dtypes: TYPES, special: 0 });
  if (mayMisshape(LEDGER, 'tfjs', graph)) return undefined;
  const text = tfjsProgram(graph);
  return text === undefined ? undefined : { text, from: graph.nodes.map(({ op }) => op).join(' '), valid: true };
}

/** What the library has. */
const TYPES: readonly DType[] = ['float32', 'int32', 'bool'];
/** Operators that most often have a spelling there. */
const SPOKEN: readonly string[] = [
  'Abs', 'Exp', 'Log', 'Sqrt', 'Tanh', 'Sigmoid', 'Neg', 'Relu', 'Add', 'Sub', 'Mul', 'Div', 'Max', 'Min', 'Equal', 'Less', 'Where', 'LeakyRelu', 'Clip', 'Cast',
  'ReduceSum', 'ReduceMean', 'ReduceMax', 'Softmax', 'Reshape', 'Flatten', 'Squeeze', 'Unsqueeze', 'Transpose', 'Expand', 'Concat', 'Split', 'Slice', 'Pad', 'MatMul', 'Gemm',
  'Conv', 'MaxPool', 'AveragePool', 'GlobalAveragePool', 'BatchNormalization',
];

export interface Disagreeing { readonly from: string; readonly what: string; readonly text: string }

/** Where the library and the checker, or the library and the specification, do not agree. */
export async function disagreements(programs: readonly Asked[], tf: Tf): Promise<readonly Disagreeing[]> {
  const { findings } = await checkFiles(programs.map(({ text }, i) => ({ path: `p${i}.ts`, text: TFJS_IMPORT + text })));
  const said = new Map(findings.filter(({ severity }) => severity === 'error').map(({ file, message }) => [file, message] as const));
  return programs.flatMap((program, i) => {
    const failed = failureOf(program.text, tf);
    const finding = said.get(`p${i}.ts`);
    const what = failed === undefined
      ? (finding !== undefined ? `it runs, but the checker says: ${finding}` : program.valid ? undefined : 'it runs, but the specification refuses it')
      : (program.valid ? `the specification allows it, but it fails: ${failed}` : finding === undefined ? `it fails (${failed}), but the checker is silent` : undefined);
    return what === undefined ? [] : [{ from: program.from, what, text: program.text }];
  });
}

function failureOf(text: string, tf: Tf): string | undefined {
  try {
    tf.tidy(() => { (new Function('tf', text) as (library: Tf) => void)(tf); });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

export const agreementBench: Bench = {
  name: 'agreement',
  doc: 'programs of TensorFlow.js or PyTorch on which checker and library agree',
  flags: {
    language: { takes: 'NAME', doc: 'typescript or python (default typescript)' }, python: { takes: 'PATH', doc: 'a Python with torch (default: DIMWRIGHT_PYTHON, then python3)' },
    programs: { takes: 'N', doc: 'how many (default 1000)' }, from: { takes: 'N', doc: 'number of the first (default 0)' }, seed: { takes: 'N', doc: 'seed of the PyTorch programs (default 23)' },
  },
  run: (flags) => {
    const [wanted, from] = [numberOf(flags, 'programs', 1000), numberOf(flags, 'from', 0)];
    return textOf(flags, 'language') === 'python' ? torchFigures(textOf(flags, 'python') ?? process.env['DIMWRIGHT_PYTHON'] ?? 'python3', wanted, from, numberOf(flags, 'seed', 23)) : tfjsFigures(wanted, from);
  },
};

async function torchFigures(python: string, wanted: number, from: number, seed: number): Promise<Readonly<Record<string, unknown>>> {
  const torch = await openTorch(python);
  if (!torch) return { skipped: `${python} has no torch` };
  const verdicts: Partial<Record<Verdict, number>> = {};
  const kinds: Record<string, number> = {};
  const open: object[] = [];
  const unknown: string[] = [];
  let [index, done] = [from, 0];
  while (done < wanted) {
    const batch: TorchProgram[] = [];
    while (batch.length < Math.min(A_FILE_SET, wanted - done)) {
      const program = torchAsked(index++, seed);
      if (program) batch.push(program);
    }
    for (const { program, verdict, what } of await judgeTorch(batch, torch)) {
      verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
      kinds[program.kind] = (kinds[program.kind] ?? 0) + 1;
      if (verdict === 'unknown') unknown.push(what);
      if (DISAGREEMENTS.includes(verdict)) open.push({ verdict, what, from: program.from, text: program.text });
    }
    done += batch.length;
  }
  torch.close();
  return { torch: torch.version, programs: done, next: index, ...kinds, verdicts, disagreements: open.length, kinds: open.slice(0, 60), unknown: unknown.slice(0, 20) };
}

async function tfjsFigures(wanted: number, from: number): Promise<Readonly<Record<string, unknown>>> {
  const tf = await tensorflow();
  if (!tf) return { skipped: '@tensorflow/tfjs is not installed' };
  const all: Disagreeing[] = [];
  const counts = { valid: 0, nearMisses: 0 };
  let index = from;
  while (counts.valid + counts.nearMisses < wanted) {
    const batch: Asked[] = [];
    while (batch.length < Math.min(A_FILE_SET, wanted - counts.valid - counts.nearMisses)) {
      const program = asked(index++);
      if (program) batch.push(program);
    }
    for (const { valid } of batch) counts[valid ? 'valid' : 'nearMisses']++;
    all.push(...await disagreements(batch, tf));
  }
  return { programs: counts.valid + counts.nearMisses, ...counts, next: index, disagreements: all.length, kinds: all.slice(0, 40) };
}

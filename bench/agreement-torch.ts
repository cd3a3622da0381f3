// Does the checker agree with PyTorch? Random graphs as programs: as they are, with shapes stated rightly and wrongly,
// and with a slip of the pen. PyTorch itself says what runs and which line fails; what the checker says of the same
// program must be the same, or that it does not know.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { packageRoot } from '../analyzer/package-root.ts';
import { checkFiles } from '../analyzer/check.ts';
import { Choices } from '../fuzzer/choices.ts';
import { perturbed } from '../fuzzer/emit/perturb.ts';
import { torchProgram } from '../fuzzer/emit/torch.ts';
import { mayMisshape, readLedger } from '../oracle/triage/ledger.ts';
import { generateCase } from '../fuzzer/generate.ts';
import { operatorsOf } from '../fuzzer/vocabulary.ts';

export const KINDS = ['plain', 'stated', 'misstated', 'perturbed'] as const;

export interface TorchProgram {
  readonly kind: typeof KINDS[number];
  readonly from: string;
  readonly text: string;
}

/** Nothing where the program ran; else the line that failed. */
export interface TorchRun {
  readonly line?: number;
  readonly type?: string;
  readonly message?: string;
}

export interface Torch {
  readonly version: string;
  run(texts: readonly string[]): Promise<readonly TorchRun[]>;
  close(): void;
}

const LEDGER = readLedger();
const SEED = 23;
const NODES = 5;
const STATING = { plain: 'nothing', stated: 'right', misstated: 'wrong', perturbed: 'nothing' } as const;

/** Program number `index`; undefined where PyTorch has no words for its graph. */
export function torchAsked(index: number, seed = SEED): TorchProgram | undefined {
  const draw = Choices.random(seed, 2 * index + 1);
  const kind = KINDS[draw.pick([0, 1, 2, 3, 3, 3] as const)]!;
  const { graph } = generateCase(seed, index, { nodes: draw.integer(1, NODES), operators: operatorsOf({ dtypes: ['float32', 'float64', 'int32', 'int64', 'bool'] }), special: 0 });
  const written = torchProgram(draw, graph, STATING[kind]);
  // What it does to such a graph is no witness of shapes.
  if (mayMisshape(LEDGER, 'pytorch.py', graph)) return undefined;
  const text = written !== undefined && kind === 'perturbed' ? perturbed(draw, written) : written;
  return text === undefined ? undefined : { kind, text, from: graph.nodes.map(({ op }) => op).join(' ') };
}

/** A warm process; undefined where there is no such Python or no torch in it. */
export async function openTorch(python: string): Promise<Torch | undefined> {
  const child = spawn(python, [join(packageRoot(), 'bench', 'run_programs.py')], { stdio: ['pipe', 'pipe', 'ignore'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const gone = new Promise<undefined>((resolve) => { child.on('error', () => resolve(undefined)); });
  child.stdin.on('error', () => undefined);
  const next = async (): Promise<string | undefined> => { const read = await Promise.race([lines.next(), gone]); return read === undefined || read.done ? undefined : read.value; };
  const version = await next();
  return version === undefined ? undefined : {
    version,
    async run(texts) {
      child.stdin.write(texts.map((text) => `${JSON.stringify(text)}\n`).join(''));
      const runs: TorchRun[] = [];
      for (const text of texts) {
        const answer = await next();
        if (answer === undefined) throw new Error(`Python died of this program:\n${text}`);
        runs.push(JSON.parse(answer) as TorchRun);
      }
      return runs;
    },
    close: () => { child.stdin.end(); },
  };
}

export type Verdict = 'agree' | 'fault of PyTorch' | 'unknown' | 'false alarm' | 'missed' | 'another line' | 'not in PyTorch' | 'by values';

export interface Judged {
  readonly program: TorchProgram;
  readonly verdict: Verdict;
  readonly what: string;
}

export const DISAGREEMENTS: readonly Verdict[] = ['false alarm', 'missed', 'another line'];

/** What PyTorch accepts by mistake, by the words of the program: what it does then is no witness. */
const FAULTS: readonly RegExp[] = [
  // Other convolutions say "dilation should be greater than zero"; in one dimension this one reaches oneDNN, which refuses most sizes.
  /(ConvTranspose1d|conv_transpose1d)\(.*dilation=0/,
];

/** Rules of ours that PyTorch forgets on some of its paths, where it runs although it says elsewhere that it must not. */
const FORGOTTEN: ReadonlySet<string> = new Set([
  // float64: "Calculated output size per channel: (1 x 0). Output size is too small"; oneDNN's float32 gives an empty tensor.
  'ConvTranspose/crop',
]);

/** Kernels that PyTorch lacks for a type are no fault of the program's shapes; what elements decide nobody sees before. */
const LACKS = /not implemented for|not supported|NotImplemented|Unsupported|unsupported/i;

export async function judgeTorch(programs: readonly TorchProgram[], torch: Torch): Promise<readonly Judged[]> {
  const [runs, { findings, unknowns, stats }] = [await torch.run(programs.map(({ text }) => text)), await checkFiles(programs.map(({ text }, i) => ({ path: `p${i}.py`, text })))];
  const unknown = new Set([...unknowns, ...stats.unknownTensors].map(({ file }) => file));
  return programs.map((program, i): Judged => {
    const { line, type, message } = runs[i]!;
    const errors = findings.filter(({ file, severity }) => file === `p${i}.py` && severity === 'error');
    const told = errors.map((error) => `line ${error.line}: ${error.message} [${error.rule}]`).join('; ');
    const happened = line === undefined ? 'it runs' : `line ${line} fails: ${type}: ${message}`;
    const forgotten = line === undefined && errors.length > 0 && errors.every(({ rule }) => FORGOTTEN.has(rule));
    const verdict: Verdict = forgotten || FAULTS.some((fault) => fault.test(program.text)) ? 'fault of PyTorch' : line === undefined ? (errors.length === 0 ? 'agree' : 'false alarm')
      : errors.some((error) => error.line === line) ? 'agree'
        : LACKS.test(message ?? '') ? 'not in PyTorch'
          : errors.length > 0 ? 'another line' : unknown.has(`p${i}.py`) ? 'unknown' : type === 'IndexError' && /out of (range|bounds) (in self|for dimension)|index out of range/.test(message ?? '') ? 'by values' : 'missed';
    return { program, verdict, what: `${happened}; the checker: ${told === '' ? 'nothing' : told}` };
  });
}

// The command as a user meets it: exit codes, one clear line, never a stack trace. Runs the compiled command, which
// `npm test` builds first.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ROOT } from './version.ts';

const folder = mkdtempSync(join(tmpdir(), 'dimwright-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function dimwright(...args: readonly string[]): { readonly code: number | null; readonly out: string; readonly err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'bin', 'dimwright.js'), ...args], { cwd: folder, encoding: 'utf8' });
  return { code: status, out: stdout, err: stderr };
}

function file(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return name;
}

const WRONG = 'import torch\nx = torch.zeros(2, 3) @ torch.zeros(4, 5)\n';
const MODEL = readFileSync(join(ROOT, 'corpus', 'models', 'mlp-gemm.onnx'));

describe('refuses with one line, exit code 2 and no stack trace', () => {
  mkdirSync(join(folder, 'empty'));
  const cases: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['malformed Python', ['check', file('bad.py', 'def f(:\n  return x @\n')], /bad\.py:1:/],
    ['malformed TypeScript', ['check', file('bad.ts', 'const x = f([2,3;\nfunction (\n')], /bad\.ts:1:/],
    ['a truncated model', ['check', file('cut.onnx', MODEL.subarray(0, 300))], /cut\.onnx: .*ends inside/],
    ['bytes that are no model', ['check', file('noise.onnx', Uint8Array.from({ length: 3000 }, (_, i) => (i * 7919) % 256))], /noise\.onnx: .*not an ONNX file/],
    ['a program of 10 MB', ['check', file('big.py', 'x = 1\n'.repeat(1_700_000))], /big\.py: .*MiB/],
    ['a model of 10 MB of noise', ['check', file('big.onnx', new Uint8Array(10_000_000).fill(0xff))], /big\.onnx: /],
    ['a folder without programs', ['check', 'empty'], /empty: no Python/],
    ['a path that is not there', ['check', 'missing.py'], /missing\.py: there is no such file/],
    ['a file of another kind', ['check', file('notes.txt', 'x')], /notes\.txt: not a program/],
    ['no path', ['check'], /missing required argument/],
    ['an unknown command', ['chekc'], /check/],
    ['an unknown format', ['check', 'bad.py', '--format', 'xml'], /text, json, sarif/],
    ['an unknown engine', ['fuzz', '--engines', 'gpu'], /no engine gpu/],
    ['only the reference', ['fuzz', '--engines', 'reference'], /besides reference/],
    ['a negative duration', ['fuzz', '--seconds', '-1'], /positive number/],
    ['a folder that is no finding', ['replay', 'empty'], /empty/],
    ['an unknown rule', ['explain', 'Conv/nothing'], /Conv has no rule/],
    ['running a truncated model', ['run', 'cut.onnx'], /cut\.onnx: /],
  ];
  for (const [name, args, message] of cases) {
    it(name, () => {
      const { code, err } = dimwright(...args);
      expect(err).toMatch(message);
      expect(err).not.toMatch(/^\s+at /m);
      expect(code).toBe(2);
    });
  }
});

describe('check', () => {
  it('exits with 1 and one JSON object where there is an error', () => {
    const { code, out } = dimwright('check', file('wrong.py', WRONG), '--format', 'json');
    const report = JSON.parse(out) as { findings: Record<string, unknown>[]; files: number; unknown: number };
    expect(code).toBe(1);
    expect(report.files).toBe(1);
    expect(report.findings).toHaveLength(1);
    expect(report.findings[0]).toMatchObject({ rule: 'MatMul/inner', severity: 'error', file: 'wrong.py', line: 2, column: 5, endLine: 2 });
  });

  it('exits with 0 where there is none', () => {
    expect(dimwright('check', file('right.py', WRONG.replace('4, 5', '3, 5'))).code).toBe(0);
  });

  it('exits with 0 where there are only warnings, with 1 where they count', () => {
    const warned = file('warned.py', 'import torch\nx = torch.zeros(2, 3)  # (B, T, C)\n');
    const { code, out } = dimwright('check', warned);
    expect(code).toBe(0);
    expect(out).toContain('warning');
    expect(dimwright('check', warned, '--strict').code).toBe(1);
  });

  it('reads several paths and folders', () => {
    mkdirSync(join(folder, 'src'));
    file('src/one.py', WRONG);
    const { code, out } = dimwright('check', 'src', 'right.py', '--format', 'json');
    expect(code).toBe(1);
    expect((JSON.parse(out) as { files: number }).files).toBe(2);
  });

  it('writes SARIF', () => {
    const report = JSON.parse(dimwright('check', 'wrong.py', '--format', 'sarif').out) as { version: string; runs: { results: { ruleId: string }[] }[] };
    expect(report.version).toBe('2.1.0');
    expect(report.runs[0]!.results[0]!.ruleId).toBe('MatMul/inner');
  });

  it('says what it did not understand with --stats', () => {
    expect(dimwright('check', file('odd.py', 'import nothing_known\nnothing_known.f(1)\n'), '--stats').err).toMatch(/nothing_known/);
  });
});

describe('fuzz and replay', () => {
  it('gives the same graphs for the same seed, whatever the threads', () => {
    const digest = (workers: string): unknown => (JSON.parse(dimwright('fuzz', '--graphs', '40', '--seed', '1', '--workers', workers, '--format', 'json').out) as { digest: string }).digest;
    expect(digest('2')).toBe(digest('1'));
  });

  it('ends with its summary when it is interrupted', async () => {
    const child = spawn(process.execPath, [join(ROOT, 'bin', 'dimwright.js'), 'fuzz', '--seconds', '600', '--seed', '1', '--format', 'json'], { cwd: folder });
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => { out += chunk.toString(); });
    // Interrupted once it is under way; how long that takes does not matter.
    setTimeout(() => child.kill('SIGINT'), 4000);
    const [code] = await once(child, 'exit') as [number | null];
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ findings: [], seed: 1 });
  }, 60_000);

  it('reports the fields that people rely on', () => {
    const { code, out } = dimwright('fuzz', '--graphs', '5', '--seed', '3', '--format', 'json');
    expect(code).toBe(0);
    const report = JSON.parse(out) as Record<string, unknown>;
    expect(report).toMatchObject({ graphs: 5, findings: [], seed: 3 });
    for (const field of ['seconds', 'graphsPerSecond', 'operators']) expect(report).toHaveProperty(field);
  });

  it('refuses a size that the model does not leave open', () => {
    const { code, err } = dimwright('run', file('sized.onnx', MODEL), '--size', 'btach=2');
    expect(code).toBe(2);
    expect(err).toMatch(/there is no open size 'btach'; (open are '|all sizes)/);
  });

  it('finds a schedule, stores it, begins the next search from it, and runs the model with it', () => {
    const model = file('tuned.onnx', MODEL);
    const { code, out } = dimwright('tune', model, '--seconds', '0.1', '--format', 'json');
    expect(code).toBe(0);
    const { engine } = JSON.parse(out) as { engine: string };
    expect(JSON.parse(readFileSync(join(folder, 'tuned.schedule.json'), 'utf8'))).toMatchObject({ engine });
    expect(dimwright('tune', model, '--seconds', '0.1').code).toBe(0);
    expect(dimwright('run', model, '--engine', engine).code).toBe(0);
  });

  it('keeps a planted disagreement as a folder and replays it byte for byte', () => {
    const { code, out } = dimwright('fuzz', '--engines', 'wasm:min-becomes-max', '--graphs', '100', '--seed', '1', '--workers', '1', '--format', 'json');
    expect(code).toBe(1);
    const [finding] = (JSON.parse(out) as { findings: { folder: string; operators: string[] }[] }).findings;
    expect(finding!.operators).toEqual(['Min']);
    const replayed = dimwright('replay', finding!.folder);
    expect(replayed.code).toBe(1);
    expect(replayed.out).toMatch(/byte for byte/);
    const absent = join(folder, 'absent');
    cpSync(join(folder, finding!.folder), absent, { recursive: true });
    writeFileSync(join(absent, 'finding.json'), JSON.stringify({ engines: ['command:no-such-program'], disagreements: [] }));
    const both = dimwright('replay', finding!.folder, absent);
    expect(both.code).toBe(1);
    expect(both.out).toMatch(/byte for byte\n.*does not start.*\n1 of 2 disagree, 0 no longer, 1 have no engine here\n/s);
  });
});

describe('help', () => {
  for (const command of ['check', 'fuzz', 'replay', 'explain', 'run']) {
    it(`${command} --help`, () => {
      const { code, out } = dimwright(command, '--help');
      expect(code).toBe(0);
      expect(out).toMatch(new RegExp(`Usage: dimwright ${command}`));
    });
  }

  it('explain shows a wrong and a right example', () => {
    const { out } = dimwright('explain', 'Conv/channels');
    expect(out).toMatch(/wrong: /);
    expect(out).toMatch(/right: /);
  });
});

describe('run', () => {
  it('prints the graph after the passes that DIMWRIGHT_TRACE names, and refuses what is none', () => {
    const traced = (step: string) => spawnSync(process.execPath, [join(ROOT, 'bin', 'dimwright.js'), 'run', join(ROOT, 'corpus', 'models', 'attention-layer-norm.onnx')], { encoding: 'utf8', env: { ...process.env, DIMWRIGHT_TRACE: step } });
    expect(traced('pass:fuse-elementwise').stderr).toMatch(/^# pass:fuse-elementwise\n[^#]*Fused[^#]*$/);
    expect(traced('pass:fuse')).toMatchObject({ status: 2, stderr: expect.stringMatching(/there is no step 'pass:fuse'; steps are pass, pass:fold-constants, /) });
  });

  it('runs a model on every engine alike', () => {
    const outputs = ['wasm', 'wasm:plain', 'reference'].map((engine) => {
      const { code, out } = dimwright('run', join(ROOT, 'corpus', 'models', 'mlp-gemm.onnx'), '--engine', engine, '--format', 'json');
      expect(code).toBe(0);
      return (JSON.parse(out) as { outputs: { shape: number[]; data: number[] }[] }).outputs;
    });
    expect(outputs[1]![0]!.shape).toEqual(outputs[0]![0]!.shape);
    outputs[2]![0]!.data.forEach((v, i) => expect(outputs[0]![0]!.data[i]).toBeCloseTo(v, 3));
  });
});

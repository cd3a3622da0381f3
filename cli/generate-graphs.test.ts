// The promise "same seed, same bytes": two processes, two numbers of threads, two orders, byte for byte. And what a
// user meets: a layout that harnesses know, one line where something is wrong, no half-written folders.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeModel } from '../runtime/onnx/decode.ts';
import { readTensorFile } from '../runtime/onnx/tensor-file.ts';
import { ROOT } from './version.ts';

const folder = mkdtempSync(join(tmpdir(), 'dimwright-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function dimwright(...args: readonly string[]): { readonly code: number | null; readonly out: string; readonly err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'bin', 'dimwright.js'), ...args], { cwd: folder, encoding: 'utf8' });
  return { code: status, out: stdout, err: stderr };
}

/** Every file of a folder, as text that shows each byte. */
function bytes(of: string): Readonly<Record<string, string>> {
  return Object.fromEntries(readdirSync(join(folder, of), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name)).map((path) => [path.slice(join(folder, of).length), readFileSync(path).toString('base64')]));
}

describe('dimwright generate', () => {
  const COUNT = 24;
  beforeAll(() => { dimwright('generate', '--count', String(COUNT), '--seed', '9', '--workers', '1', '--out', 'one'); });

  it('gives the same bytes in another process with two threads', () => {
    expect(dimwright('generate', '--count', String(COUNT), '--seed', '9', '--workers', '2', '--out', 'two').code).toBe(0);
    expect(bytes('two')).toEqual(bytes('one'));
  });

  it('gives the same bytes when the second half comes first', () => {
    for (const from of [COUNT / 2, 0]) dimwright('generate', '--count', String(COUNT / 2), '--from', String(from), '--seed', '9', '--workers', '1', '--out', 'halves');
    expect(bytes('halves')).toEqual(bytes('one'));
  });

  it('gives other bytes for another seed', () => {
    dimwright('generate', '--count', '2', '--seed', '10', '--workers', '1', '--out', 'other');
    expect(bytes('other')['/case_000000/model.onnx']).not.toBe(bytes('one')['/case_000000/model.onnx']);
  });

  it('writes models and data that ONNX readers understand', () => {
    for (const name of readdirSync(join(folder, 'one'))) {
      const read = decodeModel(readFileSync(join(folder, 'one', name, 'model.onnx')));
      expect(read.ok).toBe(true);
      if (!read.ok) continue;
      const set = join(folder, 'one', name, 'test_data_set_0');
      const counted = (kind: string): number => readdirSync(set).filter((file) => file.startsWith(kind)).length;
      expect([counted('input'), counted('output')]).toEqual([read.model.graph.inputs.length, read.model.graph.outputs.length]);
      for (const file of readdirSync(set)) expect(readTensorFile(readFileSync(join(set, file))).ok).toBe(true);
    }
  });

  it('uses operators as often as it is told', () => {
    dimwright('generate', '--count', '10', '--weights', 'Tanh=60', '--workers', '1', '--control-flow', '0', '--out', 'weighted');
    const ops = readdirSync(join(folder, 'weighted')).flatMap((name) => {
      const read = decodeModel(readFileSync(join(folder, 'weighted', name, 'model.onnx')));
      return read.ok ? read.model.graph.nodes.map(({ op }) => op) : [];
    });
    expect(ops.filter((op) => op === 'Tanh').length).toBeGreaterThan(ops.length / 4);
  });

  it('leaves only whole folders behind when it is interrupted', async () => {
    const child = spawn(process.execPath, [join(ROOT, 'bin', 'dimwright.js'), 'generate', '--count', '100000', '--out', 'cut', '--workers', '2'], { cwd: folder });
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => { out += chunk.toString(); });
    while (!existsSync(join(folder, 'cut')) || readdirSync(join(folder, 'cut')).length < 5) await new Promise((resolve) => { setTimeout(resolve, 50); });
    child.kill('SIGINT');
    const [code] = (await once(child, 'close')) as [number];
    expect([code, out]).toEqual([0, expect.stringMatching(/^\d+ models in cut \(interrupted\)\n$/)]);
    const names = readdirSync(join(folder, 'cut'));
    expect(names.filter((name) => !/^case_\d{6}$/.test(name))).toEqual([]);
    expect(out).toBe(`${names.length} models in cut (interrupted)\n`);
  });

  it.each([
    ['no folder', ['generate'], /--out/],
    ['a share above one', ['generate', '--out', 'x', '--special', '2'], /between 0 and 1/],
    ['an unknown operator', ['generate', '--out', 'x', '--weights', 'Cov=1'], /no operator Cov/],
    ['a weight that is no number', ['generate', '--out', 'x', '--weights', 'Conv=often'], /OPERATOR=NUMBER/],
    ['a file in the place of the folder', ['generate', '--out', 'taken'], /taken/],
  ] as const)('refuses %s with one line and exit code 2', (_, args, message) => {
    writeFileSync(join(folder, 'taken'), '');
    const { code, err } = dimwright(...args);
    expect(err).toMatch(message);
    expect(err).not.toMatch(/^\s+at /m);
    expect(code).toBe(2);
  });
});

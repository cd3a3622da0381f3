import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packageRoot } from '../analyzer/package-root.ts';

const BUILT = existsSync(join(packageRoot(), 'dist', 'cli', 'bisect.js'));
const UNBUILT = 'needs npm run build';
const BIN = join(packageRoot(), 'bin', 'dimwright.js');

/** An engine that gives its operand back, in one release times two. */
const engine = (factor: number): string => `
exports.env = { versions: { web: 'fake' } };
exports.Tensor = class { constructor(type, data, dims) { Object.assign(this, { type, data, dims }); } };
exports.InferenceSession = { create: async () => ({ inputNames: ['x'], outputNames: ['y'], release: async () => {}, run: async ({ x }) => ({ y: { type: x.type, dims: x.dims, data: x.data.map((v) => v * ${factor}) } }) }) };
`;

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bisect-'));
  for (const [i, version] of ['1.2.0', '1.9.0', '1.10.0', '1.11.0'].entries()) {
    const at = join(folder, 'versions', version, 'node_modules', 'onnxruntime-web');
    mkdirSync(at, { recursive: true });
    writeFileSync(join(at, 'package.json'), JSON.stringify({ name: 'onnxruntime-web', version, main: 'index.js' }));
    writeFileSync(join(at, 'index.js'), engine(i < 2 ? 1 : 2));
  }
  const finding = join(folder, 'finding');
  mkdirSync(finding);
  writeFileSync(join(finding, 'graph.txt'), 'x0: float32[2]\nv1 = Relu(x0)\nreturn v1\n');
  writeFileSync(join(finding, 'inputs.txt'), 'float32[2]{1, 3}\n');
  writeFileSync(join(finding, 'finding.json'), JSON.stringify({ engines: ['onnxruntime-web'], disagreements: [] }));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function bisected(...args: readonly string[]): { readonly output: string; readonly status: number } {
  try {
    return { output: execFileSync(process.execPath, [BIN, 'bisect', join(folder, 'finding'), ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }), status: 0 };
  } catch (error) {
    const { stdout, stderr, status } = error as { stdout: string; stderr: string; status: number };
    return { output: stdout + stderr, status };
  }
}

it('tells in which release of a folder of releases a bug appeared', (context) => {
  if (!BUILT) return context.skip(UNBUILT);
  const { output, status } = bisected('--versions-dir', join(folder, 'versions'));
  expect(output).toContain('appeared in onnxruntime-web 1.10.0 (1.9.0 does not have it)');
  expect(status).toBe(1);
});

it('says what is wrong with what it is given', (context) => {
  if (!BUILT) return context.skip(UNBUILT);
  expect(bisected('--versions-dir', join(folder, 'nowhere'))).toMatchObject({ status: 2, output: expect.stringContaining('no such folder') as string });
  expect(bisected('--engine', 'wasm')).toMatchObject({ status: 2, output: expect.stringContaining('comes from npm') as string });
});

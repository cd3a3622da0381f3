// `dimwright bench` and the profile behind it: every operator is timed, and a model that cannot be run is a sentence.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { compileGraph } from '../runtime/backends/wasm/wasm.ts';
import { GraphBuilder } from '../runtime/ir/build.ts';
import { tensor } from '../runtime/ir/tensor.ts';
import { profile } from '../runtime/profile.ts';
import { ROOT } from './version.ts';

function bench(...args: readonly string[]): { readonly code: number | null; readonly out: string; readonly err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'bin', 'dimwright.js'), 'bench', ...args, '--seconds', '0.05'], { encoding: 'utf8' });
  return { code: status, out: stdout, err: stderr };
}

const MODEL = join(ROOT, 'corpus', 'models', 'mlp-gemm.onnx');

it('times a model on each engine and says what its operators take', () => {
  const { code, out } = bench(MODEL, '--engines', 'wasm,reference', '--format', 'json');
  expect(code).toBe(0);
  const report = JSON.parse(out) as { readonly engines: readonly Record<string, number>[]; readonly operators: readonly { readonly operator: string; readonly nodes: number }[] };
  expect(report.engines).toMatchObject([{ engine: 'wasm', runMs: expect.any(Number), compileMs: expect.any(Number) }, { engine: 'reference', totalMs: expect.any(Number) }]);
  expect(report.operators).toContainEqual(expect.objectContaining({ operator: 'Gemm', nodes: expect.any(Number) }));
});

it('times ONNX Runtime without compiling, and variants of our own', (context) => {
  if (!existsSync(join(ROOT, 'node_modules', 'onnxruntime-node'))) return context.skip('onnxruntime-node is not installed');
  const { code, out } = bench(MODEL, '--engines', 'wasm:O1,onnxruntime', '--no-profile', '--format', 'json');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ engines: ['wasm:O1', 'onnxruntime'].map((engine) => ({ engine, runMs: expect.any(Number), compileMs: expect.any(Number) })) });
});

it('refuses an engine that is not there', () => {
  expect(bench(MODEL, '--engines', 'nothing')).toMatchObject({ code: 2, err: 'dimwright: there is no engine nothing\n' });
});

it('a profile runs each node on the values that it meets, constants in their place', () => {
  const g = new GraphBuilder();
  const x = g.input('x', 'float32', [2]);
  const doubled = g.op('Mul', [x, g.scalar('float32', 2)]);
  const graph = g.finish([g.op('Add', [doubled, doubled])]);
  const seen: number[][] = [];
  const times = profile(graph, [tensor('float32', [2], [1, 2])], (one) => {
    const executable = compileGraph(one);
    return { run: (inputs) => { seen.push(...inputs.map(({ data }) => Array.from(data as Float32Array))); return executable.run(inputs); } };
  }, (run) => { run(); return seen.length; });
  expect(times.map(({ node }) => node.op)).toEqual(['Mul', 'Add']);
  expect(seen).toEqual([[1, 2], [1, 2], [1, 2], [2, 4], [2, 4]]);
});

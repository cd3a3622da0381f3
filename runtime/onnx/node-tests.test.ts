// ONNX's node tests through importer and interpreter, where an archive of them lies beside the checkout or
// DIMWRIGHT_ONNX_TESTS names it: every test whose operators and element types we have must pass.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import type { Outcome } from './node-tests.ts';
import { runNodeTest } from './node-tests.ts';

const archive = resolve(process.env['DIMWRIGHT_ONNX_TESTS'] ?? join(import.meta.dirname, '../../../shared/onnx-node-tests.tar.gz'));

function run(folder: string, name: string): Outcome {
  const data = join(folder, name, 'test_data_set_0');
  const files = (kind: string): Buffer[] => readdirSync(data).filter((file) => file.startsWith(`${kind}_`))
    .sort((a, b) => numberIn(a) - numberIn(b)).map((file) => readFileSync(join(data, file)));
  return runNodeTest({ model: readFileSync(join(folder, name, 'model.onnx')), inputs: files('input'), outputs: files('output') });
}

const numberIn = (file: string): number => Number(/\d+/.exec(file)?.[0]);

test('the node tests of ONNX pass, as far as operators and types are specified', (ctx) => {
  if (!existsSync(archive)) ctx.skip(`no archive of ONNX node tests at ${archive} (set DIMWRIGHT_ONNX_TESTS)`);
  const folder = mkdtempSync(join(tmpdir(), 'dimwright-node-tests-'));
  try {
    execFileSync('tar', ['xzf', archive, '-C', folder]);
    const outcomes = readdirSync(join(folder, 'node')).map((name) => ({ name, ...run(join(folder, 'node'), name) }));
    const count = (which: Outcome['outcome']): number => outcomes.filter(({ outcome }) => outcome === which).length;
    console.log(`ONNX node tests: ${count('passed')} passed, ${count('failed')} failed, ${count('unsupported')} unsupported`);
    const failing = outcomes.filter(({ outcome }) => outcome === 'failed').map(({ name, outcome, reason }) => `${name} ${outcome}: ${reason ?? ''}`);
    expect(failing).toEqual([]);
    expect(count('passed')).toBeGreaterThan(700);
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 120_000);

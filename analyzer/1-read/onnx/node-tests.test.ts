// ONNX's node tests are right models of every operator there is: the checker must find nothing in any of them. The
// archive lies beside the checkout, or DIMWRIGHT_ONNX_TESTS names it.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { checkOnnx } from './check-model.ts';

const archive = resolve(process.env['DIMWRIGHT_ONNX_TESTS'] ?? join(import.meta.dirname, '../../../../shared/onnx-node-tests.tar.gz'));

test('nothing is found in the node tests of ONNX', (ctx) => {
  if (!existsSync(archive)) ctx.skip(`no archive of ONNX node tests at ${archive} (set DIMWRIGHT_ONNX_TESTS)`);
  const folder = mkdtempSync(join(tmpdir(), 'dimwright-check-onnx-'));
  try {
    execFileSync('tar', ['xzf', archive, '-C', folder]);
    const checked = readdirSync(join(folder, 'node')).map((name) => ({ name, result: checkOnnx(name, readFileSync(join(folder, 'node', name, 'model.onnx'))) }));
    expect(checked.flatMap(({ name, result }) => ('unreadable' in result ? [`${name}: ${result.unreadable}`] : result.findings.map(({ message }) => `${name}: ${message}`)))).toEqual([]);
    // Silence counts only where something was understood.
    expect(checked.filter(({ result }) => !('unreadable' in result) && result.stats.tensors.proved > 0).length).toBeGreaterThan(300);
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 120_000);

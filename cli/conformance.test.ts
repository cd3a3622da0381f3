// Node tests as the command meets them: in folders and in archives, passing, failing and not understood.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { tensor } from '../runtime/ir/tensor.ts';
import { encodeModel } from '../runtime/onnx/encode.ts';
import { modelOf, nodeOf } from '../runtime/onnx/model-kit.ts';
import { writeTensorFile } from '../runtime/onnx/tensor-file.ts';
import { onnxTensor } from '../runtime/onnx/values.ts';
import { nodeTestsIn } from './node-test-files.ts';
import { ROOT } from './version.ts';

const folder = mkdtempSync(join(tmpdir(), 'dimwright-conformance-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function put(path: string, bytes: Uint8Array): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), bytes);
}

const values = (numbers: readonly number[]): Uint8Array => writeTensorFile(onnxTensor('', tensor('float32', [2], numbers)));

function nodeTest(name: string, op: string, input: readonly number[], output: readonly number[]): void {
  put(`node/${name}/model.onnx`, encodeModel(modelOf({ inputs: { x: [2] }, nodes: [nodeOf(op, 'x', 'y')], outputs: ['y'] })));
  put(`node/${name}/test_data_set_0/input_0.pb`, values(input));
  put(`node/${name}/test_data_set_0/output_0.pb`, values(output));
}

nodeTest('test_right', 'Neg', [1, -2], [-1, 2]);
nodeTest('test_second_set_is_wrong', 'Abs', [1, -2], [1, 2]);
put('node/test_second_set_is_wrong/test_data_set_1/input_0.pb', values([3, 4]));
put('node/test_second_set_is_wrong/test_data_set_1/output_0.pb', values([3, 5]));
nodeTest(`test_of_an_operator_that_does_not_exist_${'and_has_a_long_name_'.repeat(5)}`, 'Frobnicate', [0, 0], [0, 0]);
execFileSync('tar', ['czf', join(folder, 'node.tar.gz'), '-C', folder, 'node']);

function conformance(path: string, engine: string): { readonly code: number | null; readonly report: Record<string, unknown> } {
  const { status, stdout } = spawnSync(process.execPath, [join(ROOT, 'bin', 'dimwright.js'), 'conformance', join(folder, path), '--engine', engine, '--format', 'json'], { encoding: 'utf8' });
  return { code: status, report: JSON.parse(stdout) as Record<string, unknown> };
}

describe('every test is counted once', () => {
  for (const [path, engine] of [['node', 'reference'], ['node.tar.gz', 'wasm']] as const) {
    it(`in ${path} on ${engine}`, () => {
      const { code, report } = conformance(path, engine);
      expect(code).toBe(1);
      expect(report).toMatchObject({ engine, total: 3, passed: 1, failed: 1, unsupported: 1 });
      expect(report['tests']).toMatchObject([
        { outcome: 'unsupported', reason: expect.stringContaining('Frobnicate') },
        { name: 'test_right', outcome: 'passed' },
        { name: 'test_second_set_is_wrong', outcome: 'failed', reason: expect.stringContaining('element 1 is 5') },
      ]);
    });
  }
});

it('a long name survives an archive', () => {
  expect(nodeTestsIn(join(folder, 'node.tar.gz')).map(({ name }) => name)).toEqual(nodeTestsIn(join(folder, 'node')).map(({ name }) => name));
});

it('a folder without tests is refused', () => {
  mkdirSync(join(folder, 'empty'));
  expect(() => nodeTestsIn(join(folder, 'empty'))).toThrow('there is no test in it');
});

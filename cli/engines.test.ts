// `dimwright engines` and `--gpu` as a user meets them.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { EngineLine } from './engines.ts';
import { ROOT } from './version.ts';

function enginesWith(...args: readonly string[]): { readonly code: number | null; readonly err: string; readonly engines: readonly EngineLine[] } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'bin', 'dimwright.js'), 'engines', '--format', 'json', ...args], { encoding: 'utf8' });
  return { code: status, err: stderr, engines: stdout === '' ? [] : (JSON.parse(stdout) as { engines: EngineLine[] }).engines };
}

describe('dimwright engines', () => {
  test('lists every engine with the same keys, and a reason exactly where one is missing', () => {
    const { code, engines } = enginesWith();
    expect(code).toBe(0);
    expect(engines.map(({ name }) => name)).toEqual(['reference', 'wasm', 'webgpu', 'onnxruntime', 'onnxruntime-web', 'tfjs', 'jax-js']);
    for (const engine of engines) {
      expect(Object.keys(engine)).toEqual(['name', 'available', 'reason', 'version', 'features']);
      expect(engine.reason === '').toBe(engine.available);
      expect(engine.version !== '').toBe(engine.available);
    }
  });

  test('a GPU that is switched off is missing, with that reason', () => {
    const gpu = enginesWith('--gpu', 'none').engines.find(({ name }) => name === 'webgpu');
    expect(gpu).toEqual({ name: 'webgpu', available: false, reason: 'switched off by DIMWRIGHT_GPU=none', version: '', features: [] });
  });

  test('an adapter that nobody knows is refused in one line', () => {
    const { code, err } = enginesWith('--gpu', 'voodoo');
    expect(code).toBe(2);
    expect(err).toMatch(/voodoo.*swiftshader/);
  });
});

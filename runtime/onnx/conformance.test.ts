// The models of ONNX's own node tests, where an archive of them lies beside the checkout or DIMWRIGHT_ONNX_TESTS
// names it. They hold every encoding and type that the reference writer produces.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { decodeModel } from './decode.ts';
import { encodeModel } from './encode.ts';

const archive = resolve(process.env['DIMWRIGHT_ONNX_TESTS'] ?? join(import.meta.dirname, '../../../shared/onnx-node-tests.tar.gz'));

test('every model of the ONNX node tests is read, and equal after writing', (ctx) => {
  if (!existsSync(archive)) ctx.skip(`no archive of ONNX node tests at ${archive} (set DIMWRIGHT_ONNX_TESTS)`);
  const folder = mkdtempSync(join(tmpdir(), 'dimwright-onnx-'));
  try {
    execFileSync('tar', ['xzf', archive, '-C', folder]);
    const names = readdirSync(join(folder, 'node'));
    const refused: string[] = [], changed: string[] = [];
    for (const name of names) {
      const decoded = decodeModel(readFileSync(join(folder, 'node', name, 'model.onnx')));
      if (!decoded.ok) refused.push(`${name}: ${decoded.error.reason}`);
      // Vitest's own equality takes seconds here.
      else if (!isDeepStrictEqual(decodeModel(encodeModel(decoded.model)), decoded)) changed.push(name);
    }
    expect({ refused, changed }).toEqual({ refused: [], changed: [] });
    expect(names.length).toBeGreaterThan(1000);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

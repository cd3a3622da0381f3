import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeModel } from './decode.ts';
import { encodeModel } from './encode.ts';
import { addRelu, model } from './test-kit.ts';

describe('a model written and read again', () => {
  test('is the same model', () => {
    fc.assert(fc.property(model, (before) => {
      expect(decodeModel(encodeModel(before))).toEqual({ ok: true, model: before });
    }), { numRuns: 300 });
  });

  test('has the same bytes when written once more', () => {
    fc.assert(fc.property(model, (before) => {
      const bytes = encodeModel(before);
      const after = decodeModel(bytes);
      expect(after.ok && encodeModel(after.model)).toEqual(bytes);
    }), { numRuns: 100 });
  });
});

describe('bytes that are not a model', () => {
  const bytes = encodeModel(addRelu);

  test('a file cut after any byte is refused as truncated, at its end', () => {
    for (let length = 1; length < bytes.length; length++) {
      expect(decodeModel(bytes.subarray(0, length)), `${length} bytes`).toEqual({
        ok: false, error: { kind: 'truncated', reason: expect.stringMatching(/^The file ends .*\.$/) as string, offset: length },
      });
    }
  });

  test('a file with any one byte changed never throws', () => {
    for (let at = 0; at < bytes.length; at++) {
      for (const flip of [1, 2, 4, 8, 0x80, 0xff]) {
        const changed = Uint8Array.from(bytes);
        changed[at]! ^= flip;
        const decoded = decodeModel(changed);
        expect(decoded.ok || decoded.error.reason.length > 0).toBe(true);
      }
    }
  });

  test('arbitrary bytes are refused with a reason', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (garbage) => {
      const decoded = decodeModel(garbage);
      expect(decoded.ok).toBe(false);
      if (!decoded.ok) expect(decoded.error.reason).toMatch(/^[A-Z].*\.$/s);
    }), { numRuns: 2000 });
  });
});

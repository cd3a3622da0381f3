import { expect, test } from 'vitest';
import { checkJson } from './json.ts';

test('the object has the documented keys and no others', () => {
  const related = { file: 'a.py', line: 1, column: 2, message: 'from here', extra: 1 };
  const finding = {
    rule: 'Conv/window', severity: 'warning' as const, message: 'm', file: 'a.py', line: 3, column: 4, endLine: 3, endColumn: 9,
    related: [related], fingerprint: 'inner',
  };
  expect(JSON.parse(checkJson({ findings: [finding], files: 2, unknown: 1 }))).toEqual({
    findings: [{
      rule: 'Conv/window', severity: 'warning', message: 'm', file: 'a.py', line: 3, column: 4, endLine: 3, endColumn: 9,
      related: [{ file: 'a.py', line: 1, column: 2, message: 'from here' }],
    }],
    files: 2,
    unknown: 1,
  });
});
